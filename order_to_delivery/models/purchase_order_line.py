from odoo import fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    order_inspection_line_ids = fields.One2many(
        "order.inspection.line",
        "purchase_line_id",
        string="Inspections",
        groups="order_to_delivery.group_user",
    )

    def _filter_gated(self):
        """Return the lines of orders that are governed by gates."""
        # Whose order it is decides, not what the user may see of it.
        lines = self.sudo()
        orders = lines.order_id._filter_gated()
        return self.browse(line.id for line in lines if line.order_id in orders)
