"""The customer's side of a quotation: sign what is on the screen, or decline it."""

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from ..models.signing.order_signatory_mixin import SIGNING_USER, SigningUser
from .portal import MAX_REMARK, ConfirmationPortal


class QuotationPortal(ConfirmationPortal):
    @http.route()
    def portal_quote_accept(
        self, order_id, access_token=None, name=None, signature=None
    ):
        """Let only the customer sign a quotation that the signature may confirm."""
        order = request.env["sale.order"].sudo().browse(order_id)  # only the switch
        if not request.env.user.share and order.exists()._filter_gated():
            return {"error": request.env._("Only the customer signs here.")}
        stale = self._get_stale_quotation(order_id, access_token)
        if stale:
            return {"error": self._get_stale_text(stale)}
        # The quotation is written as superuser: whose signature it is, is told beside.
        request.update_context(**{SIGNING_USER: SigningUser(request.env.user.id)})
        return super().portal_quote_accept(order_id, access_token, name, signature)

    @http.route()
    def portal_quote_decline(
        self, order_id, access_token=None, decline_message=None, **kwargs
    ):
        """Ask instead of cancelling once the order was circulated (H10.1)."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not (order._filter_gated() and order.is_content_locked):
            return super().portal_quote_decline(
                order_id, access_token, decline_message, **kwargs
            )
        remark = (decline_message or "").strip()[:MAX_REMARK]
        if remark and order.state in ("draft", "sent"):
            order._ask_about_decline(remark, self._get_author(order))
        return request.redirect(order.get_portal_url())

    def _get_stale_quotation(self, order_id, access_token):
        """Return the quotation if it is another than the page shows that signs it."""
        seen = request.httprequest.args
        token = access_token or seen.get("access_token")
        try:
            order = self._document_check_access("sale.order", order_id, token)
        except (AccessError, MissingError):
            return None
        content = seen.get("content")
        return order._filter_gated().filtered(
            lambda order: content and content != order._get_signed_content()
        )

    def _get_author(self, order):
        user = request.env.user
        return order.partner_id if user._is_public() else user.partner_id
