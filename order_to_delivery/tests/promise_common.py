"""Random hours, work centers and bills, from a seed that failures name."""

import os
import random
from datetime import datetime, timedelta

from odoo import Command

SEED = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
IS_LONG = bool(os.environ.get("OTD_LONG"))
# Before the clocks change in New York, and three weeks later in Berlin.
NOW = datetime(2026, 3, 5, 2, 30)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC")
SHIFTS = (
    ((8, 12), (13, 17)),
    ((6, 14), (14, 22)),
    ((0, 6), (6, 14), (14, 24)),
    ((7.5, 11.75),),
    ((22, 24), (0, 6)),
)


class HoursMixin:
    """Builds work centers with hours of all kinds; used by every kind of test."""

    def _build_calendar(self, chance):
        is_two_weeks = chance.random() < 0.25
        shifts = chance.choice(SHIFTS)
        attendances = [
            Command.create(
                {
                    "name": f"{day} {start}",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": stop,
                    "day_period": "morning",
                    **({"week_type": str(week)} if is_two_weeks else {}),
                }
            )
            for week in range(2 if is_two_weeks else 1)
            for day in range(chance.choice((5, 5, 6, 7)))
            if not is_two_weeks or chance.random() < 0.8 or day == 0
            for start, stop in sorted(shifts)
        ]
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Hours",
                "tz": chance.choice(ZONES),
                "company_id": self.env.company.id,
                "two_weeks_calendar": is_two_weeks,
                "attendance_ids": attendances,
            }
        )
        for _ in range(chance.randrange(3)):
            self._close_for_holiday(chance, calendar)
        return calendar

    def _close_for_holiday(self, chance, calendar):
        """Close for a holiday of some hours or days, on a calendar."""
        start = NOW + timedelta(hours=chance.randrange(24 * 40))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": start,
                "date_to": start + timedelta(hours=chance.choice((5, 24, 80))),
                "time_type": "leave",
            }
        )

    def _build_workcenter(self, chance, calendar=None, **values):
        calendar = calendar or self._build_calendar(chance)
        return self.env["mrp.workcenter"].create(
            {
                "name": f"Center {chance.randrange(10**6)}",
                "resource_calendar_id": calendar.id,
                "time_efficiency": chance.choice((100, 100, 80, 133)),
                "time_start": chance.choice((0, 0, 7.5)),
                "time_stop": chance.choice((0, 0, 4)),
                **values,
            }
        )

    def _occupy(self, workcenter, start, stop):
        """Take time of a work center, as a planned work order does."""
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Planned",
                "calendar_id": workcenter.resource_calendar_id.id,
                "resource_id": workcenter.resource_id.id,
                "date_from": start,
                "date_to": stop,
                "time_type": "other",
            }
        )

    def _fill(self, chance, workcenter, pieces):
        for _ in range(pieces):
            start = NOW + timedelta(minutes=chance.randrange(-600, 60 * 24 * 30))
            length = chance.choice((1, 17, 90, 400, 2500))
            self._occupy(workcenter, start, start + timedelta(minutes=length))
