"""Which reviews wait for the user's own answer."""

from odoo import api, fields, models


class OrderReviewMineMixin(models.AbstractModel):
    _name = "order.review.mine.mixin"
    _description = "Review That Waits for Its People"

    # Only so that the mixin stands alone: the review's own definition wins.
    signoff_ids = fields.One2many("order.review.signoff", "review_id")

    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    @api.depends("signoff_ids.user_id", "signoff_ids.state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for review in self:
            review.is_mine = (
                self.env.user
                in review.signoff_ids.filtered(
                    lambda signoff: signoff.state == "open"
                ).user_id
            )

    def _search_is_mine(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        signoffs = self.env["order.review.signoff"]._search(
            [("user_id", "=", self.env.uid), ("state", "=", "open")]
        )
        return [("signoff_ids", "in", signoffs)]
