from odoo import Command
from odoo.tests import tagged

from .test_supply_follow import FollowCase


@tagged("post_install", "-at_install")
class TestCancelledRequisition(FollowCase):
    """A cancelled order asks for no more than vendors have of it (H7.4)."""

    def _buy_motors_only(self):
        """Return the purchase order of motors, and the line of gears beside it."""
        gear = self._make_part("Gear", 5)
        asked = {
            "product_id": gear.id,
            "product_uom_id": gear.uom_id.id,
            "product_qty": 4,
            "estimated_cost": 20,
        }
        self.as_("material_control", self.request).line_ids = [Command.create(asked)]
        self._approve(self.request)
        motors = self.request.line_ids.filtered(
            lambda line: line.product_id == self.motor
        )
        wizard = self.as_(
            "purchasing", self.env["purchase.request.line.make.purchase.order"]
        ).with_context(active_model="purchase.request.line", active_ids=motors.ids)
        wizard.create({"supplier_id": self.vendor.id}).make_purchase_order()
        self.request.invalidate_recordset()
        purchase = motors.purchase_lines.order_id
        self._confirm_purchase(purchase)
        return purchase, self.request.line_ids - motors

    def test_what_nobody_ordered_is_not_asked_for_any_more(self):
        purchase, gear = self._buy_motors_only()
        self.order._action_cancel()
        self.assertEqual(self.request.state, "in_progress")
        self.assertEqual(self.request.line_ids.filtered("cancelled"), gear)
        self._receive(purchase)
        self.assertEqual(self.request.state, "done")

    def test_it_closes_when_all_that_was_ordered_has_come(self):
        purchase, _gear = self._buy_motors_only()
        self._receive(purchase)
        self.order._action_cancel()
        self.assertEqual(self.request.state, "done")
        self.assertFalse(self.request.activity_ids)

    def test_a_purchase_order_that_is_cancelled_too_leaves_nothing_to_buy(self):
        purchase = self._ordered("purchase")
        self.order._action_cancel()
        self.as_("purchasing", purchase).button_cancel()
        self.assertEqual(self.request.state, "rejected")
        self.assertFalse(self.request.line_ids.approved_quantity)

    def test_a_purchase_order_that_shrinks_leaves_no_room_to_buy(self):
        purchase = self._ordered("purchase")
        self.order._action_cancel()
        self.as_("purchasing", purchase.order_line).product_qty = 20
        self.assertEqual(self.request.line_ids.approved_quantity, 20)
        self.assertEqual(self.request.line_ids.product_qty, 20)

    def test_what_was_only_inquired_about_is_not_ordered_any_more(self):
        purchase = self._ordered("sent")
        self.order._action_cancel()
        with self.refused(f"{self.order.name} was cancelled"):
            self._confirm_purchase(purchase)

    def test_what_was_reported_anew_waits_for_no_approval(self):
        self._ordered("purchase")
        self.as_("material_control", self.request.line_ids).product_qty = 40
        self.assertEqual(self.request.state, "to_approve")
        self.order._action_cancel()
        self.assertEqual(self.request.state, "in_progress")
        self.assertEqual(self.request.line_ids.product_qty, 30)
