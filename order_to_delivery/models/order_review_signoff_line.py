from odoo import fields, models


class OrderReviewSignoffLine(models.Model):
    _name = "order.review.signoff.line"
    _description = "Answer for One Line of the Order"
    _order = "id"

    signoff_id = fields.Many2one(
        "order.review.signoff", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="signoff_id.company_id", store=True)
    line_key = fields.Char(required=True, readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    ordered_quantity = fields.Float(digits="Product Unit", readonly=True)
    quantity = fields.Float(digits="Product Unit")
    start_date = fields.Date()
    finished_date = fields.Date()
    note = fields.Char()
