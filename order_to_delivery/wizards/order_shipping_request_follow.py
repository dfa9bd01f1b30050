from odoo import fields, models


class OrderShippingRequestFollow(models.TransientModel):
    _name = "order.shipping.request.follow"
    _description = "Arrival or Delay of a Shipment"

    request_id = fields.Many2one("order.shipping.request", required=True)
    what = fields.Selection(
        [("delayed", "Delayed"), ("arrived", "Arrived")],
        string="What Happened",
        required=True,
        default="delayed",
    )
    expected_arrival_date = fields.Date(
        related="request_id.expected_arrival_date", string="Expected So Far"
    )
    date = fields.Date(string="Day", required=True)
    reason = fields.Text(help="The customer and Sales are told.")

    def action_follow(self):
        """Note what happened; the request checks who may, and what is missing."""
        if self.what == "arrived":
            self.request_id.action_mark_arrived(self.date)
        else:
            self.request_id.action_mark_delayed(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
