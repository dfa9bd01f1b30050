from odoo import fields, models


class OrderInspectionConcede(models.TransientModel):
    _name = "order.inspection.concede"
    _description = "Concede Rejected Goods"

    inspection_id = fields.Many2one("order.inspection", required=True)
    reason = fields.Text(required=True)

    def action_concede(self):
        """Concede for the reason given; the inspection checks who may."""
        self.inspection_id.action_concede(self.reason)
        return {"type": "ir.actions.act_window_close"}
