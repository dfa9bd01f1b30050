from odoo import fields, models


class OrderShippingRequestWithdraw(models.TransientModel):
    _name = "order.shipping.request.withdraw"
    _description = "Withdraw Shipping Requests"

    request_ids = fields.Many2many("order.shipping.request", required=True)
    reason = fields.Text(required=True)

    def action_withdraw(self):
        """Withdraw the requests for the reason given; they check who may."""
        self.request_ids.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
