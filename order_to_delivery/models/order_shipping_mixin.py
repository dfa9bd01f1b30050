"""What an order knows of its shipping requests and receipts."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

MONEY_GATE = "order.gate.release.needs.collection"


class OrderShippingMixin(models.AbstractModel):
    _name = "order.shipping.mixin"
    _description = "Shipping of an Order"

    # Only so that the mixin stands alone: the order's own definition wins.
    order_line = fields.One2many("sale.order.line", "order_id")

    order_shipping_request_ids = fields.One2many(
        "order.shipping.request",
        "sale_order_id",
        groups="order_to_delivery.group_user",
    )
    order_delivery_receipt_ids = fields.One2many(
        "order.delivery.receipt",
        "sale_order_id",
        groups="order_to_delivery.group_user",
    )

    def action_request_shipping(self):
        """Ask for the release of all that was ordered and not asked for yet (H9.17).

        :raise UserError: when nothing remains to be asked for
        """
        self.ensure_one()
        self._check_department("customer_service")
        if self.state != "sale":
            raise UserError(
                self.env._(
                    "Order %(order)s is not confirmed: its goods cannot be requested "
                    "before.",
                    order=self.name,
                )
            )
        request = self.env["order.shipping.request"].create(
            self._prepare_shipping_request()
        )
        request._ask_finance()
        self._touch_progress()
        return {
            "type": "ir.actions.act_window",
            "res_model": request._name,
            "res_id": request.id,
            "view_mode": "form",
        }

    def _prepare_shipping_request(self):
        """Return the values of a request for what remains of this order."""
        lines = [
            Command.create({"sale_line_id": line.id, "quantity": quantity})
            for line, quantity in self._get_remaining_shipping().items()
        ]
        if not lines:
            raise UserError(
                self.env._(
                    "All of order %(order)s is requested already: look at its shipping "
                    "requests.",
                    order=self.name,
                )
            )
        receiver = self.partner_shipping_id
        return {
            "sale_order_id": self.id,
            "partner_shipping_id": receiver.id,
            "contact_name": receiver.name,
            "contact_phone": receiver.phone,
            "delivery_place": " ".join((receiver.contact_address or "").split()),
            "delivery_date": fields.Date.to_date(self.commitment_date),
            "packing": self.packing,
            "marks": self.marks,
            "line_ids": lines,
        }

    def _get_remaining_shipping(self):
        """Return ``{line: quantity}`` of what nobody asked for yet, in its unit."""
        lines = self.order_line.filtered(
            lambda line: line.product_id.type == "consu" and not line.display_type
        )
        shipping = self.env["order.shipping.quantity"]
        remaining = {}
        surplus = lines._get_surplus()
        for line, quantity in shipping._get_quantities(lines).items():
            rest = (
                min(quantity.ordered + surplus.get(line, 0.0), quantity.limit)
                - quantity.released
                - quantity.pending
                - quantity.verified
            )
            if shipping._is_positive(line, rest):
                remaining[line] = rest
        return remaining

    def _withdraw_unpaid_releases(self):
        """Withdraw what has not left yet where the money no longer covers it.

        Called where money is lost. What has left stays; a new request goes to
        Finance again once the money is there.
        """
        # Whoever takes money back need not see the requests that this concerns.
        requests = self.sudo().order_shipping_request_ids.filtered(
            lambda request: request.state == "released"
        )
        reasons = self.env["order.gate"]._get_reasons(
            "release", requests._filter_not_shipped()
        )
        unpaid = requests.filtered(
            lambda request: any(
                reason.gate == MONEY_GATE for reason in reasons.get(request, ())
            )
        )
        unpaid._withdraw_by_event(
            self.env._("The money received no longer covers these goods.")
        )
        return unpaid

    def _withdraw_outdated_releases(self):
        """Withdraw what has not left yet of requests for an older revision."""
        # A revision comes into force for whoever closes the review.
        requests = self.sudo().order_shipping_request_ids.filtered(
            lambda request: (
                request.state in ("draft", "verified", "released")
                and not request._is_on_revision_in_force()
            )
        )
        requests._withdraw_by_event(
            self.env._("The order was changed: request what it ships now.")
        )
        return requests

    def _is_delivery_finished(self):
        """Tell whether all was delivered within tolerance and every receipt signed."""
        self.ensure_one()
        # Who brings a receipt need not read the order.
        order = self.sudo()
        receipts = order.order_delivery_receipt_ids
        if not receipts or any(receipt.state != "signed" for receipt in receipts):
            return False
        return order._is_all_shipped()

    def _is_all_shipped(self):
        """Tell whether all that was ordered has left, within tolerance."""
        self.ensure_one()
        order = self.sudo()  # what has left is a fact for whoever asks
        shipping = self.env["order.shipping.quantity"]
        lines = order.order_line.filtered(lambda line: line.product_id.type == "consu")
        return not any(
            shipping._is_positive(
                line,
                quantity.ordered * (1 - line.tolerance_under / 100) - quantity.shipped,
            )
            for line, quantity in shipping._get_quantities(lines).items()
        )

    def _note_delivery_finished(self):
        """Note on the order that it goes on into product service (H9.19)."""
        for order in self.filtered(lambda order: order._is_delivery_finished()):
            order.message_post(
                body=self.env._("All delivered, and all receipts are signed."),
                subtype_xmlid="mail.mt_note",
            )
            order._await_settlement()
            order._plan_feedback()
