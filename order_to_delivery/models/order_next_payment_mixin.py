"""What each of a customer's orders asks for next, and the vouchers that brought it."""

from datetime import date

from odoo import api, fields, models


class OrderNextPaymentMixin(models.AbstractModel):
    _name = "order.next.payment.mixin"
    _description = "What an Order Asks for Next"

    order_receipt_line_ids = fields.One2many(
        "order.receipt.line",
        "sale_order_id",
        string="Receipt Vouchers",
        groups="order_to_delivery.group_finance",
    )
    order_receipt_count = fields.Integer(
        compute="_compute_order_receipt_count",
        groups="order_to_delivery.group_finance",
    )

    @api.depends("order_receipt_line_ids")
    def _compute_order_receipt_count(self):
        for order in self:
            order.order_receipt_count = len(order.order_receipt_line_ids.receipt_id)

    def action_view_receipts(self):
        """Show the receipt vouchers that shared money out to the order."""
        self._check_department("finance")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipt Vouchers of %s", self.name),
            "res_model": "order.receipt",
            "view_mode": "list,kanban,form",
            "domain": [("line_ids.sale_order_id", "=", self.id)],
            "context": {"default_partner_id": self.partner_id.commercial_partner_id.id},
        }

    def _get_next_payments(self):
        """Return ``{order: what it asks for next}``, the oldest due first (H6.5).

        The deposit, then what is due before goods leave, then the rest; in each
        order's currency. What is not due yet comes last.
        """
        orders = self._origin
        asked = {}
        known = orders._get_money()
        by_now, costs = orders._get_dues_by_now(known), orders._get_costs(known)
        for order, money in known.items():
            dues = (
                ("deposit", money.deposit_due),
                ("release", by_now[order]),
                ("release", min(money.release_due, costs[order])),
                ("rest", costs[order]),
            )
            for kind, due in dues:
                if not order._is_covered(money.received, due):
                    asked[order] = (order._get_due_day(kind), due - money.received)
                    break
        ranked = sorted(asked, key=lambda order: (asked[order][0], order.id))
        return {order: asked[order][1] for order in ranked}

    def _get_due_day(self, kind):
        """Return since when, or by when, money is due; the last of days if not yet."""
        self.ensure_one()
        order = self.sudo()  # invoices are looked up for whoever asks for money
        local = order.company_id._get_local_day
        days = {
            "deposit": order.date_order and local(order.date_order),
            "release": order.completion_date and local(order.completion_date),
            "rest": order.payment_deadline,
        }
        open_invoices = order.order_line.invoice_lines.move_id.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and move.payment_state in ("not_paid", "partial")
            )
        )
        known = [days[kind], *open_invoices.mapped("invoice_date_due")]
        return min(filter(None, known), default=date.max)
