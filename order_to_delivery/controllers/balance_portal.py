"""The customer sees in the portal what he owes, and how to pay it (H1.13, H9.16)."""

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class BalancePortal(CustomerPortal):
    @http.route(
        "/my/orders/<int:order_id>/balance", type="http", auth="public", website=True
    )
    def portal_order_balance(
        self, order_id, access_token=None, report_type=None, download=False, **kwargs
    ):
        """Show what is finished, paid and due of an order whose notice was sent."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not order._is_balance_told():
            return request.redirect(order.get_portal_url())
        if report_type in ("html", "pdf", "text"):
            return self._show_report(
                model=order,
                report_type=report_type,
                report_ref="order_to_delivery.action_report_balance_notice",
                download=download,
            )
        return request.render(
            "order_to_delivery.portal_order_balance_page",
            self._prepare_balance_page(order, access_token, **kwargs),
        )

    def _prepare_balance_page(self, order, access_token, **kwargs):
        paper = request.env["order.paper"].sudo()  # as the notice itself has it
        money = paper._get_balance(order)
        values = {
            "sale_order": order,
            "page_name": "order_balance",
            "report_type": "html",
            "res_company": order.company_id,
            "money": money,
            "lines": paper._get_finished(order),
            "format_quantity": paper._format_quantity,
            "payment_url": self._get_payment_url(order, money["due"]),
        }
        return self._get_page_view_values(
            order, access_token, values, "my_orders_history", False, **kwargs
        )

    def _get_payment_url(self, order, due):
        """Return where Odoo lets the due be paid online, if any provider can."""
        if not due:
            return None
        user = request.env.user
        partner = order.partner_id if user._is_public() else user.partner_id
        # Which providers there are is asked for a visitor, too, as Odoo does.
        providers = request.env["payment.provider"].sudo()
        usable = providers._get_compatible_providers(
            order.company_id.id,
            partner.id,
            due,
            currency_id=order.currency_id.id,
            sale_order_id=order.id,
        )
        if not usable:
            return None
        return order.get_portal_url(query_string=f"&payment_amount={due}")
