from odoo import fields, models


class OrderProductionInstruction(models.Model):
    _name = "order.production.instruction"
    _description = "Production Instruction"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "issued_by_id",
            "issued_date",
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
    replaces_id = fields.Many2one("order.production.instruction", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("accepted", "Accepted"),
            ("superseded", "Superseded"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    issued_date = fields.Datetime(readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_date = fields.Datetime(readonly=True, copy=False)
    packing = fields.Text()
    marks = fields.Text()
    special_rules = fields.Text()
    line_ids = fields.One2many("order.production.instruction.line", "instruction_id")
    production_ids = fields.Many2many(
        "mrp.production", string="Manufacturing Orders", copy=False
    )

    _one_alive = models.UniqueIndex(
        "(sale_order_id) WHERE state IN ('draft', 'issued')",
        "An order has one production instruction under way.",
    )
