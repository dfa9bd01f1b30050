from odoo import fields, models


class OrderRequisitionRefuse(models.TransientModel):
    _name = "order.requisition.refuse"
    _description = "Refuse Requisitions"

    request_ids = fields.Many2many("purchase.request", required=True)
    reason = fields.Text(required=True)

    def action_refuse(self):
        """Refuse the requisitions for the reason given; they check who may."""
        self.request_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
