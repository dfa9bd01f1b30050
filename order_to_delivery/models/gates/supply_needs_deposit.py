from odoo import models


class SupplyNeedsDeposit(models.AbstractModel):
    _name = "order.gate.supply.needs.deposit"
    _inherit = ["order.gate.instruction.needs.deposit", "order.gate"]
    _description = "Stock and buy lines are supplied once the deposit is received"

    _gate_model = "sale.order"
