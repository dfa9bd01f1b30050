from odoo import models

from ..order_gate import Reason


class ReleaseNeedsNoRecovery(models.AbstractModel):
    _name = "order.gate.release.needs.no.recovery"
    _inherit = "order.gate"
    _description = "Nothing is released to a customer whose lost payment is not back"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _reasons_closed(self, requests):
        orders = requests.sale_order_id
        held = self.env["order.recovery.case"]._get_held(orders)
        return {
            request: [
                Reason(
                    self.env._(
                        "%(customer)s has goods of %(orders)s whose payment was lost: "
                        "Finance and Sales get the money first.",
                        customer=request.partner_id.commercial_partner_id.display_name,
                        orders=", ".join(
                            held[request.sale_order_id].sale_order_id.mapped("name")
                        ),
                    ),
                    "finance",
                    "order_to_delivery.order_recovery_case_action",
                )
            ]
            for request in requests
            if request.sale_order_id in held
        }

    def _waivers(self, records):
        """Return who lets an order pass all the same; its own money stays asked."""
        return ("deputy_general_manager",)
