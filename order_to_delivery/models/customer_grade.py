from odoo import fields, models


class CustomerGrade(models.Model):
    _name = "customer.grade"
    _description = "Customer Grade"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company")
    criteria = fields.Text(
        translate=True, help="The written standard for this grade (客户等级划分标准)."
    )
    signature_policy = fields.Selection(
        [
            ("required", "Signed before production"),
            ("later", "Paper may follow"),
        ],
        required=True,
        default="required",
        tracking=True,
    )
    paper_days = fields.Integer(
        string="Paper within (Days)",
        default=7,
        help="Days within which a confirmation that may follow has to arrive.",
    )
    payment_plan_line_ids = fields.One2many(
        "order.payment.plan.line", "grade_id", string="Payment Plan"
    )
    emergency_cap_amount = fields.Monetary(
        help="Most that may leave on an emergency before its request follows.",
        currency_field="currency_id",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", string="Currency"
    )
    is_internal = fields.Boolean(help="For sister companies.")

    def _compute_currency_id(self):
        for grade in self:
            grade.currency_id = (grade.company_id or self.env.company).currency_id
