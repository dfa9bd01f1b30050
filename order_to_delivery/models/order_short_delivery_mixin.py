"""What an order costs in the end: closed short within tolerance, or by its invoices."""

from odoo import models


class OrderShortDeliveryMixin(models.AbstractModel):
    _name = "order.short.delivery.mixin"
    _description = "Order Delivered Short within Tolerance"

    def _get_costs(self, money):
        """Return ``{order: amount}`` that the orders cost, in their currency (H9.10).

        It is the total, less what was never delivered of lines that are invoiced as
        delivered: once all receipts are signed and nothing is to come any more.

        :param money: ``{order: Money}`` of these orders
        """
        costs = {}
        # Whoever asks for money, or registers it, need not see deliveries.
        for order, known in zip(self, self.sudo(), strict=True):
            costs[order] = money[order].total
            short = known._get_short_lines()
            if not short or known._has_open_deliveries():
                continue
            if known._is_delivery_finished():
                missing = sum(
                    line.price_total * (1 - line.qty_delivered / line.product_uom_qty)
                    for line in short
                )
                costs[order] -= known.currency_id.round(missing)
        for order, known in zip(self, self.sudo(), strict=True):  # as above
            costs[order] = known._fit_to_invoices(costs[order])
        return costs

    def _fit_to_invoices(self, cost):
        """Return what posted invoices ask, where it differs by their rounding alone.

        :param cost: what the order costs, in its currency
        """
        if self.invoice_status != "invoiced":
            return cost
        lines = self.order_line.invoice_lines.filtered(
            lambda line: line.parent_state == "posted" and line.move_id.is_invoice()
        )
        if lines.currency_id != self.currency_id:
            return cost
        own = lines.move_id.filtered(lambda move: move.invoice_line_ids <= lines)
        asked = sum(own.mapped("amount_total_in_currency_signed")) + sum(
            line.price_total * -line.move_id.direction_sign
            for line in lines
            if line.move_id not in own
        )
        unit = self.currency_id.rounding
        gap = self.currency_id.round(abs(asked - cost))
        return asked if gap <= len(lines.move_id) * unit + unit / 2 else cost

    def _get_short_lines(self):
        return self.order_line.filtered(
            lambda line: (
                line.tolerance_under > 0
                and line.product_id.invoice_policy == "delivery"
                and line.product_uom_id.compare(line.qty_delivered, 0.0) > 0
                and line.product_uom_id.compare(
                    line.qty_delivered, line.product_uom_qty
                )
                < 0
            )
        )
