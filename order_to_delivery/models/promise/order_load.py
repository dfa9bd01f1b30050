"""How much of the hours of work centers is taken, day by day (H7.1, H9.10)."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, models
from odoo.tools import SQL

# So many days are shown from today on.
DAYS = 60
# What has to be worked: planned pieces with their times, the rest with its minutes.
WORK = """
    SELECT workorder.workcenter_id, workorder.id,
           piece.date_from, piece.date_to, production.date_start,
           GREATEST(COALESCE(workorder.duration_expected, 0)
                    - COALESCE(workorder.duration, 0), 0)
      FROM mrp_workorder workorder
      JOIN mrp_production production ON production.id = workorder.production_id
 LEFT JOIN resource_calendar_leaves piece ON piece.id = workorder.leave_id
     WHERE workorder.workcenter_id = ANY(%s)
       AND workorder.state NOT IN ('done', 'cancel')
       AND production.state IN ('confirmed', 'progress', 'to_close')
  ORDER BY workorder.id
"""


@dataclass(slots=True)
class Day:
    """The minutes of a work center on a day, and the work orders that take them."""

    available: float = 0.0
    planned: float = 0.0
    not_planned: float = 0.0
    workorder_ids: set = field(default_factory=set)


class Hours:
    """The opening hours of one work center, cut at midnight where it works.

    :param intervals: pairs of moments with a zone, in order
    """

    def __init__(self, intervals, zone):
        self._zone = zone
        self.pieces = [
            piece
            for start, stop, _meta in intervals
            for piece in self._cut(start, stop)
        ]
        self._stops = [stop for _start, stop, _day in self.pieces]

    def _cut(self, start, stop):
        start, stop = start.astimezone(self._zone), stop.astimezone(self._zone)
        while start < stop:
            day = start.date()
            midnight = datetime.combine(day + timedelta(1), time.min)
            end = min(stop, self._zone.localize(midnight))
            yield start, end, day
            start = end.astimezone(self._zone)

    def get_day(self, moment):
        return utc.localize(moment).astimezone(self._zone).date()

    def share_out(self, start, stop):
        """Return pairs of day and minutes that fall into the hours."""
        start, stop = utc.localize(start), utc.localize(stop)
        for first, last, day in self.pieces[bisect_right(self._stops, start) :]:
            if first >= stop:
                return
            minutes = (min(last, stop) - max(first, start)).total_seconds() / 60
            yield day, minutes


class OrderLoad(models.AbstractModel):
    _name = "order.load"
    _description = "Load of Work Centers"

    @api.model
    def _get_days(self, workcenters, first):
        """Return ``{(work center, day): Day}`` of the next days, idle ones left out.

        What was planned for a day that has passed, and is not done, is counted today.
        As many queries for many work orders as for few; one more set of them for each
        calendar.

        :param first: the day on which it begins
        """
        hours = self._get_hours(workcenters, first)
        days = defaultdict(Day)
        for workcenter, own in hours.items():
            for start, stop, day in own.pieces:
                minutes = (stop - start).total_seconds() / 60
                days[workcenter, day].available += minutes
        last = first + timedelta(DAYS)
        for row in self._read_work(workcenters):
            workcenter = workcenters.browse(row[0])
            self._add_work(days, workcenter, hours[workcenter], row[1:], first)
        return {key: day for key, day in days.items() if first <= key[1] < last}

    def _get_hours(self, workcenters, first):
        hours = {}
        for calendar, own in workcenters.grouped("resource_calendar_id").items():
            zone = timezone(calendar.tz or self.env.company.partner_id.tz or "UTC")
            start = zone.localize(datetime.combine(first, time.min))
            intervals = defaultdict(tuple)
            if calendar:
                intervals = calendar._work_intervals_batch(
                    start, start + timedelta(DAYS), resources=own.resource_id, tz=zone
                )
            for workcenter in own:
                hours[workcenter] = Hours(intervals[workcenter.resource_id.id], zone)
        return hours

    def _read_work(self, workcenters):
        for name in ("mrp.workorder", "mrp.production", "resource.calendar.leaves"):
            self.env[name].flush_model()
        return self.env.execute_query(SQL(WORK, workcenters.ids))

    def _add_work(self, days, workcenter, hours, work, first):
        """Add a work order: planned where its time is, else where its order starts."""
        workorder_id, start, stop, asked, minutes = work
        if start is None:
            wanted = hours.get_day(asked) if asked else first
            day = days[workcenter, max(first, wanted)]
            day.not_planned += minutes
            day.workorder_ids.add(workorder_id)
            return
        shares = list(hours.share_out(start, stop))
        # What was planned before today, or where nobody works, is to be done as well.
        for date, share in shares or [(max(first, hours.get_day(start)), minutes)]:
            days[workcenter, date].planned += share
            days[workcenter, date].workorder_ids.add(workorder_id)
