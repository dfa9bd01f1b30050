from odoo import api, fields, models


class OrderDeliveryReceiptLine(models.Model):
    _name = "order.delivery.receipt.line"
    _description = "Line of a Delivery Receipt"
    _order = "id"

    receipt_id = fields.Many2one(
        "order.delivery.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    sale_line_id = fields.Many2one("sale.order.line", readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", required=True, readonly=True)
    sent_quantity = fields.Float(digits="Product Unit", readonly=True)
    received_quantity = fields.Float(digits="Product Unit")
    difference = fields.Float(compute="_compute_difference", digits="Product Unit")

    @api.depends("sent_quantity", "received_quantity")
    def _compute_difference(self):
        for line in self:
            line.difference = line.received_quantity - line.sent_quantity
