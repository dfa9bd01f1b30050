from odoo import models

from ..order_gate import Reason


class StockInNeedsOrder(models.AbstractModel):
    _name = "order.gate.stock.in.needs.order"
    _inherit = "order.gate"
    _description = "What enters stock from production was made on its order"

    _gate_station = "inspection"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        return {
            move: self._get_reasons_of(move)
            for move in moves
            if not self._is_made_on_order(move)
        }

    def _is_made_on_order(self, move):
        """Tell whether a manufacturing order, or unbuilding one, yields these goods."""
        product = move.product_id
        if move.unbuild_id:
            return product in self._get_unbuilt(move.unbuild_id)
        if move.production_id:
            byproduct = move.byproduct_id.product_id
            return product in move.production_id.product_id | byproduct
        # Parts that a repair takes out are no new goods.
        return bool("repair_id" in move._fields and move.repair_id)

    def _get_unbuilt(self, unbuild):
        """Return what unbuilding yields: the components that were used."""
        used = unbuild.mo_id.move_raw_ids.product_id
        if unbuild.mo_id or not unbuild.bom_id:
            return used
        lines = unbuild.bom_id.explode(unbuild.product_id, 1)[1]
        return used.union(*(line.product_id for line, _values in lines))

    def _get_reasons_of(self, move):
        """Return what the company says to goods that belong to no order."""
        judge = move._get_unordered_judge("production")
        if not judge:
            return []
        text = self.env._(
            "%(product)s would enter stock from production without a manufacturing "
            "order that makes it: report it on its order, so that Quality can accept "
            "it.",
            product=move._get_shipping_name(),
        )
        return [Reason(text, judge)]

    def _drop_waived(self, reasons):
        """Leave out nothing: the policy says who may, at once."""
