from odoo import fields, models


class OrderDepartmentMember(models.Model):
    _name = "order.department.member"
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
