"""Orders that may have been taken twice are named, and never refused (H2.1)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestIntakeDuplicates(OrderToDeliveryCase):
    def _take(self, reference=False, quantity=10, **values):
        return self._take_order(
            client_order_ref=reference, lines=[(self.product, quantity)], **values
        )

    def _find(self, order):
        return order._get_duplicates().get(order, [])

    def _warnings(self, order, by="sales"):
        self.env.flush_all()
        order.invalidate_recordset()
        banner = self.as_(by, order).gate_banner
        return [item for item in banner if "taken twice" in item["text"]]

    def test_the_same_reference_is_named_with_its_order(self):
        first = self._take("PO 77", quantity=1)
        second = self._take(" po 77 ", quantity=2)
        [warning] = self._warnings(second)
        self.assertIn(first.name, warning["text"])
        self.assertIn("same reference", warning["text"])
        self.assertEqual(
            (warning["res_model"], warning["res_id"]), ("sale.order", first.id)
        )

    def test_an_order_without_a_reference_is_like_no_other(self):
        self._take(quantity=1)
        self.assertFalse(self._find(self._take(quantity=2)))

    def test_the_same_goods_within_days_are_named(self):
        first = self._take("PO 1")
        second = self._take("PO 2")
        self.assertEqual(self._find(second), [(first, False)])
        [warning] = self._warnings(second)
        self.assertIn("same goods", warning["text"])

    def test_goods_are_the_same_however_they_are_spread_over_lines(self):
        first = self._take_order(
            client_order_ref="PO 1", lines=[(self.product, 4), (self.stocked, 5)]
        )
        second = self._take_order(
            client_order_ref="PO 2",
            lines=[(self.stocked, 5), (self.product, 3), (self.product, 1)],
        )
        self.assertEqual(self._find(second), [(first, False)])

    def test_other_goods_or_quantities_are_another_order(self):
        self._take("PO 1")
        self.assertFalse(self._find(self._take("PO 2", quantity=11)))
        other = self._take_order(client_order_ref="PO 3", lines=[(self.stocked, 10)])
        self.assertFalse(self._find(other))

    def test_days_and_policy_decide_how_far_back_goods_are_compared(self):
        first = self._take("PO 1")
        second = self._take("PO 2")
        first.date_order = fields.Datetime.now() - timedelta(days=8)
        self.assertFalse(self._find(second))
        self.company.order_duplicate_days = 9
        self.assertEqual(self._find(second), [(first, False)])
        self.company.order_duplicate_days = 0
        first.date_order = fields.Datetime.now()
        self.assertFalse(self._find(second))

    def test_all_contacts_of_a_customer_count_and_no_other_customer(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partners["B"].id}
        )
        first = self._take("PO 1")
        self._take("PO 1", grade="A")
        second = self._take("PO 1", partner_id=contact.id)
        self.assertEqual(self._find(second), [(first, True)])

    def test_a_cancelled_order_is_no_duplicate(self):
        first = self._take("PO 1")
        first.action_cancel()
        self.assertFalse(self._find(self._take("PO 1")))

    def test_a_possible_duplicate_is_submitted_all_the_same(self):
        self._take("PO 1")
        second = self._take("PO 1")
        self.assertEqual(self._submit(second).state, "submitted")
        self.assertTrue(self._warnings(second))

    def test_what_was_confirmed_is_not_compared_any_more(self):
        order = self._walk_to("deposit")
        self._take("PO-1")
        self.assertFalse(self._warnings(order))

    def test_who_may_not_read_the_other_order_is_led_nowhere(self):
        first = self._take("PO 1")
        first.user_id = self.users["customer_service"]
        second = self._take("PO 1")
        [mine] = self._warnings(second)
        self.assertEqual(mine["res_id"], second.id)
        [theirs] = self._warnings(second, by="customer_service")
        self.assertEqual(theirs["res_id"], first.id)

    def test_many_orders_cost_one_query(self):
        orders = self.env["sale.order"]
        for number in range(3):
            orders |= self._take(f"PO {number}")
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = orders._get_duplicates()
        self.assertEqual({len(pairs) for pairs in found.values()}, {2})
