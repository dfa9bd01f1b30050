from odoo import fields, models


class OrderGateSettle(models.TransientModel):
    _name = "order.gate.settle"
    _description = "Settle a Waiver with the Paper That Arrived"

    waiver_id = fields.Many2one("order.gate.waiver", required=True)
    reference = fields.Char(
        string="Paper", required=True, help="What arrived: its number, date or file."
    )

    def action_settle(self):
        """Note the paper on the waiver, which checks who may."""
        self.ensure_one()
        self.waiver_id.action_settle(self.reference)
        return {"type": "ir.actions.act_window_close"}
