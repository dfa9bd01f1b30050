"""What was paid for an order and settles no invoice yet."""

from odoo import models

from .account_payment import LIVE_STATES


class OrderOpenMoneyMixin(models.AbstractModel):
    _name = "order.open.money.mixin"
    _description = "Open Money of an Order"

    def _get_open_money(self):
        """Return ``{order: lines}``: what is open of its live payments and offsets."""
        payments = self.env["account.payment"].search(
            [("sale_order_id", "in", self.ids), ("state", "in", LIVE_STATES)]
        )
        offsets = self.env["order.offset"].search(
            [("sale_order_id", "in", self.ids), ("state", "=", "in_force")]
        )
        found = dict.fromkeys(self, self.env["account.move.line"])
        for payment in payments:
            found[payment.sale_order_id] += payment._get_counterpart()
        for order, payment in self._get_online_payments():
            found[order] += payment._get_counterpart()
        for offset in offsets:
            found[offset.sale_order_id] += offset.account_move_ids.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
        return {
            order: lines.filtered(
                lambda line: line.parent_state == "posted" and not line.reconciled
            )
            for order, lines in found.items()
        }

    def _get_online_payments(self):
        """Return ``(order, payment)`` of what was paid online for one order alone."""
        return [
            (order, transaction.payment_id)
            for order in self
            for transaction in order.transaction_ids
            if transaction.sale_order_ids == order
            and transaction.payment_id.state in LIVE_STATES
            and not transaction.payment_id.sale_order_id
        ]
