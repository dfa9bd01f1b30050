"""The free time that a promise finds is what Odoo finds, to the second."""

import random
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged

from ..models.promise.order_track import Track, to_datetime, to_moment
from .promise_common import IS_LONG, NOW, SEED, HoursMixin

TRACKS = 80 if IS_LONG else 16
QUESTIONS = 25
LENGTHS = (0, 0.5, 5, 33.33, 60, 61.7, 480, 1000, 3333.3, 9000)


@tagged("post_install", "-at_install")
class TestPromiseTrack(HoursMixin, TransactionCase):
    """The engine searches as Odoo plans (H9.3)."""

    def _ask(self, track, workcenter, start, minutes):
        """Return what both answer."""
        found = track.find(to_moment(start), minutes)
        first, last = workcenter._get_first_available_slot(start, minutes)
        return found and tuple(map(to_datetime, found)), (
            first,
            last,
        ) if first else None

    def _read_track(self, workcenter):
        self.env.flush_all()
        floor = self.env["order.promise.hours"]._read([workcenter.id], to_moment(NOW))
        return floor.tracks[workcenter.id]

    @freeze_time(NOW)
    def test_a_track_finds_the_slot_that_odoo_finds(self):
        for number in range(TRACKS):
            chance = random.Random(f"{SEED}-{number}")
            workcenter = self._build_workcenter(chance)
            self._fill(chance, workcenter, chance.randrange(30))
            track = self._read_track(workcenter)
            for question in range(QUESTIONS):
                start = NOW + timedelta(minutes=chance.randrange(60 * 24 * 45))
                minutes = chance.choice(LENGTHS)
                found, wanted = self._ask(track, workcenter, start, minutes)
                self.assertEqual(
                    found,
                    wanted,
                    f"OTD_SEED={SEED}: track {number}, question {question}: "
                    f"{minutes} minutes from {start}",
                )
                if found and chance.random() < 0.3:
                    self._occupy(workcenter, *found)
                    track.take(*map(to_moment, found))

    @freeze_time(NOW)
    def test_flexible_hours_are_asked_of_odoo_with_what_was_taken(self):
        chance = random.Random(7)
        calendar = self._build_calendar(chance)
        calendar.write({"schedule_type": "flexible", "hours_per_day": 8})
        workcenter = self._build_workcenter(chance, calendar)
        track = self._read_track(workcenter)
        found, wanted = self._ask(track, workcenter, NOW, 120)
        self.assertEqual(found, wanted)
        track.take(*map(to_moment, found))
        again = track.find(to_moment(NOW), 120)
        self.assertGreaterEqual(to_datetime(again[0]), found[1])

    def test_a_work_center_that_never_opens_has_no_slot(self):
        track = Track(lambda known: ([], known), [], 0)
        self.assertIsNone(track.find(0, 60))

    def test_pieces_that_touch_become_one(self):
        day = 24 * 60 * 60_000_000

        def open_always(known):
            return [(known, known + 30 * day)], known + 30 * day

        track = Track(open_always, [(0, day), (2 * day, 3 * day)], 0)
        track.take(day, 2 * day)
        self.assertEqual(track.find(0, 60)[0], 3 * day)

    def test_a_shift_is_not_cut_where_hours_are_asked_for_again(self):
        minute, hours = 60_000_000, 60 * 60_000_000

        def ask(known):
            # One opening of ten hours, told in two parts.
            return [(known, known + 5 * hours)], known + 5 * hours

        track = Track(ask, [], 0)
        self.assertEqual(track.find(0, 9 * 60), (0, 9 * 60 * minute))
