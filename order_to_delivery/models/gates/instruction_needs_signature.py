from odoo import models

from ..order_gate import Reason
from .confirmation_needs_signature import ACTION


class InstructionNeedsSignature(models.AbstractModel):
    _name = "order.gate.instruction.needs.signature"
    _inherit = "order.gate"
    _description = "Production is instructed once the customer has signed that revision"

    _gate_station = "instruction"
    _gate_model = "order.production.instruction"
    # One paper is owed, whatever it is missed for.
    _gate_waived_as = "order.gate.confirmation.needs.signature"

    def _reasons_closed(self, instructions):
        signed = self.env["order.confirmation"]._get_signed_revisions(
            instructions.revision_id
        )
        return {
            instruction: [
                Reason(
                    self.env._(
                        "the customer has not signed revision %(number)s of %(order)s",
                        number=instruction.revision_id.number,
                        order=instruction.sale_order_id.name,
                    ),
                    "customer_service",
                    ACTION,
                )
            ]
            for instruction in instructions
            if instruction.revision_id not in signed
        }

    def _is_waiver_enough(self, instruction, waivers):
        return any(
            waiver.origin != "grade" or waiver.res_id == instruction.revision_id.id
            for waiver in waivers
        )
