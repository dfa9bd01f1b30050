from odoo import api, fields, models

# Percent asked of a customer without a grade where no grade asks for a deposit.
STRICTEST_DEPOSIT = 50


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
    criterion_ids = fields.One2many(
        "customer.grade.criterion", "grade_id", string="Standard in Figures"
    )
    payment_plan_line_ids = fields.One2many(
        "order.payment.plan.line", "grade_id", string="Payment Plan"
    )
    emergency_cap_amount = fields.Monetary(
        help="Most that may leave on an emergency before its request follows.",
        currency_field="currency_id",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    active_plan = fields.Char(
        string="Terms", compute="_compute_active_plan", help="The plan in one line."
    )
    is_internal = fields.Boolean(help="For sister companies.")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active",
        "A grade's code is unique in its company.",
    )

    def _compute_currency_id(self):
        for grade in self:
            grade.currency_id = (grade.company_id or self.env.company).currency_id

    @api.depends("payment_plan_line_ids")
    def _compute_active_plan(self):
        lines = self.env["order.payment.plan.line"]
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        for grade in self:
            grade.active_plan = " · ".join(
                f"{kinds[line.kind]} {line.percent:g} %"
                if line.amount_type == "percent"
                else f"{kinds[line.kind]} {line.amount:g}"
                for line in grade.payment_plan_line_ids
            )

    @api.model
    def _get_strictest_plan(self, company):
        """Return the plan of a customer without a grade: no grade is the strictest.

        The highest deposit that any grade of the company asks for (half where none
        asks for one), all the rest before release, a signature before production,
        nothing on an emergency.

        :return: a list of values of order.payment.plan.line, without an owner
        """
        # The strictest is the same, whoever takes the order.
        lines = (
            self.env["order.payment.plan.line"]
            .sudo()
            .search(
                [
                    ("kind", "=", "deposit"),
                    ("amount_type", "=", "percent"),
                    ("grade_id.active", "=", True),
                    ("grade_id.company_id", "in", (False, company.id)),
                ]
            )
        )
        deposit = max(lines.mapped("percent"), default=STRICTEST_DEPOSIT)
        plan = [{"kind": "deposit", "percent": deposit}]
        if deposit < 100:
            plan.append({"kind": "release", "percent": 100 - deposit})
        return plan

    # The standard in figures

    @api.model
    def _get_standard(self, company):
        """Return the grades of a company's written standard, the best first.

        Grades for sister companies are outside of it.
        """
        return self.search(
            [
                ("company_id", "in", (False, company.id)),
                ("is_internal", "=", False),
                # Whatever a context says: nobody is given what is done away with.
                ("active", "=", True),
            ]
        )

    def _get_met(self, record):
        """Return the first grade of which a record meets all figures, if any.

        A grade that asks for none is met by nobody: it is left over for the rest.

        :param record: ``{(kind, months): (value, ids)}`` of a customer
        """
        for grade in self:
            criteria = grade.criterion_ids
            if criteria and not criteria._filter_unmet(record):
                return grade
        return self.browse()

    def _describe_met(self, due, record):
        """Return in words which grade a record says, and what speaks against better.

        It names no figures, as whoever sees a grade may read it.

        :param due: the grade that it says
        """
        lines = []
        for grade in self:
            unmet = grade.criterion_ids._filter_unmet(record)
            if grade == due:
                lines.append(grade._describe_due(unmet))
                break
            if unmet:
                lines.append(
                    self.env._(
                        "%(grade)s: not met (%(criteria)s).",
                        grade=grade.name,
                        criteria=", ".join(unmet.mapped("display_name")),
                    )
                )
        return "\n".join(lines)

    def _describe_due(self, unmet):
        if self.criterion_ids and not unmet:
            return self.env._("%s: all that it asks for is met.", self.name)
        return self.env._("%s: of whoever meets no better one.", self.name)
