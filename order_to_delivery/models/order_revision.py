from odoo import fields, models


class OrderRevision(models.Model):
    _name = "order.revision"
    _description = "Revision of an Order's Content"
    _inherit = ["order.document.mixin"]
    _order = "sale_order_id, number desc"
    _protected_fields = frozenset(
        {
            "state",
            "number",
            "snapshot",
            "content_hash",
            "goods_hash",
            "price_hash",
            "dates_hash",
            "destination_hash",
        }
    )

    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    number = fields.Integer(required=True, readonly=True, copy=False)
    previous_id = fields.Many2one("order.revision", readonly=True)
    reason = fields.Text(help="Why the content changed.")
    proposed_by_id = fields.Many2one("res.users", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Under Review"),
            ("in_force", "In Force"),
            ("superseded", "Superseded"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    snapshot = fields.Json(readonly=True, copy=False)
    content_hash = fields.Char(readonly=True, copy=False, string="SHA-256")
    goods_hash = fields.Char(readonly=True, copy=False)
    price_hash = fields.Char(readonly=True, copy=False)
    dates_hash = fields.Char(readonly=True, copy=False)
    destination_hash = fields.Char(readonly=True, copy=False)
    in_force_date = fields.Datetime(readonly=True, copy=False)

    _number_unique = models.Constraint(
        "UNIQUE(sale_order_id, number)", "A revision's number is unique in its order."
    )
    _one_draft = models.UniqueIndex(
        "(sale_order_id) WHERE state = 'draft'",
        "An order has one revision under review at a time.",
    )
    _one_in_force = models.UniqueIndex(
        "(sale_order_id) WHERE state = 'in_force'",
        "An order has one revision in force.",
    )
