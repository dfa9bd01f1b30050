from odoo import models

from ..order_gate import Reason


class ReviewNeedsAnswers(models.AbstractModel):
    _name = "order.gate.review.needs.answers"
    _inherit = "order.gate"
    _description = "A review closes once every department has agreed in writing"

    _gate_station = "review"
    _gate_model = "order.review"

    def _reasons_closed(self, reviews):
        """Name the departments that have not agreed."""
        return {review: self._get_reasons_of(review) for review in reviews}

    def _get_reasons_of(self, review):
        if not review.signoff_ids:
            return [
                Reason(self.env._("No department was asked."), "deputy_general_manager")
            ]
        texts = {
            "open": self.env._("%s has not answered in writing yet."),
            "refuse": self.env._("%s refused: give the order back to Sales."),
            "void": self.env._("The answer of %s does not hold any more."),
        }
        reasons = []
        for signoff in review.signoff_ids:
            key = self._get_shortcoming(signoff)
            if key:
                text = texts[key] % signoff.department_id.name
                reasons.append(Reason(text, signoff.kind))
        return reasons

    def _get_shortcoming(self, signoff):
        if signoff.state == "void":
            return "void"
        if signoff.state != "signed":
            return "open"
        return "refuse" if signoff.verdict == "refuse" else ""
