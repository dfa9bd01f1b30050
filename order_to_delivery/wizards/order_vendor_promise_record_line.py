from odoo import fields, models


class OrderVendorPromiseRecordLine(models.TransientModel):
    _name = "order.vendor.promise.record.line"
    _description = "Line of a Vendor's Date"

    record_id = fields.Many2one(
        "order.vendor.promise.record", required=True, ondelete="cascade"
    )
    purchase_line_id = fields.Many2one(
        "purchase.order.line", required=True, ondelete="cascade"
    )
    order_id = fields.Many2one(
        related="purchase_line_id.order_id", string="Purchase Order"
    )
    product_id = fields.Many2one(related="purchase_line_id.product_id")
    expected_date = fields.Date(string="Until Now", compute="_compute_expected_date")
    promised_date = fields.Date(string="Vendor's Date", required=True)

    def _compute_expected_date(self):
        for line in self:
            line.expected_date = line.purchase_line_id._get_expected_day()
