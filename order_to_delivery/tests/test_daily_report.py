"""Each workshop hands in what it made in a day."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import KINDS
from .schedule_common import ScheduleCase


@tagged("post_install", "-at_install")
class TestDailyReport(ScheduleCase):
    """The daily production report (H9.13); quantity, time and results (H8.6)."""

    def _report_day(self, kind="production", **values):
        return self.as_(kind, self.env["order.daily.report"]).create(
            {"department_id": self.workshop.id, **values}
        )

    def _start_making(self, production):
        self.as_("production", production).qty_producing = 10

    def test_it_says_what_was_planned_made_and_how_long_it_took(self):
        production = self._in_production()
        self._finish(production, 4)
        exception = self._report(production)
        line = self._report_day().line_ids
        self.assertEqual(
            (line.planned_quantity, line.made_quantity, line.accepted_quantity),
            (10, 4, 4),
        )
        self.assertEqual(line.sale_order_id, production.customer_order_id)
        self.assertEqual(line.order_names, production.customer_order_id.name)
        self.assertEqual(line.exceptions, exception.name)
        self.assertEqual(line.product_uom_id, production.product_uom_id)

    def test_hours_are_those_of_the_day(self):
        production = self._in_production()
        workorder = production.workorder_ids
        noon = fields.Datetime.now()
        loss = self.env["mrp.workcenter.productivity.loss"].search(
            [("loss_type", "=", "productive")], limit=1
        )
        for days in (0, 3):
            stop = noon - timedelta(days=days)
            self.env["mrp.workcenter.productivity"].create(
                {
                    "workorder_id": workorder.id,
                    "workcenter_id": self.workcenter.id,
                    "loss_id": loss.id,
                    "date_start": stop,
                    "date_end": stop + timedelta(minutes=90),
                }
            )
        logged = workorder.time_ids[:1].duration / 60
        self.assertAlmostEqual(self._report_day().line_ids.hours, logged, 2)

    def test_scrap_is_counted_in_the_products_unit_and_parts_by_their_slips(self):
        production = self._in_production()
        for product, unit, quantity in (
            (self.product, self.env.ref("uom.product_uom_dozen"), 1),
            (self.component, self.component.uom_id, 3),
        ):
            scrap = self.env["stock.scrap"].create(
                {
                    "production_id": production.id,
                    "product_id": product.id,
                    "product_uom_id": unit.id,
                    "scrap_qty": quantity,
                }
            )
            scrap.do_scrap()
        line = self._report_day().line_ids
        self.assertEqual((line.scrap_quantity, line.component_scraps), (12, 1))

    def test_accepted_is_what_quality_judged_finished_that_day(self):
        production = self._in_production()
        self._start_making(production)
        report = self._report_day()
        self.assertEqual(report.line_ids.accepted_quantity, 0)
        inspection = self._offer(production, 10)
        report.action_refresh()
        self.assertEqual(report.line_ids.accepted_quantity, 0)
        self._judge_made(inspection, 8, 2)
        report.action_refresh()
        self.assertEqual(report.line_ids.accepted_quantity, 8)

    def test_what_is_made_without_operations_is_its_instructed_workshops(self):
        self.bom.operation_ids.unlink()
        production = self._in_production()
        self._finish(production)
        line = self._report_day().line_ids
        self.assertEqual((line.planned_quantity, line.made_quantity), (10, 10))

    def test_each_workshop_reports_its_own_operations_only(self):
        paint = self.env["mrp.workcenter"].create({"name": "Paint"})
        shop = self.env["order.department"].create(
            {
                "name": "Paint Shop",
                "kind": "production",
                "company_id": self.company.id,
                "head_id": self.users["production"].id,
                "workcenter_ids": paint.ids,
            }
        )
        other = self._in_production()
        self._finish(other)
        self.bom.operation_ids.workcenter_id = paint
        production = self._in_production()
        self._finish(production, 3)
        self.assertEqual(self._report_day().line_ids.production_names, other.name)
        line = self._report_day(department_id=shop.id).line_ids
        self.assertIn(production.name, line.production_names)
        self.assertEqual(line.made_quantity, 3)

    def test_the_head_hands_it_in_and_it_stays(self):
        self._finish(self._in_production(), 4)
        report = self._report_day()
        report.line_ids.note = "Two people ill"
        report.note = "Quiet day"
        report.action_hand_in()
        self.assertEqual(report.state, "handed_in")
        self.assertEqual(report.handed_in_by_id, self.users["production"])
        for change in (
            lambda: report.write({"note": "Otherwise"}),
            lambda: report.line_ids.write({"note": "Otherwise"}),
            report.action_refresh,
            report.action_hand_in,
            report.unlink,
        ):
            with self.refused("not open any more"):
                change()

    def test_a_signed_report_is_not_signed_again_whatever_was_made_since(self):
        production = self._in_production()
        self._finish(production, 4)
        report = self._report_day()
        report.action_hand_in()
        self._finish(production.production_group_id.production_ids - production, 2)
        with self.refused("not open any more"):
            report.action_hand_in()

    def test_somebody_elses_workshop_is_not_signed_for(self):
        self._finish(self._in_production(), 4)
        report = self._report_day()
        self.workshop.write({"head_id": self.worker.id})
        self.workshop.member_ids.filtered(
            lambda m: m.user_id == self.users["production"]
        ).unlink()
        with self.refused("does not sign for"):
            report.action_hand_in()
        report.with_user(self.worker).action_hand_in()
        self.assertEqual(report.handed_in_by_id, self.worker)

    def test_figures_that_changed_are_looked_at_before_they_are_signed(self):
        production = self._in_production()
        self._finish(production, 4)
        report = self._report_day()
        rest = production.production_group_id.production_ids - production
        self._finish(rest, 2)
        with self.refused("press Refresh"):
            report.action_hand_in()
        report.action_refresh()
        self.assertEqual(report.line_ids.made_quantity, 6)
        report.action_hand_in()

    def test_only_production_reads_the_figures_again(self):
        self._finish(self._in_production(), 4)
        report = self._report_day()
        for kind in set(KINDS) - {"production"}:
            with self.subTest(kind), self.refused("", AccessError):
                self.as_(kind, report).action_refresh()

    def test_remarks_outlive_a_refresh(self):
        self._finish(self._in_production(), 4)
        report = self._report_day()
        report.line_ids.note = "Two people ill"
        report.action_refresh()
        self.assertEqual(report.line_ids.note, "Two people ill")

    def test_no_figure_is_written_by_hand(self):
        self._finish(self._in_production(), 4)
        report = self._report_day()
        line = report.line_ids
        values = {"report_id": report.id, "product_id": self.product.id}
        for kind in KINDS:
            model = self.as_(kind, line)
            with self.subTest(kind=kind):
                for name in ("made_quantity", "hours", "exceptions", "sale_order_id"):
                    with self.assertRaises(AccessError):
                        call_kw(model.browse(), "write", [line.ids, {name: False}], {})
                with self.assertRaises(AccessError):
                    call_kw(model.browse(), "create", [[values]], {})
        for values in (
            {"date": fields.Date.add(report.date, days=-1)},
            {"line_ids": [Command.delete(line.id)]},
        ):
            with self.refused("come from what was recorded"):
                report.write(values)

    def test_nobody_else_writes_or_signs_reports(self):
        report = self._report_day()
        for kind in set(KINDS) - {"production"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, report).action_hand_in()
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, report).note = "Mine"
            self.assertTrue(self.as_(kind, report).read(["name", "note"]))

    def test_no_route_hands_a_report_in_unsigned(self):
        report = self._report_day()
        model = self.as_("production", self.env["order.daily.report"])
        with self.assertRaises(AccessError):
            call_kw(model, "write", [report.ids, {"state": "handed_in"}], {})
        values = {
            "department_id": self.workshop.id,
            "date": fields.Date.add(report.date, days=-2),
        }
        with self.assertRaises(AccessError):
            call_kw(model, "create", [[{**values, "state": "handed_in"}]], {})
        context = {"context": {"default_state": "handed_in"}}
        with self.assertRaises(AccessError):
            call_kw(model, "create", [[values]], context)
        with self.refused("is signed by nobody"):
            report.sudo().state = "handed_in"

    def test_no_report_of_another_kind_of_department_or_of_tomorrow(self):
        with self.refused("is no workshop"):
            self._report_day(department_id=self.departments["quality"].id)
        with self.refused("nothing to report"):
            self._report_day(date=fields.Date.add(fields.Date.today(), days=2))

    def test_with_the_switch_off_nothing_is_reported(self):
        self._finish(self._in_production(), 4)
        self.company.use_order_to_delivery = False
        with self.refused("nothing to report"):
            self._report_day()

    def test_what_was_under_way_before_is_spared(self):
        production = self._in_production()
        production.order_to_delivery_exempt = True
        self.assertFalse(self._report_day().line_ids)

    def _get_owed(self, report, kind="production"):
        self.env.flush_all()
        self.env["order.desk.entry"].invalidate_model()
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [("res_model", "=", report._name), ("res_id", "in", report.ids)]
        )

    def test_the_night_opens_what_is_owed_and_the_head_has_it_on_the_desk(self):
        production = self._in_production()
        self._finish(production, 4)
        self.env.flush_all()
        past = fields.Datetime.now() - timedelta(days=2)
        as_told = {"bypass_duration_calculation": True}
        production.workorder_ids.with_context(**as_told).write(
            {"date_start": past, "date_finished": past + timedelta(minutes=5)}
        )
        production.with_context(force_date=True).write(
            {"date_start": past, "date_finished": past + timedelta(minutes=5)}
        )
        self._run_cron("open_daily_reports")
        reports = self.env["order.daily.report"].search(
            [("department_id", "=", self.workshop.id)]
        )
        report = reports.filtered(lambda r: r.date == self._local(past))
        self.assertEqual(report.line_ids.made_quantity, 4)
        count = len(reports)
        self._run_cron("open_daily_reports")
        self.assertEqual(
            self.env["order.daily.report"].search_count(
                [("department_id", "=", self.workshop.id)]
            ),
            count,
        )
        entry = self._get_owed(report)
        self.assertEqual(entry.asked, "hand_in_report")
        self.assertEqual(entry.user_id, self.users["production"])
        self.as_("production", report).action_hand_in()
        self.assertFalse(self._get_owed(report))

    def test_a_day_costs_the_same_however_much_was_made(self):
        self.walk_anew()
        facts = self.env["order.daily.report.facts"]
        self._in_production()
        day = self.company._get_local_day()
        facts._get_facts(self.company, day)
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            facts._get_facts(self.company, day)
