from odoo import models

from ..order_gate import Reason


class ReleaseNeedsQuantity(models.AbstractModel):
    _name = "order.gate.release.needs.quantity"
    _inherit = "order.gate"
    _description = "Never more is released than was ordered, tolerance included"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _reasons_closed(self, requests):
        quantities = self.env["order.shipping.quantity"]._get_quantities(
            requests.line_ids.sale_line_id, is_released_only=True
        )
        return {
            request: self._get_reasons_of(request, quantities) for request in requests
        }

    def _get_reasons_of(self, request, quantities):
        if not request.line_ids:
            text = self.env._("%(request)s asks for nothing.", request=request.name)
            return [Reason(text, "customer_service")]
        return [
            Reason(
                self.env._(
                    "%(request)s: %(product)s would exceed the ordered quantity. Lower "
                    "the request, or propose a change of the order.",
                    request=request.name,
                    product=line.product_id.display_name,
                ),
                "customer_service",
            )
            for line in request.line_ids.sale_line_id
            if self._is_above(request, line, quantities[line])
        ]

    def _is_above(self, request, line, quantity):
        """Tell whether all requests for a line ask for more than its limit."""
        total = quantity.released + quantity.verified
        if request.state == "draft":
            asked = request.line_ids.filtered(lambda asked: asked.sale_line_id == line)
            total += sum(asked.mapped("quantity"))
        return self.env["order.shipping.quantity"]._is_positive(
            line, total - quantity.limit
        )
