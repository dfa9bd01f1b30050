"""What a customer sends back, to have another one for it."""

from odoo import models


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def action_create_exchanges(self):
        # The replacement is delivered like all goods of its line: unless what it
        # replaces counts as returned, the line would be delivered twice.
        goods = self.product_return_moves.filtered("move_id.sale_line_id")
        goods.filtered(lambda line: line.move_id._filter_gated()).to_refund = True
        return super().action_create_exchanges()
