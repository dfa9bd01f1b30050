"""Goods are released for money and held without it, as the departments meet it."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .shipping_common import PaidShippingCase


@tagged("post_install", "-at_install")
class TestMoneyRelease(PaidShippingCase):
    def test_finance_does_not_verify_what_is_not_paid(self):
        order = self._get_ready_order()
        self._request_shipping(order)
        with self.assertRaisesRegex(UserError, "balance"):
            self._verify(order)
        self._pay(order, order.amount_total)
        self._verify(order)
        self.assertEqual(order.order_shipping_request_ids.state, "verified")

    def test_bounced_payment_withdraws_what_has_not_left(self):
        order = self._get_ready_order()
        payment = self._pay(order, order.amount_total)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self.as_("finance", payment).action_reject()
        self.env.cr.precommit.run()
        self.assertEqual(order.order_shipping_request_ids.state, "withdrawn")

    def test_goods_do_not_leave_after_the_payment_bounced(self):
        order = self._get_ready_order()
        payment = self._pay(order, order.amount_total)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        # In one transaction, before anything was withdrawn.
        self.as_("finance", payment).action_reject()
        with self.assertRaisesRegex(UserError, "taken back since"):
            self._validate(order.picking_ids)
