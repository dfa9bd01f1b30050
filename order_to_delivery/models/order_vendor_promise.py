from odoo import fields, models


class OrderVendorPromise(models.Model):
    _name = "order.vendor.promise"
    _description = "Date That a Vendor Promised"
    _order = "id desc"
    _rec_name = "purchase_line_id"

    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    purchase_id = fields.Many2one(
        related="purchase_line_id.order_id",
        string="Purchase Order",
        store=True,
        index=True,
    )
    partner_id = fields.Many2one(
        related="purchase_line_id.partner_id", string="Vendor", store=True
    )
    product_id = fields.Many2one(related="purchase_line_id.product_id", store=True)
    company_id = fields.Many2one(related="purchase_line_id.company_id", store=True)
    old_date = fields.Date(
        string="Until Now", readonly=True, help="What was expected before."
    )
    new_date = fields.Date(string="Promised", required=True, readonly=True)
    days = fields.Integer(readonly=True, help="Calendar days; later is positive.")
    reason = fields.Text(readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users", string="Recorded by", required=True, readonly=True
    )
    recorded_date = fields.Datetime(string="Recorded on", required=True, readonly=True)
