"""What moves are called, and what they take outside."""

from odoo import models


class OrderLeavingMoveMixin(models.AbstractModel):
    _name = "order.leaving.move.mixin"
    _description = "Goods That Leave"

    def _get_shipping_name(self):
        """Return how people call a move: its product, on its delivery."""
        name = self.product_id.display_name
        delivery = self.picking_id.name
        return f"{delivery}: {name}" if delivery else name

    def _get_planned_shipping(self):
        """Return what moves that are not done yet would ship, for a banner.

        :return: ``{(line id, product id): quantity}`` in the product's unit
        """
        planned = {}
        for move in self.filtered(lambda move: move.state not in ("done", "cancel")):
            key = (move.sale_line_id.id, move.product_id.id)
            quantity = move.product_uom._compute_quantity(
                move.quantity or move.product_uom_qty,
                move.product_id.uom_id,
                round=False,
            )
            planned[key] = planned.get(key, 0.0) + quantity
        return planned

    def _get_outflow(self):
        """Return ``{move: quantity}`` that done moves took outside, net."""
        return {
            move: sum(line._get_outflow() for line in move.move_line_ids)
            for move in self
        }
