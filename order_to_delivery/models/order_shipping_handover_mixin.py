"""Whom a shipping request concerns once it moves on."""

from odoo import fields, models
from odoo.exceptions import UserError

from .order_leaving_move_mixin import SHIPPING_GATE


class OrderShippingHandoverMixin(models.AbstractModel):
    _name = "order.shipping.handover.mixin"
    _description = "Handing a Shipping Request on"
    _inherit = ["mail.thread", "mail.activity.mixin", "order.briefing.mixin"]

    def _touch_guards(self):
        """Collide with whoever ships, releases, or takes money or trust back."""
        # The orders' lines are looked up for whoever signs.
        requests = self.sudo()
        self.env["order.quantity.guard"].sudo()._touch(  # nobody may write guards
            "sale.order.line", requests.line_ids.sale_line_id.ids
        )
        self.env["order.money.guard"].sudo()._touch(  # nobody may write guards
            requests.sale_order_id.ids
        )
        self.env["order.recovery.case"]._watch_holds(requests.sale_order_id)

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
        ties._tie(requests.sale_order_id)
        for request in requests:
            ties._tie_followed(request)

    def _settle_emergency(self):
        """Settle the emergency that a released request has made good (H9.17)."""
        for request in self:
            order = request.sale_order_id
            # All lines count, those of other requests too.
            excess = self.env["order.shipping.quantity"]._get_excess(
                order.sudo().order_line
            )
            if not excess:
                waivers = self.env["order.gate.waiver"]._settle_paper(
                    order, SHIPPING_GATE, request.name
                )
                # Which emergency a request makes good is the product's to note.
                request.sudo().waiver_id = waivers[:1]

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

    def _ask_finance(self):
        """Ask Finance to verify the money."""
        head = self._get_department_users("finance")[:1]
        if head:
            # Finance is asked in its own right, whoever requested.
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Verify the money for %(name)s", name=self.name),
                user_id=head.id,
            )

    def _ask_release(self):
        """Ask customer service to check once more and release."""
        self._close_activities()
        # Customer service is asked in its own right, whoever signed.
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Check once more and release"),
            user_id=self.requested_by_id.id,
        )

    def _get_released_transfers(self):
        """Return the open transfers that a request lets go on, earlier steps too."""
        return self._get_open_deliveries().filtered(
            lambda picking: (
                self in picking.order_shipping_request_ids
                or not picking.location_dest_id._is_outside()
            )
        )

    def _tell_warehouse(self):
        """Tell the warehouse that goods may leave, on the delivery itself."""
        self._close_activities()
        self._open_briefing()
        for request in self:
            # The thread is everybody's.
            for picking in request.sudo()._get_released_transfers():
                picking.message_post(
                    body=self.env._(
                        "Released by %(request)s: these goods may leave.",
                        request=request.name,
                    ),
                    partner_ids=request._get_department_partners("warehouse").ids,
                    subtype_xmlid="mail.mt_note",
                    author_id=self.env.user.partner_id.id,
                )

    def _get_department_partners(self, *kinds):
        """Return the partners of departments' heads, as those to be told."""
        return self._get_department_users(*kinds).partner_id

    def _get_department_users(self, *kinds):
        """Return the heads of departments of the requests' companies."""
        # Whom a department names may be a user that one may not read.
        departments = self.env["order.department"].sudo()
        departments = departments.search(
            [("kind", "in", kinds), ("company_id", "in", self.company_id.ids)]
        )
        return self.env["res.users"].union(
            *(department._resolve_person()[0] for department in departments)
        )

    def _close_activities(self):
        # What was asked of others is answered by this step.
        self.sudo().activity_ids.action_feedback(
            feedback=self.env._(
                "Done on %(date)s.", date=fields.Date.context_today(self)
            )
        )
