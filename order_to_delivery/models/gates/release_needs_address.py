from odoo import models

from ..order_gate import Reason


class ReleaseNeedsAddress(models.AbstractModel):
    _name = "order.gate.release.needs.address"
    _inherit = "order.gate"
    _description = "Goods are released to the address that the customer signed"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _reasons_closed(self, requests):
        """Ask with whom another address was agreed (H9.17).

        One query where nothing is missing, for however many requests.
        """
        moved = requests._find_moved()
        return {
            request: [
                Reason(
                    self._get_text(request, moved[request.id]),
                    "customer_service",
                    "order_to_delivery.order_shipping_request_action",
                )
            ]
            for request in requests
            if request.id in moved
        }

    def _get_text(self, request, why):
        address = request._get_place()._get_address_line()
        if why == "changed":
            return self.env._(
                "%(request)s: the address was changed to %(address)s after this was "
                "requested. Write down with whom it was agreed; what Finance has "
                "signed is withdrawn and requested again.",
                request=request.name,
                address=address,
            )
        return self.env._(
            "%(request)s goes to %(address)s; the customer signed for %(signed)s. "
            "Write down with whom the other address was agreed.",
            request=request.name,
            address=address,
            signed=request.signed_address,
        )
