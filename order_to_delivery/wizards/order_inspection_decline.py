from odoo import fields, models


class OrderInspectionDecline(models.TransientModel):
    _name = "order.inspection.decline"
    _description = "Decline the Second Signature"

    inspection_id = fields.Many2one("order.inspection", required=True)
    reason = fields.Text(required=True)

    def action_decline(self):
        """Decline for the reason given; the inspection checks who may."""
        self.inspection_id.action_second_decline(self.reason)
        return {"type": "ir.actions.act_window_close"}
