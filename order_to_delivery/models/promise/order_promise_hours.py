"""The work centres of a promise: their hours, and what is planned there already."""

from collections import defaultdict
from datetime import timedelta

from pytz import timezone, utc

from odoo import api, models
from odoo.tools import SQL

from .order_promise_centre import Capacity, Centre
from .order_track import WINDOWS, Track, to_datetime, to_moment

# Hours are asked for so long at once, and again where a search runs off their end.
CHUNK = timedelta(weeks=26)
BOTH = [("time_type", "in", ["leave", "other"])]


def as_moments(intervals):
    return [
        (
            to_moment(start.astimezone(utc).replace(tzinfo=None)),
            to_moment(stop.astimezone(utc).replace(tzinfo=None)),
        )
        for start, stop, _meta in intervals
    ]


class Hours:
    """The opening hours of one calendar, read for all of its work centres at once."""

    def __init__(self, calendar, resources):
        self._calendar, self._resources = calendar, resources
        self._chunks, self._common = {}, {}

    def get_more(self, resource_id):
        """Return what a ``Track`` of a work centre asks for further hours."""

        def more(known):
            if known not in self._chunks:
                self._chunks[known] = self._read(known, resources=self._resources)
            return as_moments(self._chunks[known][resource_id]), self._get_end(known)

        return more

    def get_common(self, known):
        """Return the hours that belong to no work centre alone, as Odoo counts ends."""
        if known not in self._common:
            self._common[known] = self._read(known, domain=BOTH)
        return as_moments(self._common[known][False]), self._get_end(known)

    def _get_end(self, known):
        return to_moment(to_datetime(known) + CHUNK)

    def _read(self, known, **options):
        start = utc.localize(to_datetime(known))
        calendar = self._calendar
        return calendar._work_intervals_batch(
            start, start + CHUNK, tz=timezone(calendar.tz), **options
        )


class FlexibleTrack:
    """A work centre with flexible hours: these depend on where a search starts.

    Odoo itself is asked for each job; what it takes is told to the next question.
    """

    def __init__(self, workcenter, own_leaves):
        self._workcenter, self._own_leaves = workcenter, own_leaves
        self._taken = []

    def take(self, start, stop):
        self._taken.append((to_datetime(start), to_datetime(stop)))

    def find(self, start, minutes):
        first, last = self._workcenter._get_first_available_slot(
            to_datetime(start),
            minutes,
            leaves_to_ignore=self._own_leaves,
            extra_leaves_slots=self._taken,
        )
        return (to_moment(first), to_moment(last)) if first else None


class Floor:
    """The work centres of a promise with their tracks; all that they have in common."""

    def __init__(self, centres, tracks, common):
        self.centres, self.tracks, self.common = centres, tracks, common


