"""The customer's side of a confirmation: see it, sign it, or say what is wrong."""

import binascii

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal

# As long as a name or a remark may sensibly be; both come from strangers.
MAX_NAME = 128
MAX_REMARK = 4000
# In the session of a visitor: the codes that he has entered, by confirmation.
ENTERED_CODES = "order_signature_codes"


class ConfirmationPortal(CustomerPortal):
    @http.route(
        "/my/orders/<int:order_id>/confirmation",
        type="http",
        auth="public",
        website=True,
    )
    def portal_order_confirmation(
        self, order_id, access_token=None, report_type=None, download=False, **kwargs
    ):
        """Show the reviewed content to be signed; a visit proves that it arrived."""
        try:
            confirmation = self._get_confirmation(order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not confirmation:
            return self._go_back(confirmation, order_id)
        if report_type in ("html", "pdf", "text"):
            return self._show_report(
                model=confirmation,
                report_type=report_type,
                report_ref="order_to_delivery.action_report_order_confirmation",
                download=download,
            )
        self._note_arrival(confirmation)
        return request.render(
            "order_to_delivery.order_confirmation_portal_page",
            self._prepare_confirmation_page(confirmation, access_token, **kwargs),
        )

    @http.route(
        "/my/orders/<int:order_id>/confirmation/sign",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def portal_order_confirmation_sign(
        self, order_id, access_token=None, name=None, signature=None
    ):
        """Take the signature of the customer's signatory (H9.6)."""
        seen = request.httprequest.args
        access_token = access_token or seen.get("access_token")
        try:
            confirmation = self._get_confirmation(order_id, access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("Invalid order.")}
        if confirmation and seen.get("content") != confirmation.content_hash:
            return {"error": self._get_stale_text(confirmation)}
        name = (name or "").strip()[:MAX_NAME]
        signer = self._get_signer(confirmation)
        error = self._get_signature_error(confirmation, name, signature, signer)
        if error:
            return {"error": error}
        try:
            # The answer to an error is committed: nothing of it may stay.
            with request.env.cr.savepoint():
                confirmation._sign_in_portal(name, signature, signer)
        except (TypeError, binascii.Error):
            return {"error": request.env._("Invalid signature data.")}
        except UserError as refusal:
            return {"error": str(refusal)}
        return {
            "force_refresh": True,
            "redirect_url": confirmation.get_portal_url(query_string="&message=signed"),
        }

    @http.route(
        "/my/orders/<int:order_id>/confirmation/decline",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_order_confirmation_decline(
        self, order_id, access_token=None, decline_message=None, **kwargs
    ):
        """Ask the clerk to settle what the customer does not agree with."""
        try:
            confirmation = self._get_confirmation(order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        remark = (decline_message or "").strip()[:MAX_REMARK]
        signer = self._get_signer(confirmation)
        if not remark or not confirmation or self._get_refusal(confirmation, signer):
            return self._go_back(confirmation, order_id)
        confirmation._decline_in_portal(remark, signer)
        return request.redirect(
            confirmation.get_portal_url(query_string="&message=declined")
        )

    @http.route(
        "/my/orders/<int:order_id>/confirmation/code",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_order_confirmation_code(self, order_id, access_token=None, **kwargs):
        """Mail the signatory a code to sign with; the answer is always the same."""
        confirmation, elsewhere = self._find_awaiting_code(order_id, access_token)
        if elsewhere:
            return elsewhere
        confirmation.env["order.signature.code"]._send(
            confirmation, request.httprequest.remote_addr
        )
        return request.redirect(
            confirmation.get_portal_url(query_string="&message=code_sent")
        )

    @http.route(
        "/my/orders/<int:order_id>/confirmation/code/check",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_order_confirmation_code_check(
        self, order_id, access_token=None, code=None, **kwargs
    ):
        """Let a visitor sign or decline who has entered the code that was mailed.

        Why a code does not hold is not told: it is none, or wrong, or too late, or it
        was tried too often. Each try is counted, so nothing is raised after it.
        """
        confirmation, elsewhere = self._find_awaiting_code(order_id, access_token)
        if elsewhere:
            return elsewhere
        entered = confirmation.env["order.signature.code"]._take_guess(
            confirmation, code or "", request.httprequest.remote_addr
        )
        if entered:
            self._keep_code(confirmation, entered)
        message = "code_right" if entered else "code_wrong"
        return request.redirect(
            confirmation.get_portal_url(query_string=f"&message={message}")
        )

    def _get_confirmation(self, order_id, access_token):
        """Return the confirmation that is alive, as superuser, if access is granted."""
        order = self._document_check_access("sale.order", order_id, access_token)
        return order._filter_gated()._get_live_confirmation()

    def _find_awaiting_code(self, order_id, access_token):
        """Return the confirmation that a code may sign, or where to go instead."""
        try:
            confirmation = self._get_confirmation(order_id, access_token)
        except (AccessError, MissingError):
            return None, request.redirect("/my")
        if self._awaits_code(confirmation):
            return confirmation, None
        return None, self._go_back(confirmation, order_id)

    def _go_back(self, confirmation, order_id):
        """Lead to the page that says why a step is not open, or to the order's."""
        order = confirmation.env["sale.order"].browse(order_id)
        return request.redirect((confirmation or order).get_portal_url())

    def _awaits_code(self, confirmation):
        """Tell whether there is something that a customer may sign with a code."""
        return bool(
            confirmation
            and request.env.user.share
            and not confirmation._reason_not_signable()
        )

    def _keep_code(self, confirmation, code):
        """Let this browser, and no other, sign the confirmation with the code."""
        request.session[ENTERED_CODES] = {
            **request.session.get(ENTERED_CODES, {}),
            str(confirmation.id): code.id,
        }

    def _get_signer(self, confirmation):
        """Return who signs or declines here, as far as that is known."""
        if not confirmation or not request.env.user.share:
            return None
        codes = request.session.get(ENTERED_CODES, {})
        return confirmation._get_signer(
            request.env.user, codes.get(str(confirmation.id))
        )

    def _get_stale_text(self, document):
        """Return why a page that was opened before a change cannot be signed."""
        return request.env._(
            "%(document)s has changed since you opened this page: please load the page "
            "anew, and read it before you sign.",
            document=document.name,
        )

    def _get_refusal(self, confirmation, signer):
        return (
            confirmation._reason_not_signable()
            or confirmation._reason_not_signatory(request.env.user, signer)
        )

    def _get_signature_error(self, confirmation, name, signature, signer):
        """Return what is missing or wrong with who signs, or nothing.

        Whether the content can still be signed is asked again where it is.
        """
        if not confirmation:
            return request.env._("There is nothing to sign for this order.")
        if not name:
            return request.env._("Please write your name under the signature.")
        if not signature:
            return request.env._("Signature is missing.")
        return self._get_refusal(confirmation, signer)

    def _note_arrival(self, confirmation):
        """Count the customer's first visit as arrival; previews of links do not."""
        preview = request.httprequest.headers.get("Odoo-Link-Preview")
        if (
            confirmation.state == "sent"
            and request.env.user.share
            and preview != "True"
        ):
            confirmation._mark_arrived()

    def _prepare_confirmation_page(self, confirmation, access_token, **kwargs):
        signer = self._get_signer(confirmation)
        refusal = self._get_refusal(confirmation, signer)
        # To a customer of whom it is not known who he is, it is said how to show it.
        awaits_code = not signer and self._awaits_code(confirmation)
        values = {
            "confirmation": confirmation,
            "sale_order": confirmation.sale_order_id,
            "page_name": "order_confirmation",
            "report_type": "html",
            "message": kwargs.pop("message", None),
            "res_company": confirmation.company_id,
            # What was reviewed, not what the order may say by now.
            "paper": request.env["order.paper"]._get_confirmation(confirmation),
            "refusal": refusal,
            "awaits_code": awaits_code,
            "signer_name": signer and signer.partner.name,
        }
        return self._get_page_view_values(
            confirmation, access_token, values, "my_orders_history", False, **kwargs
        )
