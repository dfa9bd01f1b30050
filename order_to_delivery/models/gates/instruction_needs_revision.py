from odoo import models

from ..order_gate import Reason


class InstructionNeedsRevision(models.AbstractModel):
    _name = "order.gate.instruction.needs.revision"
    _inherit = "order.gate"
    _description = "A production instruction carries out the revision in force."

    _gate_station = "instruction"
    _gate_model = "order.production.instruction"

    def _reasons_closed(self, records):
        closed = {}
        for instruction in records:
            revision = instruction.sale_order_id.current_revision_id
            if not revision or instruction.revision_id != revision:
                text = self.env._(
                    "It was drafted for another revision than the one in force: issue "
                    "the instruction of revision %s.",
                    revision.number or "–",
                )
                closed[instruction] = [Reason(text, "customer_service")]
        return closed
