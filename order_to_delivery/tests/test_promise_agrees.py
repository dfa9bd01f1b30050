"""The earliest date is the one on which Odoo's plan then ends.

`OTD_SEED` names the cases; `./dev test --long` compares 500 of them, else 40. With
`-rP` the report ends with how many agree, and the worst of them.
"""

import sys
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .promise_cases import PromiseCase, RandomCase
from .promise_common import IS_LONG, NOW, SEED

CASES = 500 if IS_LONG else 40
AGREED = 0.95


@tagged("post_install", "-at_install")
class TestPromiseAgrees(PromiseCase):
    """What is promised is what is planned, within a working day (H9.3, H7.3)."""

    def _compare(self, number):
        """Return by how many working days plan and promise differ, and the story."""
        case = RandomCase(self, number)
        promise, tops = self._promise_and_plan(case.build())
        get_day = self.company._get_local_day
        ends = [get_day(end) for end in tops.mapped("date_finished") if end]
        if not promise.earliest or not ends:
            return 999, case.tell(promise, ends)
        finish = max(ends)
        days = self._count_workdays(promise.earliest, finish)
        return days, case.tell(promise, finish)

    @freeze_time(NOW)
    def test_the_plan_ends_when_it_was_promised(self):
        self.walk_anew()
        results = []
        for number in range(CASES):
            with self.subTest(seed=SEED, case=number), self.env.cr.savepoint() as point:
                results.append(self._compare(number))
                point.rollback()
            self.env.invalidate_all()
        worst, story = max(results)
        agreed = sum(days <= 1 for days, _story in results)
        told = f"agrees {agreed}/{CASES}, worst {worst} days\n{story}"
        sys.stdout.write(f"Promise {told}\n")
        self.assertGreaterEqual(agreed, AGREED * CASES, told)

    @freeze_time(NOW)
    def test_what_is_made_below_is_waited_for(self):
        workcenter = self._build_workcenter(RandomCase(self, 0).chance)
        screw = self._build_bought("Screw", delay=6)
        drive = self._build_made("Drive", [(screw, 2)], [(workcenter, 30)])
        machine = self._build_made("Machine", [(drive, 1)], [(workcenter, 60)])
        promise, tops = self._promise_and_plan([(machine, 2)])
        [below] = tops.move_raw_ids.move_orig_ids.production_id
        self.assertGreaterEqual(tops.date_start, below.date_finished)
        self.assertEqual(
            promise.earliest, self.company._get_local_day(tops.date_finished)
        )
        self.assertIn("Screw", promise.why)

    @freeze_time(NOW)
    def test_parts_that_are_picked_before_production_are_waited_for(self):
        self.warehouse.manufacture_steps = "pbm"
        workcenter = self._build_workcenter(RandomCase(self, 2).chance)
        plate = self._build_bought("Plate", delay=8, stock=3)
        press = self._build_made("Press", [(plate, 2)], [(workcenter, 30)])
        promise, top = self._promise_and_plan([(press, 2)])
        get_day = self.company._get_local_day
        self.assertGreaterEqual(get_day(top.date_start), date(2026, 3, 13))
        self.assertEqual(promise.earliest, get_day(top.date_finished))
