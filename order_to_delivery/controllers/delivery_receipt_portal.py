"""The customer signs for his goods in the portal (H9.19)."""

import binascii

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal import MAX_NAME


class DeliveryReceiptPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "receipt_count" in counters:
            receipts = request.env["order.delivery.receipt"]
            values["receipt_count"] = (
                receipts.search_count([]) if receipts.has_access("read") else 0
            )
        return values

    @http.route("/my/receipts", type="http", auth="user", website=True)
    def portal_my_receipts(self, **kwargs):
        """List the receipts of the customer, those still to sign first."""
        receipts = request.env["order.delivery.receipt"].search(
            [], order="state, id desc"
        )
        values = self._prepare_portal_layout_values()
        values.update(
            receipts=receipts, page_name="delivery_receipt", default_url="/my/receipts"
        )
        return request.render("order_to_delivery.portal_my_receipts", values)

    @http.route(
        "/my/receipts/<int:receipt_id>", type="http", auth="public", website=True
    )
    def portal_receipt_page(self, receipt_id, access_token=None, **kwargs):
        """Show a receipt with what was sent, and let it be signed."""
        try:
            receipt = self._document_check_access(
                "order.delivery.receipt", receipt_id, access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        is_signing = kwargs.get("step") == "sign"
        return self._render_receipt(receipt, access_token, is_signing=is_signing)

    @http.route(
        "/my/receipts/<int:receipt_id>/received",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_receipt_received(self, receipt_id, access_token=None, **entries):
        """Keep what the customer received of each line, before he signs (H9.19)."""
        try:
            receipt = self._document_check_access(
                "order.delivery.receipt", receipt_id, access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not request.env.user.share:
            return request.redirect(receipt.get_portal_url())
        try:
            with request.env.cr.savepoint():
                receipt._note_received(self._get_entries(receipt, entries))
        except UserError as refusal:
            return self._render_receipt(
                receipt, access_token, refusal=str(refusal), entries=entries
            )
        return request.redirect(receipt.get_portal_url(query_string="&step=sign"))

    def _get_entries(self, receipt, entries):
        """Return ``{line id: (quantity, remark)}`` of what was sent with the form."""
        return {
            line.id: (entries[f"received_{line.id}"], entries.get(f"remark_{line.id}"))
            for line in receipt.line_ids
            if f"received_{line.id}" in entries
        }

    def _render_receipt(
        self, receipt, access_token, is_signing=False, refusal=None, entries=None
    ):
        """Show the page; nothing of what it says comes from the address."""
        values = self._get_page_view_values(
            receipt,
            access_token,
            {
                "receipt": receipt,
                "page_name": "delivery_receipt",
                "is_signing": is_signing,
                "refusal": refusal,
                "entries": entries or {},
            },
            "my_receipts_history",
            False,
        )
        return request.render("order_to_delivery.portal_receipt_page", values)

    @http.route(
        "/my/receipts/<int:receipt_id>/sign",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def portal_receipt_sign(
        self, receipt_id, access_token=None, name=None, signature=None
    ):
        """Sign a receipt; it is refused when it was signed before."""
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            receipt = self._document_check_access(
                "order.delivery.receipt", receipt_id, access_token
            )
        except (AccessError, MissingError):
            return {"error": request.env._("Invalid receipt.")}
        if not request.env.user.share:
            return {"error": request.env._("Only the customer signs here.")}
        if receipt.state != "awaited":
            return {"error": request.env._("This receipt is signed already.")}
        name = (name or "").strip()[:MAX_NAME]
        if not signature or not name:
            return {"error": request.env._("Name or signature is missing.")}
        try:
            # The answer to an error is committed: nothing of it may stay.
            with request.env.cr.savepoint():
                receipt._sign(name, fields.Datetime.now(), signature=signature)
        except (TypeError, binascii.Error):
            return {"error": request.env._("Invalid signature data.")}
        except UserError as refusal:
            return {"error": str(refusal)}
        return {"force_refresh": True, "redirect_url": receipt.get_portal_url()}
