"""What was delivered beyond an order and accepted by its customer (H9.10, H9.19)."""

from odoo import models


class OrderAcceptedSurplusMixin(models.AbstractModel):
    _name = "order.accepted.surplus.mixin"
    _description = "Line of Which More Was Delivered than Ordered"

    def _filter_surplus(self):
        """Return the lines of which more was delivered, where tolerance lets it."""
        over = self.filtered(
            lambda line: (
                line.state == "sale"
                and line.tolerance_over > 0
                and line.product_id.type == "consu"
                and line.product_uom_id.compare(
                    line.qty_delivered, line.product_uom_qty
                )
                > 0
            )
        )
        return over and over.filtered(lambda line: line.order_id._filter_gated())

    def _get_accepted(self):
        """Return ``{line: quantity}`` that customers signed for, in the line's unit.

        Within what was delivered and what tolerance lets; never below what was ordered.
        """
        received = dict.fromkeys(self, 0.0)
        for line, product, unit, quantity in self.env[
            "order.delivery.receipt.line"
        ]._read_group(
            [
                ("receipt_id.sale_order_id", "in", self.order_id.ids),
                ("receipt_id.state", "=", "signed"),
                ("sale_line_id", "in", self.ids),
            ],
            ["sale_line_id", "product_id", "product_uom_id"],
            ["received_quantity:sum"],
        ):
            if product == line.product_id:  # the parts of a kit are no whole ones
                received[line] += unit._compute_quantity(
                    quantity, line.product_uom_id, round=False
                )
        return {
            line: max(
                line.product_uom_qty,
                min(
                    quantity,
                    line.qty_delivered,
                    line.product_uom_qty * (1 + line.tolerance_over / 100),
                ),
            )
            for line, quantity in received.items()
        }

    def _note_accepted(self):
        """Have what a customer has just signed for invoiced."""
        self._filter_surplus().modified(["qty_delivered"])
