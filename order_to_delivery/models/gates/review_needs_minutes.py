from odoo import models

from ..order_gate import Reason


class ReviewNeedsMinutes(models.AbstractModel):
    _name = "order.gate.review.needs.minutes"
    _inherit = "order.gate"
    _description = "A review closes once its meeting is minuted"

    _gate_station = "review"
    _gate_model = "order.review"

    def _reasons_closed(self, reviews):
        """Say that the meeting, or its minutes, lack; no calendar is read (H1.3)."""
        return {
            review: [Reason(self._describe(review), "deputy_general_manager")]
            for review in reviews
            if review._lacks_minutes()
        }

    def _describe(self, review):
        if review.meeting_called_date:
            return self.env._("The minutes of the review meeting are not signed.")
        return self.env._("No review meeting was held: call it, and sign its minutes.")
