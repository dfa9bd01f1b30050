from odoo import fields, models


class OrderResumeRequest(models.Model):
    _name = "order.resume.request"
    _description = "Order That Asks to Go On"
    _log_access = False
    # No uniqueness: two payments of one order at once must not clash here.

    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade"
    )
