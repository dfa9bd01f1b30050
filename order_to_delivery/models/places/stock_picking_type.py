from odoo import models
from odoo.tools import SQL


class StockPickingType(models.Model):
    _name = "stock.picking.type"
    _inherit = ["stock.picking.type", "order.kept.kind.mixin"]
    _kind_fields = ("code",)

    def _query_moved_here(self):
        return SQL("move.picking_type_id = ANY(%s)", self.ids)
