from odoo import models

from ..order_gate import Reason


class ReviewNeedsPrice(models.AbstractModel):
    _name = "order.gate.review.needs.price"
    _inherit = "order.gate"
    _description = "A review closes once the doubts about its prices are settled"

    _gate_station = "review"
    _gate_model = "order.review"

    def _reasons_closed(self, reviews):
        """Name the products whose prices are doubted, and no amount (H9.2)."""
        asked = reviews.filtered(lambda r: r.company_id._doubts_prices())
        if not asked:
            return {}
        doubts = self.env["order.price.doubt"].search(
            [("revision_id", "in", asked.revision_id.ids), ("state", "=", "open")],
            order="id",
        )
        doubts = doubts.grouped("revision_id")
        return {
            review: self._get_reasons_of(doubts[review.revision_id])
            for review in asked
            if review.revision_id in doubts
        }

    def _get_reasons_of(self, doubts):
        texts = {
            "floor": self.env._("The price is below the floor of the price plan: %s."),
            "margin": self.env._("The price leaves too small a margin: %s."),
            "deviation": self.env._(
                "The price is off the customer's last deal by more than the limit: %s."
            ),
        }
        return [
            Reason(
                texts[kind] % ", ".join(found.product_id.mapped("display_name")),
                "marketing_director",
                "order_to_delivery.order_price_doubt_action",
            )
            for kind, found in doubts.grouped("kind").items()
        ]
