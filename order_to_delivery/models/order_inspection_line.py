from odoo import fields, models


class OrderInspectionLine(models.Model):
    _name = "order.inspection.line"
    _description = "Line of an Inspection"
    _order = "id"

    inspection_id = fields.Many2one(
        "order.inspection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="inspection_id.company_id", store=True)
    product_id = fields.Many2one("product.product", required=True)
    lot_id = fields.Many2one("stock.lot")
    product_uom_id = fields.Many2one("uom.uom", string="Unit", required=True)
    offered_quantity = fields.Float(digits="Product Unit")
    accepted_quantity = fields.Float(digits="Product Unit")
    rejected_quantity = fields.Float(digits="Product Unit")
    disposition = fields.Selection(
        [
            ("return", "Return to Vendor"),
            ("rework", "Rework"),
            ("scrap", "Scrap"),
            ("concession", "Concession"),
        ]
    )
    note = fields.Text()
