from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestSwitchedOnAgain(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.company.sudo().use_order_to_delivery = False
        self.order = self._take_order("B")
        self.as_("sales", self.order).action_confirm()
        self.company.sudo().use_order_to_delivery = True
        self.order.invalidate_recordset()

    def test_an_order_confirmed_meanwhile_does_not_ship_unreviewed(self):
        self.assertEqual(self.order.state, "sale")
        self._stock(self.product, 10)
        self.order.picking_ids.action_assign()
        with self.assertRaises(UserError):
            self._ship(self.order)

    def test_an_order_confirmed_meanwhile_is_reviewed_signed_and_goes_on(self):
        self._walk_to("deposit", order=self.order)
        self.assertTrue(self.order.current_revision_id)
        self._pay(self.order, self.order.amount_total)
        self._issue_instruction(self.order)
        self._accept_instruction(self.order)
        self.assertEqual(
            self.order.order_production_instruction_ids.mapped("state"), ["accepted"]
        )

    def test_an_own_payment_plan_takes_the_full_review(self):
        order = self._take_order("B", lines=[(self.stocked, 5)])
        plan = self.as_("sales", order).payment_plan_line_ids
        plan.filtered(lambda line: line.kind == "deposit").unlink()
        order.invalidate_recordset()
        self.assertEqual(order.payment_plan_source, "order")
        self.assertEqual(self._submit(order).kind, "full")
