"""Whom a shipping request concerns once it moves on."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_leaving_move_mixin import SHIPPING_GATE


class OrderShippingHandoverMixin(models.AbstractModel):
    _name = "order.shipping.handover.mixin"
    _description = "Handing a Shipping Request on"
    _inherit = [
        "order.shipping.notice.mixin",
        "order.shipping.reading.mixin",
        "order.briefing.mixin",
    ]

    def _touch_guards(self):
        """Collide with whoever ships, releases, or takes money or trust back."""
        # The orders' lines are looked up for whoever signs.
        requests = self.sudo()
        self.env["order.quantity.guard"].sudo()._touch(  # nobody may write guards
            "sale.order.line",
            requests.line_ids.sale_line_id.ids,
            requests.sale_order_id.ids,
        )
        self.env["order.recovery.case"]._watch_holds(requests.sale_order_id)

    @api.constrains("sale_order_id")
    def _check_lines_of_order(self):
        """Refuse another order for what was asked for: gates judge the request's."""
        self.line_ids._check_sale_line()

    def _check_verified(self):
        """Tell who releases before Finance has signed that its turn comes first.

        :raise UserError: naming the requests
        """
        drafts = self.filtered(lambda request: request.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "%s is Requested: Finance verifies the money and signs first.",
                    ", ".join(drafts.mapped("name")),
                )
            )

    def _sign(self, state, allowed, **values):
        """Reach a state by a signature; others are told a minute later.

        :param allowed: the state from which it is signed
        """
        now = fields.Datetime.now()
        for since, requests in self.grouped("untold_since").items():
            # The thread gets a note of who signed and when, see `_note_signature`.
            requests.with_context(tracking_disable=True)._set_state(
                state, (allowed,), untold_since=since or now, **values
            )

    def _touch_progress(self):
        # Who signs here need not have the right to write the order's progress.
        self.sudo().sale_order_id._touch_progress()

    def _get_quantities(self):
        """Return the quantities of the order lines that are asked for."""
        return self.env["order.shipping.quantity"]._get_quantities(
            # Lines are looked up for whoever handles the request.
            self.sudo().line_ids.sale_line_id
        )

    def _get_open_deliveries(self):
        """Return the order's deliveries that are still to be made."""
        # Finance and customer service need no right on transfers to hand them over.
        pickings = self.sudo().sale_order_id.picking_ids
        return pickings.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )

    def _link_deliveries(self):
        """Tie deliveries to the requests whose goods they carry (H9.17)."""
        # The warehouse finds the request on its delivery.
        requests = self.sudo()
        ties = self.env["order.shipment.tie"].sudo()  # which follow from what is there
        orders = requests.sale_order_id
        book = ties._get_book(orders.order_line.filtered("product_id"))
        ties._tie(orders, book=book)
        for request in requests:
            ties._tie_followed(request, book)

    def _settle_emergency(self):
        """Settle the emergencies that released requests have made good (H9.17)."""
        # Which emergency a request makes good is the product's to look up and to note.
        requests = self.sudo()
        waivers = requests.env["order.gate.waiver"]
        # Found by their ids alone: most often there is none to read.
        owed = waivers.browse(
            waivers._search(
                [
                    ("gate", "=", SHIPPING_GATE),
                    ("sale_order_id", "in", requests.sale_order_id.ids),
                    ("state", "=", "granted"),
                ]
            )
        )
        for order, granted in owed.grouped("sale_order_id").items():
            # All lines count, those of other requests too.
            if not self.env["order.shipping.quantity"]._get_excess(order.order_line):
                request = requests.filtered(
                    lambda request, order=order: request.sale_order_id == order
                )[-1]
                granted._settle(request.name)
                request.waiver_id = granted[:1]

    def _filter_not_shipped(self):
        """Return the requests of which something has not left yet."""
        left = self._get_left()
        shipping = self.env["order.shipping.quantity"]
        return self.filtered(
            lambda request: any(
                shipping._is_positive(
                    sale_line,
                    sum(lines.mapped("quantity"))
                    - left.get((request.id, sale_line.id), 0.0),
                )
                for sale_line, lines in request.line_ids.grouped("sale_line_id").items()
            )
        )

    def _get_left(self):
        """Return ``{(request id, line id): quantity}`` of what left on each."""
        # What left is looked up for whoever handles the request.
        return self.env["order.shipment.tie"]._get_left(self.sudo())

    def _is_on_revision_in_force(self):
        """Tell whether a request ships what the revision in force ships."""
        self.ensure_one()
        mine, current = self.revision_id, self.sale_order_id.current_revision_id
        return mine == current or (
            mine.goods_hash == current.goods_hash
            and mine.destination_hash == current.destination_hash
        )

    def _get_withdraw_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "order.shipping.request.withdraw",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Withdraw"),
            "context": {"default_request_ids": self.ids},
        }

    def _check_not_shipped(self):
        """Refuse to withdraw what has left altogether."""
        released = self.filtered(lambda request: request.state == "released")
        for request in released - released._filter_not_shipped():
            raise UserError(
                self.env._(
                    "%(request)s: all its goods have left. Have them returned instead.",
                    request=request.name,
                )
            )

    def _keep_shipped(self):
        """Keep as released what has left of a request that is withdrawn."""
        self.ensure_one()
        left = self._get_left() if self.state == "released" else {}
        for sale_line, lines in self.line_ids.grouped("sale_line_id").items():
            rest = left.get((self.id, sale_line.id), 0.0)
            for line in lines:
                kept = min(rest, line.quantity)
                # What left is a fact that belongs to the request as signed.
                line.sudo().kept_quantity = kept
                rest -= kept

    def _withdraw_by_event(self, reason):
        """Withdraw for a fact that nobody decided, and tell whom it concerns."""
        for request in self:
            request._withdraw(reason)
            request.message_notify(
                subject=self.env._("%(request)s is withdrawn", request=request.name),
                body=reason,
                partner_ids=(
                    request._get_department_partners("finance", "customer_service")
                    | request.requested_by_id.partner_id
                ).ids,
            )
