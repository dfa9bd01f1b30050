from odoo.exceptions import AccessError
from odoo.tests import tagged

from .recovery_common import RecoveryCase


@tagged("post_install", "-at_install")
class TestSurplusMoney(RecoveryCase):
    """What an order has beyond its cost finds Finance, until it is given back."""

    def _get_entry(self, order, kind="finance"):
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [
                ("sale_order_id", "=", order.id),
                ("asked", "=", "give_back"),
                ("is_mine", "=", True),
            ]
        )

    def _has_surplus(self, order):
        self._judge()
        self.assertEqual(bool(self._get_entry(order)), bool(order.surplus_money_date))
        return bool(order.surplus_money_date)

    def test_more_than_the_total_is_surplus_and_a_cent_is_none(self):
        order = self._get_ready_order()
        self._pay(order, order.amount_total + 0.01)
        self.assertFalse(self._has_surplus(order))
        self._pay(order, 0.01)
        self.assertTrue(self._has_surplus(order))
        self.assertFalse(self._get_entry(order, "sales"))

    def test_a_refund_settles_it(self):
        order = self._get_ready_order()
        self._pay(order, order.amount_total + 30)
        self.assertTrue(self._has_surplus(order))
        self._refund(order, 30)
        self.assertFalse(self._has_surplus(order))

    def test_a_payment_that_is_used_for_another_order_settles_it(self):
        order, other = self._get_ready_order(), self._get_ready_order()
        self._pay(order, order.amount_total)
        payment = self._pay(order, 30)
        self.assertTrue(self._has_surplus(order))
        self.as_("finance", payment).sale_order_id = other
        self.assertFalse(self._has_surplus(order))
        self.assertEqual(other._get_money()[other].received, 30)

    def test_an_order_that_shrinks_offers_its_money_back(self):
        order = self._get_ready_order()
        self._pay(order, order.amount_total)
        self.assertFalse(self._has_surplus(order))
        order._write_content({}, {order.order_line: {"product_uom_qty": 8}})
        self.assertTrue(self._has_surplus(order))

    def test_a_cancelled_order_offers_all_its_money_back(self):
        order = self._get_ready_order()
        payment = self._pay(order, 50)
        self.assertFalse(self._has_surplus(order))
        self.as_("sales", order).action_cancel()
        self.assertTrue(self._has_surplus(order))
        self.as_("finance", payment).action_reject()
        self.assertFalse(self._has_surplus(order))

    def test_nobody_writes_it_by_hand(self):
        order = self._get_ready_order()
        for kind in ("finance", "sales"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, order).surplus_money_date = "2026-01-01 00:00:00"

    def test_with_the_switch_off_nothing_is_noted(self):
        order = self._get_ready_order()
        self.company.sudo().use_order_to_delivery = False
        self._pay(order, order.amount_total + 30)
        self.assertFalse(self._has_surplus(order))
