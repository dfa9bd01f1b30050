"""Acts on money and quantities write the row that makes one of two at once fail."""

from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestRoutesGuards(ShippingCase):
    def _get_versions(self, order):
        """Return what guards say: of the order's money, of its lines' quantities."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT (SELECT sum(version) FROM order_money_guard
                     WHERE sale_order_id = %(order)s),
                   (SELECT sum(version) FROM order_quantity_guard
                     WHERE res_model = 'sale.order.line' AND res_id = ANY(%(lines)s))
            """,
            {"order": order.id, "lines": order.order_line.ids},
        )
        return [version or 0 for version in self.env.cr.fetchone()]

    def _assert_guarded(self, order, act, money=True, quantity=True):
        before = self._get_versions(order)
        act()
        after = self._get_versions(order)
        if money:
            self.assertGreater(after[0], before[0])
        if quantity:
            self.assertGreater(after[1], before[1])

    def test_each_signature_on_a_request_is_guarded(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        finance = self.as_("finance", request)
        clerk = self.as_("customer_service", request)
        self._assert_guarded(order, finance.action_verify)
        self._assert_guarded(order, clerk.action_release)
        self._assert_guarded(order, lambda: clerk.action_withdraw("Wrong address"))

    def test_goods_that_leave_and_come_back_are_guarded(self):
        order, _request = self._get_released_order()
        picking = order.picking_ids
        self._assert_guarded(order, lambda: self._validate(picking))
        self._assert_guarded(order, lambda: self._return(picking, 1), money=False)

    def test_supply_that_starts_on_a_deposit_is_guarded(self):
        order = self._walk_to("deposit", lines=[(self.stocked, 10)])
        self._pay(order, order.deposit_due)
        self._assert_guarded(order, order._resume_held, quantity=False)
        self.assertTrue(order.picking_ids)

    def test_instruction_that_is_accepted_is_guarded(self):
        order = self._walk_to("acceptance")
        instruction = order.order_production_instruction_ids
        act = self.as_("production", instruction).action_accept
        self._assert_guarded(order, act, quantity=False)
