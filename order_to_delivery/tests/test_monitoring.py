"""Customer service watches an order by the points that its confirmation prints."""

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import KINDS
from .papers_common import squeeze
from .schedule_common import ScheduleCase


@tagged("post_install", "-at_install")
class TestMonitoring(ScheduleCase):
    """Progress, quality, quantity and time are watched (H9.11)."""

    def _watched(self, until="instruction"):
        order = self._confirmed(until=until)
        return order, order.order_monitoring_check_ids

    def test_each_confirmed_order_has_its_points_once(self):
        order, checks = self._watched()
        points = self.env["order.monitoring.point"].search([])
        self.assertEqual(checks.point_id, points)
        self.assertEqual(
            set(points.mapped("kind")), {"progress", "quality", "quantity", "time"}
        )
        order._open_monitoring()
        self.assertEqual(len(order.order_monitoring_check_ids), len(points))
        self.assertEqual(order.order_monitoring_open_count, len(points))

    def test_another_companys_points_are_not_watched(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        point = self.env["order.monitoring.point"].create(
            {"name": "Theirs", "kind": "time", "company_id": other.id}
        )
        _order, checks = self._watched()
        self.assertNotIn(point, checks.point_id)

    def test_points_are_printed_on_the_confirmation(self):
        order, checks = self._watched()
        printer = self.as_("customer_service", self.env["ir.actions.report"])
        content, _kind = printer._render_qweb_html(
            "order_to_delivery.action_report_order_confirmation",
            order.order_confirmation_ids.ids,
        )
        text = squeeze(html.fromstring(content).text_content())
        for point in checks.point_id:
            self.assertIn(squeeze(point.name), text)

    def test_they_are_due_by_the_orders_dates_and_move_with_them(self):
        order, checks = self._watched()
        quality = checks.filtered(lambda c: c.kind == "quality")
        self.assertEqual(
            quality.due_date, fields.Date.add(order.finished_date, days=-3)
        )
        order._move_dates(
            cause="exception", finished=fields.Date.add(order.finished_date, days=10)
        )
        self.assertEqual(
            quality.due_date, fields.Date.add(order.finished_date, days=-3)
        )

    def test_customer_service_ticks_with_date_and_finding(self):
        order, checks = self._watched()
        check = self.as_("customer_service", checks[0])
        with self.refused("write down what was found"):
            check.action_check()
        check.finding = "Started on Monday, as planned."
        check.action_check()
        self.assertEqual(check.state, "checked")
        self.assertEqual(check.checked_by_id, self.users["customer_service"])
        self.assertTrue(check.checked_date)
        order.invalidate_recordset()
        self.assertEqual(order.order_monitoring_open_count, len(checks) - 1)

    def test_a_finding_stays_once_it_is_ticked(self):
        _order, checks = self._watched()
        check = self.as_("customer_service", checks[0])
        check.finding = "As planned."
        check.action_check()
        for change in (
            lambda: check.write({"finding": "Otherwise"}),
            lambda: check.write({"is_problem": True}),
            check.action_check,
        ):
            with self.refused("not open any more"):
                change()

    def test_nobody_else_ticks_or_writes(self):
        _order, checks = self._watched()
        check = checks[0]
        clerks = {"customer_service", "supervisor"}
        for kind in set(KINDS) - clerks:
            model = self.as_(kind, check)
            with self.subTest(kind=kind):
                for method, args in (
                    ("action_check", []),
                    ("write", [{"finding": "x"}]),
                ):
                    with self.refused("belongs to Customer Service", AccessError):
                        call_kw(model.browse(), method, [check.ids, *args], {})
        for kind in KINDS:
            model = self.as_(kind, check)
            with self.subTest(kind=kind):
                with self.assertRaises(AccessError):
                    call_kw(model.browse(), "write", [check.ids, {"state": "open"}], {})
                with self.assertRaises(AccessError):
                    model.unlink()

    def test_a_problem_is_told_to_production_and_quality(self):
        order, checks = self._watched()
        check = self.as_("customer_service", checks[0])
        check.write({"finding": "Labels are missing.", "is_problem": True})
        check.action_check()
        told = order.message_ids[:1].notified_partner_ids.user_ids
        self.assertEqual(told, self.users["production"] | self.users["quality"])

    def test_what_is_due_lies_on_customer_services_desk(self):
        order, checks = self._watched()
        self.env.flush_all()
        desk = self.as_("customer_service", self.env["order.desk.entry"])
        domain = [("res_model", "=", checks._name), ("sale_order_id", "=", order.id)]
        start = checks.filtered(lambda c: c.kind == "progress")
        entry = desk.search(domain)
        self.assertEqual(entry.mapped("res_id"), start.ids)
        self.assertEqual(
            (entry.asked, entry.department), ("monitor", "customer_service")
        )
        self.assertEqual(entry.action_open()["res_id"], start.id)
        self.as_("customer_service", start).finding = "Started."
        self.as_("customer_service", start).action_check()
        self.env.flush_all()
        desk.invalidate_model()
        self.assertFalse(desk.search(domain))

    def test_the_order_opens_its_points(self):
        order, checks = self._watched()
        action = self.as_("sales", order).action_view_monitoring()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), checks)

    def test_with_the_switch_off_nothing_is_watched(self):
        self.company.use_order_to_delivery = False
        order = self._take_order("A")
        order.action_confirm()
        order._open_monitoring()
        self.assertFalse(order.order_monitoring_check_ids)
        self.assertFalse(order.order_monitoring_count)

    def test_only_the_manager_says_what_is_watched(self):
        point = self.env["order.monitoring.point"].search([], limit=1)
        for kind in KINDS:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, point).name = "Nothing"
