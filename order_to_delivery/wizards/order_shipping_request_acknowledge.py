from odoo import fields, models


class OrderShippingRequestAcknowledge(models.TransientModel):
    _name = "order.shipping.request.acknowledge"
    _description = "Answer to a Shipping Advice"

    request_id = fields.Many2one("order.shipping.request", required=True)
    who = fields.Char(
        string="Who Answered", required=True, help="Who spoke for the customer."
    )
    date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    words = fields.Text(string="What Was Said", required=True)

    def action_acknowledge(self):
        """Note the call; the request checks who may, and what is missing."""
        self.request_id.action_acknowledge(self.who, self.words, self.date)
        return {"type": "ir.actions.act_window_close"}
