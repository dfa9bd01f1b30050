from odoo import models

from ..order_gate import Reason


class ConfirmationNeedsReview(models.AbstractModel):
    _name = "order.gate.confirmation.needs.review"
    _inherit = "order.gate"
    _description = "An order is confirmed as its closed review has it, and only so"

    _gate_station = "confirmation"
    _gate_model = "sale.order"

    def _reasons_closed(self, orders):
        """Name what the review still waits for, or that the content is another."""
        hashes = orders._get_content_hashes()
        return {
            order: self._get_reasons_of(order, hashes[order]["content"])
            for order in orders
        }

    def _get_reasons_of(self, order, content_hash):
        revision = order._get_governing_revision()
        review = order.order_review_ids.filtered(
            lambda review: (
                review.revision_id == revision
                and review.state not in ("withdrawn", "refused")
            )
        )[:1]
        if not review:
            return [
                Reason(
                    self.env._("It was not submitted for review, or was given back."),
                    "sales",
                )
            ]
        if review.state != "closed":
            return self._get_reasons_waiting(review)
        if not revision._says(content_hash):
            return [
                Reason(
                    self.env._(
                        "Its content is not what the review decided: propose a change."
                    ),
                    "sales",
                )
            ]
        return []

    def _get_reasons_waiting(self, review):
        asked = review.signoff_ids.filtered(lambda signoff: signoff.state == "open")
        if review.state == "circulated" and asked:
            return [
                Reason(
                    self.env._(
                        "%s has not answered the review in writing yet.",
                        signoff.department_id.name,
                    ),
                    signoff.kind,
                )
                for signoff in asked
            ]
        text = (
            self.env._("The review waits to be circulated.")
            if review.state == "submitted"
            else self.env._("The review waits to be decided.")
        )
        return [Reason(text, "deputy_general_manager")]
