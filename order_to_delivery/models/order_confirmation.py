from odoo import fields, models


class OrderConfirmation(models.Model):
    _name = "order.confirmation"
    _description = "Order Confirmation"
    _inherit = [
        "order.document.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "content_hash",
            "signed_by",
            "signed_date",
            "signature",
            "uploaded_by_id",
            "accepted_by_id",
            "accepted_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    revision_id = fields.Many2one(
        "order.revision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    content_hash = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("arrived", "Arrived"),
            ("signed", "Signed, to Check"),
            ("unclear", "Unclear, to Send Again"),
            ("accepted", "Accepted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="sent",
        tracking=True,
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("scan", "Scan"), ("fax", "Fax"), ("post", "Post")],
        default="portal",
        required=True,
    )
    signatory_id = fields.Many2one("res.partner", string="Designated Signatory")
    signed_by = fields.Char(readonly=True, copy=False)
    signed_date = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    file_ids = fields.Many2many("ir.attachment", string="Signed Paper", copy=False)
    uploaded_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_date = fields.Datetime(readonly=True, copy=False)
    sent_date = fields.Datetime(readonly=True, copy=False)
    arrived_date = fields.Datetime(readonly=True, copy=False)
    due_date = fields.Date(readonly=True, copy=False)
    unclear_reason = fields.Text(readonly=True, copy=False)
