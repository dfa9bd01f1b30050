"""What becomes of a purchase line when its order needs less, or nothing (H7.4)."""

from odoo import models

# What no vendor has seen yet; the rest is put before Purchasing.
UNSENT = ("draft", "to approve")


class OrderBoughtLineMixin(models.AbstractModel):
    _name = "order.bought.line.mixin"
    _description = "Line That Was Bought for Orders"

    def _filter_alive(self):
        """Return the governed lines that may still bring goods."""
        return self._filter_gated().filtered(
            lambda line: (
                line.order_id.state != "cancel"
                and line.product_id
                and line.product_uom_id.compare(line.qty_received, line.product_qty) < 0
            )
        )

    def _is_unsent(self):
        return self.order_id.state in UNSENT

    def _get_share(self, order):
        """Return how much of a line is for an order, in the line's unit.

        What other requisitions asked for on the same line is theirs.
        """
        self.ensure_one()
        others = self.purchase_request_lines.filtered(
            lambda tie: tie.sale_order_id != order and not tie.cancelled
        )
        theirs = sum(
            (tie.product_uom_id or tie.product_id.uom_id)._compute_quantity(
                tie.product_qty, self.product_uom_id, round=False
            )
            for tie in others
        )
        return max(self.product_qty - theirs, 0.0)

    def _order_less(self, quantity, why):
        """Take a quantity off a purchase order that nobody has sent.

        An order of which nothing is left is cancelled, for the record.

        :param quantity: in the line's unit
        :param why: what the purchase order's thread says
        """
        self.ensure_one()
        purchase, name = self.order_id, self.product_id.display_name
        left = self.product_qty - quantity
        # What waits for it is not taken away with it.
        self.propagate_cancel = False
        if self.product_uom_id.compare(left, 0) > 0:
            self.product_qty = left
        elif (purchase.order_line - self).filtered("product_id"):
            self.unlink()
        else:
            purchase.button_cancel()
        purchase.message_post(
            body=self.env._(
                "%(why)s: %(quantity)g less of %(product)s.",
                why=why,
                quantity=quantity,
                product=name,
            )
        )
