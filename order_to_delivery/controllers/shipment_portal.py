"""The customer follows his shipment in the portal (H5.4, H9.18)."""

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal import MAX_NAME


class ShipmentPortal(CustomerPortal):
    @http.route(
        "/my/receipts/<int:receipt_id>/acknowledge",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_receipt_acknowledge(self, receipt_id, access_token=None, **kwargs):
        """Note that the shipping advice reached the customer; a second press does
        nothing, and nobody of the company answers for him.
        """
        try:
            receipt = self._document_check_access(
                "order.delivery.receipt", receipt_id, access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        shipment = receipt.shipping_request_id
        if request.env.user.share and shipment._awaits_acknowledgement():
            who = self._get_customer(receipt).name or receipt.partner_id.display_name
            shipment._acknowledge(who[:MAX_NAME], "portal")
        return request.redirect(receipt.get_portal_url())

    def _get_customer(self, receipt):
        """Return who acts: the user, or without a login whom the link went to."""
        user = request.env.user
        return receipt.partner_id if user._is_public() else user.partner_id
