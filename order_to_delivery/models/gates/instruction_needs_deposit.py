from odoo import models

from ..order_gate import Reason


class InstructionNeedsDeposit(models.AbstractModel):
    _name = "order.gate.instruction.needs.deposit"
    _inherit = ["order.money.gate.mixin", "order.gate"]
    _description = "Production is instructed once the deposit is received"

    _gate_station = "instruction"
    _gate_model = "order.production.instruction"

    def _get_due(self, money):
        return money.deposit_due

    def _get_money_reason(self, order):
        text = self.env._(
            "The deposit for %(order)s is not received in full: Sales asks the "
            "customer for it, Finance registers the payment.",
            order=order.name,
        )
        return Reason(text, "finance", "order_to_delivery.sale_order_action_to_collect")
