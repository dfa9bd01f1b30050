from odoo import models
from odoo.exceptions import UserError

from ..order_gate import Reason


class ReviewNeedsIntake(models.AbstractModel):
    _name = "order.gate.review.needs.intake"
    _inherit = "order.gate"
    _description = "An order is reviewed once its intake memo is complete"

    _gate_station = "review"
    _gate_model = "sale.order"

    def _reasons_closed(self, orders):
        """Name all that a memo lacks at once, for Sales to ask the customer."""
        return {
            order: self._get_missing(order)
            for order in orders
            # What was submitted was complete, and is locked since.
            if not order.is_content_locked
        }

    def _get_missing(self, order, snapshot=None):
        """Return a reason for each thing that is missing (H2.1, H2.2, H9.1)."""
        return [
            Reason(text, "sales")
            for item in order._get_intake_items(snapshot)
            for text in item.missing
        ]

    def _refuse_incomplete(self, reviews):
        """Refuse reviews of what is incomplete, whichever route opened them.

        A change of an order in force is judged by what it proposes.

        :raise UserError: with all that is missing
        """
        closed = {}
        # A machine may open a review; what is missing is asked for all the same.
        for review in reviews.sudo().filtered(lambda r: r.state == "submitted"):
            order = review.sale_order_id._filter_gated()
            snapshot = review.revision_id.snapshot or None
            missing = order and self._get_missing(order, snapshot)
            if missing:
                closed[order] = missing
        if closed:
            raise UserError(self._format_refusal(closed))
