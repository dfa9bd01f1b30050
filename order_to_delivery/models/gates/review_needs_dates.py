from odoo import models

from ..order_gate import Reason


class ReviewNeedsDates(models.AbstractModel):
    _name = "order.gate.review.needs.dates"
    _inherit = "order.gate"
    _description = "A review closes with its dates and packing decided"

    _gate_station = "review"
    _gate_model = "order.review"

    def _reasons_closed(self, reviews):
        """Name the dates that lack, or are too early (H1.3, H9.5)."""
        return {
            review: [
                Reason(text, "deputy_general_manager")
                for text in self._get_missing(review) + self._get_too_early(review)
            ]
            + self._get_not_agreed(review)
            for review in reviews
        }

    def _get_missing(self, review):
        required = [(review.promised_date, self.env._("The promised date is missing."))]
        if review._has_goods():
            required.append(
                (review.finished_date, self.env._("The finished date is missing."))
            )
        if review._has_goods() and review.kind == "full":
            required.append((review.packing, self.env._("The packing is missing.")))
        if review._has_made_lines():
            required.append(
                (
                    review.production_start_date,
                    self.env._("The production start date is missing."),
                )
            )
        return [text for value, text in required if not value]

    def _get_too_early(self, review):
        answered = review._get_answered_finish()
        finished, promised = review.finished_date, review.promised_date
        start = review.production_start_date
        texts = []
        if answered and finished and finished < answered:
            texts.append(
                self.env._(
                    "The finished date is before Production's answer (%s).",
                    answered,
                )
            )
        if finished and promised and promised < finished:
            texts.append(
                self.env._("The promised date is earlier than the finished date.")
            )
        if start and finished and finished < start:
            texts.append(
                self.env._("The finished date is earlier than the production start.")
            )
        return texts

    def _get_not_agreed(self, review):
        if not review._is_later_than_agreed():
            return []
        if review.is_declined_by_rep:
            text = self.env._(
                "Sales declined to promise %(promised)s: %(reason)s",
                promised=review.promised_date,
                reason=review.rep_decline_reason,
            )
            return [Reason(text, "deputy_general_manager")]
        text = self.env._(
            "The sales rep has not agreed to promise %(promised)s, later than "
            "%(wanted)s as wanted.",
            promised=review.promised_date,
            wanted=review._get_wanted_promise(),
        )
        return [Reason(text, "sales")]
