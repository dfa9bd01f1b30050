from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = [
        "purchase.order",
        "order.exempt.mixin",
        "order.actor.mixin",
        "order.inspected.mixin",
        "order.chase.mixin",
    ]

    requisition_reasons = fields.Text(
        string="Why It Has to Wait", compute="_compute_requisition_reasons"
    )

    # What is awaited is looked through every morning, never what has come.
    _awaited_orders = models.Index(
        "(id) WHERE state = 'purchase' AND receipt_status IN ('pending', 'partial')"
    )

    @api.depends(
        "state",
        "order_line.product_qty",
        "order_line.price_unit",
        "order_line.purchase_request_lines.approved_quantity",
    )
    def _compute_requisition_reasons(self):
        open_orders = self._origin.filtered(
            lambda order: order.state in ("draft", "sent", "to approve")
        )
        closed = self.env["order.gate"]._get_reasons("requisition", open_orders)
        for order in self:
            reasons = closed.get(order._origin, ())
            order.requisition_reasons = "\n".join(r.text for r in reasons)

    @api.constrains("state", "company_id", "currency_id")
    def _check_requisition_floor(self):
        """Ask the gates wherever a purchase order becomes binding (H1.7)."""
        self.filtered(lambda order: order.state == "purchase")._ask_requisition()
        cancelled = self.filtered(lambda order: order.state == "cancel")
        # Whoever cancels it need not see what its requisitions are used for.
        gated = cancelled._filter_gated().sudo()
        gated.order_line.purchase_request_lines.request_id._stop_without_order()

    def _ask_requisition(self):
        """Ask for the requisition of what is ordered, and use it up.

        :raise UserError: with all reasons, when a gate is closed
        """
        gated = self._filter_gated()
        if not gated:
            return
        # Whoever orders need not see what else the requisitions are used for.
        ties = gated.sudo().order_line.purchase_request_lines
        self.env["order.requisition.room"]._touch_guard(ties)
        self.env["order.gate"]._refuse("requisition", gated)
        ties.request_id._note_ordered()
        ties.request_id._stop_without_order()

    def _refuse_people(self, states):
        """Tell a person all reasons of all orders before anything is confirmed.

        Machines are not refused: what they confirm waits for its approval.

        :raise UserError: when a gate is closed
        """
        if not self.env.su:
            asked = self.filtered(lambda order: order.state in states)
            self.env["order.gate"]._refuse("requisition", asked)

    def button_confirm(self):
        self._refuse_people(("draft", "sent"))
        return super().button_confirm()

    def button_approve(self, force=False):
        self._refuse_people(("draft", "sent", "to approve"))
        return super().button_approve(force=force)

    def _approval_allowed(self):
        allowed = super()._approval_allowed()
        if allowed and self.env.su:
            return not self.env["order.gate"]._get_held("requisition", self)
        return allowed

    def action_ask_requisition(self):
        """Put on a requisition what this order has without one.

        What is bought for a customer's order joins its requisition.

        :raise AccessError: unless the user acts for Purchasing
        :raise UserError: when nothing needs a requisition
        """
        self._check_department("purchasing")
        room = self.env["order.requisition.room"]
        gated = self._filter_gated()
        lines = room._filter_judged(gated).filtered(
            lambda line: not line.purchase_request_lines
        )
        if not lines:
            raise UserError(
                self.env._(
                    "All lines of %s stand on a requisition, or need none: have it "
                    "approved, or confirm the order.",
                    ", ".join(self.mapped("name")),
                )
            )
        requests = lines._ask_requisition_for_lines(self.env.user)
        return requests.sudo(False)._get_action_open()

    def _prepare_requisition(self, requester):
        """Return the values of a requisition for what no customer's order asks."""
        self.ensure_one()
        return {
            "origin": self.name,
            "company_id": self.company_id.id,
            "picking_type_id": self.picking_type_id.id,
            "requested_by": requester.id,
        }

    def _get_inspected_lines(self):
        return self.order_line
