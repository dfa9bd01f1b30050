from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models

# Days worked where a company has no calendar that says it: Monday to Friday.
USUAL_WEEKDAYS = range(5)
# How far to look for worked days before a calendar counts as closed for good.
LONGEST_SEARCH = 730
SEARCH_STEP = 28


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

    @api.model
    def _get_worked_days(self, company, first, last):
        """Return the days between two dates that a company works, both included.

        The company's calendar with its leaves says which; the days listed here
        say it better. A company without a calendar, or with a flexible or an
        empty one, works from Monday to Friday.
        """
        days = self._get_calendar_days(company, first, last)
        # A deadline is the same for everybody, whoever may list the days.
        listed = self.sudo().search_fetch(
            [
                ("company_id", "=", company.id),
                ("date", ">=", first),
                ("date", "<=", last),
            ],
            ["date", "is_worked"],
        )
        days |= set(listed.filtered("is_worked").mapped("date"))
        return days - set(listed.filtered(lambda day: not day.is_worked).mapped("date"))

    @api.model
    def _get_calendar_days(self, company, first, last):
        calendar = company.resource_calendar_id
        if not calendar or calendar.flexible_hours or not calendar.attendance_ids:
            every_day = (first + timedelta(n) for n in range((last - first).days + 1))
            return {day for day in every_day if day.weekday() in USUAL_WEEKDAYS}
        tz = timezone(calendar.tz or "UTC")
        intervals = calendar._work_intervals_batch(
            tz.localize(datetime.combine(first, time.min)),
            tz.localize(datetime.combine(last, time.max)),
            # Holidays without a calendar may be another company's.
            domain=[
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, company.id]),
            ],
            tz=tz,
        )[False]
        return {start.astimezone(tz).date() for start, _stop, _meta in intervals}

    @api.model
    def _get_local_day(self, company, moment):
        """Return the day that a moment (naive in UTC, or a date) is at the company."""
        if not isinstance(moment, datetime):
            return moment
        # The zone is no secret; the reader may not see the company's records.
        company = company.sudo()
        tz = timezone(company.resource_calendar_id.tz or company.partner_id.tz or "UTC")
        return (moment if moment.tzinfo else UTC.localize(moment)).astimezone(tz).date()

    @api.model
    def _count_forward(self, company, day, days):
        """Return the n-th worked day after a day, which itself does not count."""
        wanted = days
        for start in range(0, LONGEST_SEARCH + 2 * days, SEARCH_STEP):
            first = day + timedelta(start + 1)
            worked = self._get_worked_days(
                company, first, day + timedelta(start + SEARCH_STEP)
            )
            if len(worked) >= days:
                return sorted(worked)[days - 1]
            days -= len(worked)
        # Nothing is worked for years: a date is better than none.
        return day + timedelta(wanted)
