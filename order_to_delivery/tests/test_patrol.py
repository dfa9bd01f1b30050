"""Quality goes round the work centers by plan; what nobody made is seen."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import KINDS
from .schedule_common import ScheduleCase


@tagged("post_install", "-at_install")
class TestPatrol(ScheduleCase):
    """In-process patrol inspection by schedule (H1.10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.patrol.plan"].search([]).active = False
        cls.plan = (
            cls.env["order.patrol.plan"]
            .with_user(cls.users["quality"])
            .create(
                {
                    "name": "Wiring torque",
                    "workcenter_id": cls.workcenter.id,
                    "shift": "Early",
                    "hour": 9,
                }
            )
        )

    def _get_rounds(self):
        return self.env["order.patrol"].search([("plan_id", "=", self.plan.id)])

    def _make_round(self, hours=-1):
        start = fields.Datetime.now() + timedelta(hours=hours)
        return self.env["order.patrol"].create(
            {
                "plan_id": self.plan.id,
                "planned_date": start,
                "due_date": start + timedelta(hours=2),
            }
        )

    def _work_on(self, *days):
        """Have the company work today and tomorrow, or on the days given only."""
        today = self.company._get_local_day()
        self.env["order.workday"].search([]).unlink()
        self.env["order.workday"].create(
            [{"date": today + timedelta(n), "is_worked": n in days} for n in range(2)]
        )

    def test_rounds_are_planned_once_for_the_days_worked(self):
        self._work_on(1)
        self.plan.hour = 23.5
        self._run_cron("plan_patrols")
        rounds = self._get_rounds()
        self.assertEqual(len(rounds), 1)
        self.assertEqual(
            self._local(rounds.planned_date),
            self.company._get_local_day() + timedelta(days=1),
        )
        self._run_cron("plan_patrols")
        self.assertEqual(self._get_rounds(), rounds)

    def test_a_plan_of_another_weekday_plans_nothing(self):
        self._work_on(0, 1)
        day = self.company._get_local_day() + timedelta(days=3)
        self.plan.weekday = str(day.weekday())
        self._run_cron("plan_patrols")
        self.assertFalse(self._get_rounds())

    def test_a_round_that_nobody_made_is_missed_and_stays_so(self):
        patrol = self._make_round(hours=-5)
        self._run_cron("plan_patrols")
        self.assertEqual(patrol.state, "missed")
        with self.refused("not open any more"):
            self.as_("quality", patrol).action_done()

    def test_quality_ticks_with_finding_and_photo(self):
        patrol = self.as_("quality", self._make_round())
        patrol.finding = "In order"
        patrol.action_done()
        self.assertEqual(patrol.state, "done")
        self.assertEqual(patrol.inspected_by_id, self.users["quality"])
        self.assertFalse(patrol.is_late)
        with self.refused("not open any more"):
            patrol.finding = "Otherwise"
        with self.refused("not open any more"):
            patrol.sudo().unlink()

    def test_a_round_is_not_ticked_before_its_time(self):
        with self.refused("planned for later"):
            self.as_("quality", self._make_round(hours=20)).action_done()

    def test_a_problem_is_said_and_told_to_the_workshop(self):
        production = self._in_production()
        self.as_("production", production.workorder_ids).button_start()
        patrol = self.as_("quality", self._make_round())
        patrol.write({"is_problem": True, "workorder_id": production.workorder_ids.id})
        with self.refused("which problem"):
            patrol.action_done()
        patrol.finding = "Torque too low"
        patrol.action_done()
        told = patrol.message_ids.notified_partner_ids.user_ids
        self.assertEqual(told, self.users["production"])
        action = self.as_("production", patrol).action_report_exception()
        report = (
            self.as_("production", self.env[action["res_model"]])
            .with_context(**action["context"])
            .create({})
        )
        report.action_report()
        exception = self._get_exceptions(production)
        self.assertEqual(
            (exception.kind, exception.description), ("quality", "Torque too low")
        )

    def test_a_round_without_a_problem_is_no_exception(self):
        patrol = self._make_round()
        self.as_("quality", patrol).action_done()
        with self.refused("nothing to report"):
            self.as_("production", patrol).action_report_exception()

    def test_a_work_order_of_another_line_is_refused(self):
        other = self.env["mrp.workcenter"].create({"name": "Paint"})
        self.bom.operation_ids.workcenter_id = other
        production = self._in_production()
        patrol = self.as_("quality", self._make_round())
        patrol.workorder_id = production.workorder_ids
        with self.refused("is not done at"):
            patrol.action_done()

    def test_nobody_else_ticks_writes_or_plans(self):
        patrol = self._make_round()
        for kind in set(KINDS) - {"quality"}:
            with self.subTest(kind=kind):
                model = self.as_(kind, patrol)
                for method, args in (
                    ("action_done", []),
                    ("write", [{"finding": "Mine"}]),
                ):
                    with self.refused("belongs to Quality", AccessError):
                        call_kw(model.browse(), method, [patrol.ids, *args], {})
                with self.assertRaises(AccessError):
                    model.unlink()
                with self.assertRaises(AccessError):
                    self.as_(kind, self.plan).hour = 3

    def test_no_route_makes_a_round(self):
        patrol = self._make_round()
        model = self.as_("quality", self.env["order.patrol"])
        with self.assertRaises(AccessError):
            call_kw(model, "write", [patrol.ids, {"state": "done"}], {})
        values = {"plan_id": self.plan.id, "planned_date": fields.Datetime.now()}
        with self.assertRaises(AccessError):
            call_kw(model, "create", [[values]], {})
        with self.refused("nobody made"):
            patrol.state = "done"

    def test_what_is_due_lies_on_qualitys_desk(self):
        due, later = self._make_round(), self._make_round(hours=20)
        self.env.flush_all()
        desk = self.as_("quality", self.env["order.desk.entry"])
        domain = [("res_model", "=", due._name)]
        entry = desk.search(domain)
        self.assertEqual(entry.mapped("res_id"), due.ids)
        self.assertNotIn(later.id, entry.mapped("res_id"))
        self.assertEqual((entry.asked, entry.department), ("patrol", "quality"))
        self.as_("quality", due).action_done()
        self.env.flush_all()
        desk.invalidate_model()
        self.assertFalse(desk.search(domain))

    def test_with_the_switch_off_no_round_is_planned(self):
        self._work_on(0, 1)
        self.company.use_order_to_delivery = False
        self._run_cron("plan_patrols")
        self.assertFalse(self._get_rounds())
