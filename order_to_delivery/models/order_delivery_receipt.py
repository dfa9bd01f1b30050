from odoo import fields, models


class OrderDeliveryReceipt(models.Model):
    _name = "order.delivery.receipt"
    _description = "Delivery Receipt"
    _inherit = [
        "order.document.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _protected_fields = frozenset({"state", "name", "signed_date", "signature"})

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    revision_id = fields.Many2one("order.revision", readonly=True)
    shipping_request_id = fields.Many2one(
        "order.shipping.request", index="btree_not_null", readonly=True
    )
    picking_id = fields.Many2one("stock.picking", index="btree_not_null", readonly=True)
    state = fields.Selection(
        [("awaited", "Awaited"), ("signed", "Signed")],
        required=True,
        readonly=True,
        copy=False,
        default="awaited",
        tracking=True,
    )
    line_ids = fields.One2many("order.delivery.receipt.line", "receipt_id")
    file_ids = fields.Many2many("ir.attachment", string="Signed Paper", copy=False)
    signed_by = fields.Char(copy=False)
    signed_date = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    note = fields.Text(string="Customer's Remarks")

    _awaited = models.Index("(company_id, id) WHERE state = 'awaited'")
