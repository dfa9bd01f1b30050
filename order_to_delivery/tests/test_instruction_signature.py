from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestInstructionSignatureGate(OrderToDeliveryCase):
    """Production is instructed on a signed revision, or by the grade's waiver."""

    def _draft(self, order):
        return self.env["order.production.instruction"].create(
            {
                "sale_order_id": order.id,
                "revision_id": order.current_revision_id.id
                or order.pending_revision_id.id,
            }
        )

    def _get_reasons(self, instruction):
        gate = self.env["order.gate.instruction.needs.signature"]
        closed = {
            record: reasons
            for record, reasons in gate._reasons_closed(instruction).items()
        }
        gate._drop_waived(closed)
        return [reason.text for reason in closed.get(instruction, [])]

    def test_signed_revision_may_be_instructed(self):
        order = self._walk_to("deposit")
        self.assertFalse(self._get_reasons(self._draft(order)))

    def test_unsigned_revision_is_not_instructed(self):
        order = self._walk_to("signature")
        reasons = self._get_reasons(self._draft(order))
        self.assertIn("has not signed revision 1", reasons[0])

    def test_waiver_of_grade_a_lets_production_be_instructed_unsigned(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        self.assertFalse(self._get_reasons(self._draft(order)))

    def test_waiver_of_grade_a_holds_for_its_revision_only(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        instruction = self._draft(order)
        self.env.flush_all()
        instruction.revision_id = self.env["order.revision"]._open_for(order)
        self.assertIn("has not signed revision 2", self._get_reasons(instruction)[0])
