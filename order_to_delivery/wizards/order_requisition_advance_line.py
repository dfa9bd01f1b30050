from odoo import fields, models


class OrderRequisitionAdvanceLine(models.TransientModel):
    _name = "order.requisition.advance.line"
    _description = "Part with a Long Lead Time"

    advance_id = fields.Many2one(
        "order.requisition.advance", required=True, ondelete="cascade"
    )
    product_id = fields.Many2one("product.product", required=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lead_days = fields.Integer(
        string="Lead Time (Days)", help="Of the vendor who takes the longest."
    )
    needed_quantity = fields.Float("Needed", digits="Product Unit")
    asked_quantity = fields.Float("Asked for", digits="Product Unit")
    quantity = fields.Float("Ask for Now", digits="Product Unit")

    def _prepare_requisition_line(self, request):
        product, order = self.product_id, request.sale_order_id
        start = order.production_start_date or order.wanted_date
        return {
            "product_id": product.id,
            "name": product.display_name,
            "product_qty": self.quantity,
            "product_uom_id": product.uom_id.id,
            "date_required": order._get_needed_by(start),
            "estimated_cost": request.line_ids._estimate_cost(
                product, self.quantity, product.uom_id, request.company_id
            ),
        }