class OrderPromiseHours(models.AbstractModel):
    _name = "order.promise.hours"
    _description = "Work Centers That a Promise Reads"

    @api.model
    def _read(self, workcenter_ids, now, own_leave_ids=()):
        """Return work centres and their alternatives, with what is planned there.

        :param now: a moment; nothing is searched before it
        :param own_leave_ids: planned time of what is planned anew, which is free for it
        """
        if not workcenter_ids:
            return Floor({}, {}, {})
        centres = self._read_centres(list(workcenter_ids))
        resource_ids = [centre.resource_id for centre in centres.values()]
        busy = self._read_busy(resource_ids, now, own_leave_ids)
        tracks, common = {}, {}
        by_calendar = defaultdict(list)
        for centre in centres.values():
            if centre.calendar_id:
                by_calendar[centre.calendar_id].append(centre)
        windows = self._get_windows()
        # The hours of machines are no secret to who asks for a date.
        calendars = self.env["resource.calendar"].sudo().browse(by_calendar)
        for calendar in calendars:
            its = by_calendar[calendar.id]
            if calendar.flexible_hours:
                tracks |= {
                    centre.id: self._get_flexible(centre, own_leave_ids)
                    for centre in its
                }
                continue
            # The same machines.
            resources = self.env["resource.resource"].sudo()
            resources = resources.browse(centre.resource_id for centre in its)
            hours = Hours(calendar, resources)
            common[calendar.id] = Track(hours.get_common, [], now, 2 * windows)
            for centre in its:
                tracks[centre.id] = Track(
                    hours.get_more(centre.resource_id),
                    busy[centre.resource_id],
                    now,
                    windows,
                )
        return Floor(centres, tracks, common)

    def _get_flexible(self, centre, own_leave_ids):
        # As with the hours of any other machine.
        env = self.sudo().env
        return FlexibleTrack(
            env["mrp.workcenter"].browse(centre.id),
            env["resource.calendar.leaves"].browse(own_leave_ids),
        )

    def _get_windows(self):
        # The parameter is Odoo's, and read by Odoo with the same rights.
        parameters = self.env["ir.config_parameter"].sudo()
        name = "mrp.workcenter_max_planning_iterations"
        return max(int(parameters.get_param(name, WINDOWS)), 1)

    def _read_centres(self, ids):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT centre.id, centre.resource_id, resource.calendar_id,
                       resource.time_efficiency, centre.time_start, centre.time_stop,
                       ARRAY(SELECT other.id FROM mrp_workcenter_alternative_rel tie
                               JOIN mrp_workcenter other
                                 ON other.id = tie.alternative_workcenter_id
                                AND other.active
                              WHERE tie.workcenter_id = centre.id
                           ORDER BY other.sequence, other.id) AS alternatives
                  FROM mrp_workcenter centre
                  JOIN resource_resource resource ON resource.id = centre.resource_id
                 WHERE centre.id = ANY(%(ids)s)
                    OR centre.id IN (
                       SELECT tie.alternative_workcenter_id
                         FROM mrp_workcenter_alternative_rel tie
                        WHERE tie.workcenter_id = ANY(%(ids)s))
                """,
                ids=ids,
            )
        )
        centres = {row[0]: Centre(*row) for row in rows}
        capacities = self.env.execute_query(
            SQL(
                """
                SELECT workcenter_id, product_id, product_uom_id, capacity,
                       COALESCE(time_start, 0), COALESCE(time_stop, 0)
                  FROM mrp_workcenter_capacity
                 WHERE workcenter_id = ANY(%s)
              ORDER BY id
                """,
                list(centres),
            )
        )
        for centre_id, *capacity in capacities:
            centres[centre_id].capacities.append(Capacity(*capacity))
        return centres

    def _read_busy(self, resource_ids, now, own_leave_ids):
        """Return what is planned from now on, by resource, with one query."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT resource.id, piece.date_from, piece.date_to
                  FROM resource_resource resource
                  JOIN resource_calendar_leaves piece ON piece.resource_id = resource.id
                 WHERE resource.id = ANY(%(ids)s) AND %(counts)s
             UNION ALL
                SELECT resource.id, piece.date_from, piece.date_to
                  FROM resource_resource resource
                  JOIN resource_calendar_leaves piece
                    ON piece.resource_id IS NULL
                   AND piece.company_id IS NOT DISTINCT FROM resource.company_id
                 WHERE resource.id = ANY(%(ids)s) AND %(counts)s
                """,
                ids=resource_ids,
                counts=SQL(
                    """
                    piece.time_type = 'other' AND piece.date_to >= %s
                    AND piece.id != ALL(%s::int[])
                    AND (piece.calendar_id IS NULL
                         OR piece.calendar_id = resource.calendar_id)
                    """,
                    to_datetime(now),
                    list(own_leave_ids),
                ),
            )
        )
        busy = defaultdict(list)
        for resource_id, start, stop in rows:
            busy[resource_id].append((to_moment(start), to_moment(stop)))
        return busy
