"""What an order costs that was closed short within tolerance."""

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
        return costs

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
