from odoo import api, fields, models


class OrderDepartmentMember(models.Model):
    _name = "order.department.member"
    _inherit = ["order.whole.read.mixin"]
    _description = "Person Who May Sign for a Department"
    _order = "sequence, id"
    _rec_name = "user_id"

    department_id = fields.Many2one(
        "order.department", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="department_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", required=True, index=True)
    deputy_id = fields.Many2one("res.users", help="Signs while the person is absent.")
    absent_from = fields.Date()
    absent_to = fields.Date()

    _user_unique = models.Constraint(
        "UNIQUE(department_id, user_id)",
        "A person is in a department once.",
    )
    _deputy_is_somebody_else = models.Constraint(
        "CHECK(deputy_id IS NULL OR deputy_id <> user_id)",
        "The deputy has to be somebody else.",
    )
    _absence_in_order = models.Constraint(
        "CHECK(absent_to IS NULL OR absent_from IS NULL OR absent_to >= absent_from)",
        "An absence ends on the day that it starts, or later.",
    )

    def _is_absent(self, day):
        """Tell whether the person is away on a day; an open end lasts."""
        self.ensure_one()
        if not (self.absent_from or self.absent_to):
            return False
        return (not self.absent_from or self.absent_from <= day) and (
            not self.absent_to or day <= self.absent_to
        )

    @api.model
    def _get_stand_in(self, user, kind, company):
        """Return who is asked today in place of a user: the deputy of an absent one.

        As the department's own `_get_person_on`, without reading the department.

        :param kind: of the user's department
        :return: the user where nobody stands in
        """
        # Who is away need not be seen by whoever asks.
        members = self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("company_id", "=", company.id),
                ("department_id.kind", "=", kind),
                ("deputy_id", "!=", False),
                "|",
                ("absent_from", "!=", False),
                ("absent_to", "!=", False),
            ]
        )
        for member in members:
            department, deputy = member.department_id, member.deputy_id
            today = company._get_local_day()
            if member._is_absent(today) and department._is_able(deputy):
                return deputy.with_env(self.env)
        return user
