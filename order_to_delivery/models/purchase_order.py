from odoo import models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "order.exempt.mixin", "order.inspected.mixin"]

    def _get_inspected_lines(self):
        return self.order_line
