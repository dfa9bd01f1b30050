"""The free time of one work centre, searched as Odoo does, without asking it.

All moments are whole microseconds since 1970 in UTC: as exact as Odoo's, and quicker.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta

EPOCH = datetime(1970, 1, 1)
MINUTE = 60_000_000
# Odoo looks into so many windows of so many days, one after the other.
WINDOWS = 50
WINDOW = 14 * 24 * 60 * MINUTE
SHORTEST = 1 / 60  # minutes


def to_moment(when):
    """Return a naive datetime in UTC as a moment."""
    return (when - EPOCH) // timedelta(microseconds=1)


def to_datetime(moment):
    """Return a moment as a naive datetime in UTC."""
    return EPOCH + timedelta(microseconds=moment)


def _fits(minutes, wanted):
    """Compare to three digits, as Odoo does."""
    return int(minutes * 1000 + 0.5) >= int(wanted * 1000 + 0.5)


class Track:
    """When a work centre is open, and what already takes it.

    :param more: called with the moment up to which the opening hours are known;
        returns the hours after it as pairs of moments, and up to when these are known
    :param busy: pairs of moments in any order
    :param known: from when on the opening hours are asked
    :param windows: how many windows of time are searched
    """

    __slots__ = (
        "_busy_starts",
        "_busy_stops",
        "_known",
        "_more",
        "_starts",
        "_stops",
        "_windows",
    )

    def __init__(self, more, busy, known, windows=WINDOWS):
        self._more = more
        self._windows = windows
        self._known = known
        self._starts, self._stops = [], []
        self._busy_starts, self._busy_stops = [], []
        for start, stop in sorted(busy):
            self.take(start, stop)

    def take(self, start, stop):
        """Keep a piece of time from others; what touches becomes one piece."""
        if start >= stop:
            return
        starts, stops = self._busy_starts, self._busy_stops
        first = bisect_left(stops, start)
        last = bisect_right(starts, stop)
        if first < last:
            start = min(start, starts[first])
            stop = max(stop, stops[last - 1])
        starts[first:last] = [start]
        stops[first:last] = [stop]

    def find(self, start, minutes):
        """Return the first free slot from a moment on, or ``None``.

        This is ``mrp.workcenter._get_first_available_slot`` with its oddities: a job
        goes on over off time, and starts anew after whatever takes the work centre
        between its start and its end, even where nobody works then.
        """
        remaining = minutes = max(minutes, SHORTEST)
        begun = None
        for number in range(self._windows):
            low = start + number * WINDOW
            for opens, closes in self._iter_open(low, low + WINDOW):
                at = opens
                begun = at if begun is None else begun
                while True:
                    span = (closes - at) / 1_000_000 / 60
                    until = at + round(min(remaining, span) * MINUTE)
                    hit = self._find_busy(max(begun, low), until)
                    if hit is None:
                        break
                    # Odoo comes here in steps, each as long as the job.
                    begun = at = min(hit, closes)
                    remaining = minutes
                    if at == closes:
                        span, begun = 0.0, None
                        break
                if _fits(span, remaining):
                    return begun, at + round(remaining * MINUTE)
                remaining -= span
        return None

    def _iter_open(self, low, high):
        """Yield the opening hours between two moments, cut to them."""
        index = bisect_right(self._stops, low)
        while self._reach(index, high):
            opens = max(self._starts[index], low)
            closes = min(self._stops[index], high)
            index += 1
            if opens >= high:
                return
            if opens < closes:
                yield opens, closes

    def _reach(self, index, high):
        """Tell whether there is such an opening, asking for later ones up to then."""
        while self._known < high and (
            index >= len(self._starts) or self._stops[index] == self._known
        ):
            if not self._extend():
                break
        return index < len(self._starts)

    def _extend(self):
        """Ask for the opening hours after those known."""
        hours, known = self._more(self._known)
        for start, stop in hours:
            if start == self._known and self._stops and self._stops[-1] == start:
                # One shift, cut in two by the question.
                self._stops[-1] = stop
            else:
                self._starts.append(start)
                self._stops.append(stop)
        is_longer = known > self._known
        self._known = known
        return is_longer

    def _find_busy(self, start, stop):
        """Return where the first busy piece between two moments ends, if any."""
        index = bisect_right(self._busy_stops, start)
        if index < len(self._busy_starts) and self._busy_starts[index] < stop:
            return self._busy_stops[index]
        return None
