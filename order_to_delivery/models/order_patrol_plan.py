from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models

WEEKDAYS = [
    ("all", "Every worked day"),
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class OrderPatrolPlan(models.Model):
    _name = "order.patrol.plan"
    _description = "Plan of Patrol Inspections"
    _order = "workcenter_id, hour, id"
    _check_company_auto = True

    name = fields.Char(string="What Is Looked At", required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    workcenter_id = fields.Many2one(
        "mrp.workcenter", string="Work Center", required=True, check_company=True
    )
    shift = fields.Char(help="As the workshop calls it: early, late, night.")
    weekday = fields.Selection(WEEKDAYS, required=True, default="all")
    hour = fields.Float(string="Time", required=True, default=9.0)
    grace_hours = fields.Float(
        string="Within (Hours)",
        required=True,
        default=2.0,
        help="A round that nobody made by then is missed.",
    )

    _hour_of_a_day = models.Constraint(
        "CHECK(hour >= 0 AND hour < 24)", "A round starts at an hour of the day."
    )
    _grace_positive = models.Constraint(
        "CHECK(grace_hours > 0)", "A round needs some time."
    )

    def _is_due_on(self, day, worked_days):
        """Tell whether a round is made on a day; rests are no work days."""
        self.ensure_one()
        return day in worked_days and self.weekday in ("all", str(day.weekday()))

    def _prepare_round(self, day):
        """Return the values of a round on a day where the company works."""
        company = self.company_id
        zone = timezone(
            company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        )
        midnight = zone.localize(datetime.combine(day, time.min))
        start = midnight + timedelta(hours=self.hour)
        planned = start.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        return {
            "plan_id": self.id,
            "planned_date": planned,
            "due_date": planned + timedelta(hours=self.grace_hours),
        }

    @api.model
    def _get_days_ahead(self, company):
        """Return today and tomorrow, as far as the company works then."""
        today = company._get_local_day()
        return self.env["order.workday"]._get_worked_days(
            company, today, today + timedelta(days=1)
        )
