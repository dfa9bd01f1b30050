from odoo import fields, models


class OrderShippingRequestLine(models.Model):
    _name = "order.shipping.request.line"
    _description = "Line of a Shipping Request"
    _order = "id"

    request_id = fields.Many2one(
        "order.shipping.request", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    sale_line_id = fields.Many2one(
        "sale.order.line", required=True, index=True, ondelete="cascade"
    )
    product_id = fields.Many2one(related="sale_line_id.product_id")
    product_uom_id = fields.Many2one(related="sale_line_id.product_uom_id", string="Unit")
    quantity = fields.Float(
        digits="Product Unit", required=True, help="In the unit of the order's line."
    )
    lot_id = fields.Many2one("stock.lot", string="Lot")

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A shipping request asks for a quantity above zero."
    )
