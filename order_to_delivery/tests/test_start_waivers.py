from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .factory import NO_LETTERS
from .start_common import LACKS, StartCase

EARLY = "starts on .*, the day fixed for"


@tagged("post_install", "-at_install")
class TestStartWaivers(StartCase):
    """The head of Production lets production start, in his name and for a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["worker"] = new_test_user(
            cls.env,
            "otd_worker",
            groups="order_to_delivery.group_production",
            context=NO_LETTERS,
        )
        cls.departments["production"].member_ids = [
            Command.create({"user_id": cls.users["worker"].id})
        ]

    def setUp(self):
        super().setUp()
        self.production = self._made()
        self.order = self.production.sale_line_id.order_id

    def test_the_head_lets_it_start_and_it_says_who_and_why(self):
        waiver = self._waive(self.production, self.order)
        self._start(self.production, "worker")
        self.assertEqual(self.production.state, "progress")
        body = self.production.message_ids[:1].body
        self.assertIn("Waived by Production: The motors come at noon.", body)
        self.assertEqual(waiver.used_quantity, 10)

    def test_nobody_else_lets_it_start(self):
        for kind in ("worker", "supervisor", "deputy_general_manager", "warehouse"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._waive(self.production, self.order, by=kind)
        with self.refused("belongs to the head of Production: Production", AccessError):
            self._waive(self.production, self.order, by="worker")

    def test_the_deputy_of_an_absent_head_lets_it_start(self):
        member = self.departments["production"].member_ids[0]
        today = fields.Date.today()
        member.write(
            {
                "deputy_id": self.users["worker"].id,
                "absent_from": today,
                "absent_to": today,
            }
        )
        self._waive(self.production, self.order, by="worker")
        self._start(self.production)

    def test_a_waiver_for_one_manufacturing_order_is_for_no_other(self):
        self.order, other = self.order, self._made()
        self._waive(self.production, self.order)
        with self._refusal(LACKS):
            self._start(other)
        with self.refused("does not belong to order"):
            self._waive(other, self.order)

    def test_a_waiver_for_the_order_is_for_all_that_is_made_for_it(self):
        self._waive(self.order, self.order)
        self._start(self.production)
        self.assertEqual(self.production.state, "progress")

    def test_a_waiver_is_for_what_is_split_off_too(self):
        self._stock(self.motor, 9)
        self._waive(self.production, self.order)
        self._finish(self.production, 3)
        group = self.production.production_group_id.production_ids
        rest = group - self.production
        self._start(rest)
        self.assertEqual(rest.state, "progress")

    def test_a_waiver_reaches_no_further_than_its_cap(self):
        self._waive(self.production, self.order, cap_quantity=4)
        with self._refusal(LACKS):
            self._start(self.production)
        self.call("production", self.production, "write", {"qty_producing": 4})
        with self._refusal("lacks"):
            self.call("production", self.production, "write", {"qty_producing": 5})

    def test_a_waiver_that_was_taken_back_counts_no_more(self):
        waiver = self._waive(self.production, self.order)
        self.as_("production", waiver).action_revoke()
        with self._refusal(LACKS):
            self._start(self.production)

    def test_what_is_not_there_is_consumed_by_no_waiver(self):
        self._waive(self.production, self.order)
        self._start(self.production)
        with self._refusal("that is not there"):
            self._finish(self.production)
        self._stock(self.motor, 30)
        self._finish(self.production)
        self.assertEqual(self.production.state, "done")

    def test_the_dialog_opens_from_the_manufacturing_order(self):
        action = self.as_("production", self.production).action_waive_start()
        wizard = self.as_("production", self.env[action["res_model"]]).with_context(
            **action["context"]
        )
        wizard.create({"reason": "The motors come at noon."}).action_grant()
        self._start(self.production)


@tagged("post_install", "-at_install")
class TestStartDay(StartCase):
    """Production starts on the day that the review fixed, or later (H1.9)."""

    def setUp(self):
        super().setUp()
        self._add_operation()
        self._stock(self.motor, 1000)

    def _planned(self, days):
        production = self._made()
        order = production.sale_line_id.order_id
        order.sudo().production_start_date = self._later(days)
        return production, order

    def test_before_its_day_nothing_starts_by_any_way(self):
        production, _order = self._planned(3)
        for route in self._starts(production):
            with self.subTest(route=route), self._refusal(EARLY):
                self._starts(production)[route]()

    def test_on_its_day_and_later_it_starts(self):
        for days in (0, -5):
            production, _order = self._planned(days)
            self._start(production)
            self.assertEqual(production.state, "progress")

    def test_its_day_is_the_companys(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        production, order = self._planned(0)
        order.sudo().production_start_date = "2026-12-01"
        with freeze_time("2026-11-30 15:59:00"), self._refusal(EARLY):
            self._start(production)
        with freeze_time("2026-11-30 16:01:00"):
            self._start(production)

    def test_a_planner_does_not_move_its_day(self):
        production, _order = self._planned(3)
        self.as_("production", production).date_start = fields.Datetime.now()
        with self._refusal(EARLY):
            self._start(production)

    def test_a_sub_assembly_starts_no_earlier(self):
        self.env.ref("stock.route_warehouse0_mto").active = True
        routes = self.env.ref("stock.route_warehouse0_mto")
        drive = self._make_product("Drive", [(self.motor, 1)])
        drive.route_ids = routes | self.warehouse.manufacture_pull_id.route_id
        plant = self._make_product("Plant", [(drive, 2)])
        order = self._instructed([(plant, 5)])
        order.sudo().production_start_date = self._later(2)
        below = order._get_productions() - self._productions(order)
        with self._refusal(EARLY):
            self._start(below)

    def test_the_head_of_production_lets_it_start_earlier(self):
        production, order = self._planned(3)
        self._waive(production, order)  # the other rule
        with self._refusal(EARLY):
            self._start(production)
        self._waive(production, order, rule="start.day")
        self._start(production)

    def test_what_was_started_goes_on_when_its_day_is_put_off(self):
        production, order = self._planned(0)
        self.call("production", production, "write", {"qty_producing": 3})
        order.sudo().production_start_date = self._later(9)
        self._finish(production, 10)
        self.assertEqual(production.state, "done")

    def test_all_reasons_are_told_at_once(self):
        production, _order = self._planned(3)
        self._stock(self.motor, -1000)
        production.move_raw_ids._do_unreserve()
        with self.assertRaisesRegex(UserError, f"(?s){LACKS}.*{EARLY}"):
            self._start(production)
