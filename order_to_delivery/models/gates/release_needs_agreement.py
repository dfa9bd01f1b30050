from odoo import models

from ..order_gate import Reason


class ReleaseNeedsAgreement(models.AbstractModel):
    _name = "order.gate.release.needs.agreement"
    _inherit = "order.gate"
    _description = "Goods are released as place and time are agreed with the customer"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _reasons_closed(self, requests):
        """Ask for what Customer Service agreed, where the company wants it (H2.4)."""
        asked = requests.filtered("company_id.order_delivery_agreement")
        missing = {request: request._get_missing_agreement() for request in asked}
        return {
            request: [
                Reason(
                    self.env._(
                        "%(request)s: agree place and time with the customer and fill "
                        "in %(fields)s.",
                        request=request.name,
                        fields=", ".join(labels),
                    ),
                    "customer_service",
                    "order_to_delivery.order_shipping_request_action",
                )
            ]
            for request, labels in missing.items()
            if labels
        }

    def _waivers(self, records):
        """Return who lets goods go whose customer cannot be reached."""
        return ("supervisor",)
