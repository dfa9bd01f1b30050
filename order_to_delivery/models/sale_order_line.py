from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    line_key = fields.Char(
        readonly=True, copy=False, help="Stays the same through all revisions."
    )
    supply_kind = fields.Selection(
        [("make", "Make"), ("stock", "From stock"), ("buy", "Buy"), ("none", "None")],
        string="Supply",
        help="Empty: decided by the product.",
    )
    change_kind = fields.Selection(
        [("standard", "As before"), ("changed", "Changed product"), ("new", "New product")],
        string="Product Is",
    )
    tolerance_over = fields.Float(string="Over (%)", help="Allowed over-delivery.")
    tolerance_under = fields.Float(string="Under (%)", help="Allowed under-delivery.")
    finished_date = fields.Date(readonly=True, copy=False)
    specification = fields.Text()
    packing = fields.Char()
