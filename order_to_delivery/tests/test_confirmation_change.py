from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestConfirmationChange(OrderToDeliveryCase):
    """A changed order cannot show an old signature, and waits for a new one."""

    def _propose(self, order, quantity):
        wizard = (
            self.env["order.revision.propose"]
            .with_user(self.users["sales"])
            .with_context(default_sale_order_id=order.id)
            .create({"reason": "The customer wants more."})
        )
        wizard.line_ids.quantity = quantity
        wizard.action_propose()
        order.invalidate_recordset()

    def _review_change(self, order, quantity=12):
        self._propose(order, quantity)
        for step in (self._circulate, self._answer_all, self._close):
            order.invalidate_recordset()
            step(order)
        order.invalidate_recordset()

    def _sign_latest(self, order):
        order.invalidate_recordset()
        self._sign_confirmation(order)
        order.invalidate_recordset()

    def test_signed_change_comes_into_force_with_its_signature(self):
        order = self._walk_to("deposit")
        first = order.order_confirmation_ids
        self._review_change(order)
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self._send_confirmation(order)
        order.invalidate_recordset()
        second = order.order_confirmation_ids - first
        self.assertEqual(second.revision_number, 2)
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self._sign_latest(order)
        self.assertEqual(order.order_line.product_uom_qty, 12)
        self.assertEqual(order.current_revision_id, second.revision_id)
        self.assertEqual(first.state, "accepted")
        self.assertEqual(first.revision_id.state, "superseded")

    def test_confirmation_of_a_change_prints_the_change(self):
        order = self._walk_to("deposit")
        self._review_change(order)
        self._send_confirmation(order)
        order.invalidate_recordset()
        paper = self.env["order.paper"]._get_confirmation(
            order.order_confirmation_ids[0]
        )
        self.assertEqual(paper["lines"][0]["quantity"], 12)

    def test_change_of_grade_a_comes_into_force_and_owes_its_own_paper(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        self._review_change(order)
        self.assertEqual(order.order_line.product_uom_qty, 12)
        waivers = order.order_gate_waiver_ids
        self.assertEqual(len(waivers), 2)
        self.assertIn(order.current_revision_id.id, waivers.mapped("res_id"))

    def test_newest_paper_of_grade_a_settles_all_that_was_owed(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        self._review_change(order)
        first = order.order_confirmation_ids
        self.assertEqual(first.state, "cancelled")
        self._send_confirmation(order)
        self._sign_latest(order)
        self.assertEqual(set(order.order_gate_waiver_ids.mapped("state")), {"settled"})

    def test_reopened_quotation_cancels_what_was_sent(self):
        order = self._walk_to("signature")
        sent = order.order_confirmation_ids
        self._propose(order, 12)
        self.assertEqual(sent.state, "cancelled")
        self.assertFalse(order._get_live_confirmation())

    def test_quotation_that_was_changed_and_reviewed_anew_is_signed_anew(self):
        order = self._walk_to("signature")
        self._propose(order, 12)
        self.as_("sales", order).order_line.product_uom_qty = 12
        for step in (self._submit, self._circulate, self._answer_all, self._close):
            step(order)
            order.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "has not signed"):
            self.as_("sales", order).action_confirm()

    def test_revision_in_force_stays_signed_while_a_change_is_proposed(self):
        order = self._walk_to("deposit")
        self._propose(order, 12)
        gate = self.env["order.gate.confirmation.needs.signature"]
        self.assertFalse(gate._reasons_closed(order))
        self.assertEqual(order.order_confirmation_ids.state, "accepted")
        self.assertEqual(order.state, "sale")
