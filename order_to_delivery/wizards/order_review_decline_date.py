from odoo import fields, models


class OrderReviewDeclineDate(models.TransientModel):
    _name = "order.review.decline.date"
    _description = "Decline the Later Date"

    review_ids = fields.Many2many("order.review", required=True)
    reason = fields.Text(required=True)

    def action_decline(self):
        """Decline for Sales with the reason given; the reviews check who may."""
        self.review_ids.action_decline_date(self.reason)
        return {"type": "ir.actions.act_window_close"}
