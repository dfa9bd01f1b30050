from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"
