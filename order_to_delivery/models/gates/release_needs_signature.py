from odoo import models

from ..order_gate import Reason


class ReleaseNeedsSignature(models.AbstractModel):
    _name = "order.gate.release.needs.signature"
    _inherit = "order.gate"
    _description = "Goods are released once the customer's signature is accepted"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _reasons_closed(self, requests):
        signed = self.env["order.confirmation"]._get_signed_revisions(
            requests.sale_order_id.current_revision_id
        )
        # A customer without a grade is treated as the strictest.
        unsigned = requests.filtered(
            lambda request: (
                request.sale_order_id.current_revision_id not in signed
                and request.sale_order_id.customer_grade_id.signature_policy != "later"
            )
        )
        return {
            request: [
                Reason(
                    self.env._(
                        "The signed confirmation of order %(order)s is not accepted.",
                        order=request.sale_order_id.name,
                    ),
                    "customer_service",
                )
            ]
            for request in unsigned
        }
