"""The load of work centers by day, and the orders behind it (H7.1)."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .draft_common import DraftCase


@tagged("post_install", "-at_install")
class TestLoad(DraftCase):
    def setUp(self):
        super().setUp()
        calendar = self.env["resource.calendar"].create(
            {"name": "Workshop", "tz": "Asia/Shanghai", "company_id": self.company.id}
        )
        self.workcenter.resource_calendar_id = calendar
        self.workcenter.time_start = self.workcenter.time_stop = 0
        self._stock(self.cam, 1000)
        self.monday = self._get_monday()

    def _get_monday(self):
        """Return a Monday that has not begun anywhere."""
        day = self._day(7)
        return day + timedelta(-day.weekday() % 7)

    def _make(self, quantity, day=None):
        """Return a manufacturing order of pumps, 30 minutes each, to start on a day."""
        production = self.env["mrp.production"].create(
            {
                "product_id": self.pump.id,
                "product_qty": quantity,
                # Eight o'clock in Shanghai.
                "date_start": datetime.combine(day or self.monday, datetime.min.time()),
            }
        )
        production.action_confirm()
        return production

    def _open(self, by="production"):
        lines = self.as_(by, self.env["order.load.line"])
        action = lines.action_open_load()
        return lines.search(action["domain"])

    def _get(self, day, lines=None):
        lines = self._open() if lines is None else lines
        return lines.filtered(
            lambda line: line.workcenter_id == self.workcenter and line.day == day
        )

    def test_a_day_without_work_has_all_its_hours(self):
        line = self._get(self.monday)
        self.assertEqual((line.available, line.planned, line.not_planned), (8, 0, 0))
        self.assertFalse(line.is_over)

    def test_what_is_planned_is_told_from_what_is_not(self):
        planned, other = self._make(4), self._make(6)
        planned.button_plan()
        line = self._get(self.monday)
        self.assertEqual((line.available, line.planned, line.not_planned), (8, 2, 3))
        self.assertAlmostEqual(line.percent, 62.5)
        self.assertFalse(line.is_over)
        self.assertEqual(
            line.workorder_ids, (planned.workorder_ids | other.workorder_ids).ids
        )

    def test_work_over_a_night_counts_where_it_is_done(self):
        self._make(20).button_plan()
        lines = self._open()
        self.assertEqual(self._get(self.monday, lines).planned, 8)
        self.assertEqual(self._get(self.monday + timedelta(1), lines).planned, 2)

    def test_a_day_with_more_work_than_hours_is_marked(self):
        self._make(20)
        line = self._get(self.monday)
        self.assertEqual((line.not_planned, line.percent), (10, 125))
        self.assertTrue(line.is_over)

    def test_work_on_a_day_off_is_marked(self):
        self._make(1, self.monday + timedelta(5))
        line = self._get(self.monday + timedelta(5))
        self.assertEqual((line.available, line.not_planned), (0, 0.5))
        self.assertTrue(line.is_over)

    def test_what_should_have_been_done_is_counted_today(self):
        self._make(4, self._day(-3))
        line = self._get(self._day(0))
        self.assertEqual(line.not_planned, 2)

    def test_what_is_done_is_no_load(self):
        production = self._make(4)
        production.action_cancel()
        self.assertFalse(self._get(self.monday).not_planned)

    def test_a_click_leads_to_the_orders_behind_it(self):
        order = self._instructed(lines=[(self.pump, 4)])
        production = order.order_production_instruction_ids.sudo().production_ids
        work = production.workorder_ids.id
        line = self._open().filtered(lambda line: work in (line.workorder_ids or ()))
        action = line.action_view_work()
        found = self.as_("production", self.env[action["res_model"]]).search(
            action["domain"]
        )
        self.assertEqual(found.customer_order_id, order)

    def test_who_plans_or_supplies_sees_the_load_and_nobody_else(self):
        self._open("material_control")
        for kind in ("sales", "warehouse", "quality", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._open(kind)

    def test_lines_are_their_readers_own(self):
        lines = self._open()
        with self.assertRaises(AccessError):
            self.as_("material_control", lines).read(["day"])
        self.assertNotEqual(self._open(), lines)

    def test_more_work_asks_no_more_queries(self):
        counts = []
        for number in (1, 1, 9):
            for _turn in range(number):
                self._make(2).button_plan()
            centers = self.workcenter.search([])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["order.load"]._get_days(centers, self._day(0))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
