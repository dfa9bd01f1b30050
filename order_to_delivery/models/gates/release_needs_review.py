from odoo import models

from ..order_gate import Reason

# A date that slipped changes no goods, money or place, so it voids no request.
ASPECTS = ("goods", "price", "destination")


class ReleaseNeedsReview(models.AbstractModel):
    _name = "order.gate.release.needs.review"
    _inherit = "order.gate"
    _description = "Goods are released as the reviewed order has them"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _reasons_closed(self, requests):
        hashes = requests.sale_order_id._get_content_hashes()
        return {
            request: [
                Reason(text, department)
                for text, department in self._get_texts(
                    request, hashes[request.sale_order_id]
                )
            ]
            for request in requests
        }

    def _get_texts(self, request, hashes):
        """Yield why the order's content is not the one that was reviewed."""
        order = request.sale_order_id
        current = order.current_revision_id
        if order.state != "sale":
            yield (
                self.env._("Order %(order)s is not confirmed.", order=order.name),
                "customer_service",
            )
        elif current.state != "in_force":
            yield (
                self.env._("Order %(order)s has no review in force.", order=order.name),
                "deputy_general_manager",
            )
        elif any(current[f"{aspect}_hash"] != hashes[aspect] for aspect in ASPECTS):
            yield (
                self.env._(
                    "Order %(order)s differs from what was reviewed: propose the "
                    "change, or undo it.",
                    order=order.name,
                ),
                "customer_service",
            )
        elif not request._is_on_revision_in_force():
            yield (
                self.env._(
                    "%(request)s was made for an older revision of order %(order)s: "
                    "withdraw it and request again.",
                    request=request.name,
                    order=order.name,
                ),
                "customer_service",
            )
