from odoo import fields, models


class OrderWorkday(models.Model):
    _name = "order.workday"
    _description = "Day Worked or Not against the Calendar"
    _order = "date desc"
    _rec_name = "date"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date = fields.Date(required=True)
    is_worked = fields.Boolean(
        string="Worked",
        help="Set for a weekend day that is worked (调休), unset for a day off.",
    )
    name = fields.Char(string="Occasion", translate=True)

    _date_unique = models.Constraint(
        "UNIQUE(company_id, date)", "A day is listed once per company."
    )
