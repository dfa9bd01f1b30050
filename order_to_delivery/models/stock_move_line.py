from odoo import api, models

# Writing these on a done operation changes what left.
FLOOR_FIELDS = {
    "quantity",
    "product_uom_id",
    "location_id",
    "location_dest_id",
    "move_id",
    "picking_id",
}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _get_outflow(self):
        """Return what a done operation took outside, in the product's unit."""
        self.ensure_one()
        direction = self.move_id._get_direction(self.location_id, self.location_dest_id)
        return self.quantity_product_uom * direction

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_shipping_floor({})
        return lines

    def write(self, vals):
        if not FLOOR_FIELDS & vals.keys():
            return super().write(vals)
        before = self._get_done_moves()._get_outflow()
        result = super().write(vals)
        self._check_shipping_floor(before)
        return result

    def _get_done_moves(self):
        """Return the done moves of these operations that gates govern."""
        return self.move_id.filtered(lambda move: move.state == "done")._filter_gated()

    def _check_shipping_floor(self, before):
        """Ask the gates where more has left than before on a move that is done.

        :param before: ``{move: quantity}`` outside before the change
        """
        after = self._get_done_moves()._get_outflow()
        self.env["stock.move"].union(
            *(
                move
                for move, quantity in after.items()
                if move.product_id.uom_id.compare(quantity, before.get(move, 0.0)) > 0
            )
        )._ask_shipping()
