from odoo import fields, models


class CustomerGradeChange(models.Model):
    _name = "customer.grade.change"
    _description = "Change of a Customer's Grade"
    _inherit = ["order.document.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _protected_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "approved_date", "old_grade_id"}
    )

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True
    )
    old_grade_id = fields.Many2one("customer.grade", readonly=True, copy=False)
    grade_id = fields.Many2one("customer.grade", string="New Grade", required=True)
    criteria = fields.Text(required=True, help="What the written standard says, and how the customer meets it.")
    effective_date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("approved", "Approved"),
            ("in_force", "In Force"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: self.env.user
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime(readonly=True, copy=False)
