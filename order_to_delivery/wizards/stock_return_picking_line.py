"""What came back from a customer and goes out to him once more."""

from odoo import models


class StockReturnPickingLine(models.TransientModel):
    _inherit = "stock.return.picking.line"

    def _prepare_move_default_values(self, new_picking):
        vals = super()._prepare_move_default_values(new_picking)
        if self._goes_out_again():
            # It counts as delivered anew where its return was taken off what was
            # delivered, and only there.
            vals["to_refund"] = self.move_id.to_refund
        return vals

    def _goes_out_again(self):
        """Tell whether this gives back to a customer what had come from him."""
        returned = self.move_id
        return bool(
            returned.sale_line_id
            and returned.location_id._is_outside()
            and not returned.location_dest_id._is_outside()
            and returned._filter_gated()
        )
