"""What workshops, stores and customer service do at the side, in the browser."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .return_common import ReturnByTransferCase
from .schedule_common import ScheduleCase


class StationTourMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        for user in cls.users.values():
            user.lang = "zh_CN"

    def _tour(self, kind, place, name):
        self.start_tour(
            f"/odoo/action-{place}",
            f"order_to_delivery_{name}",
            login=self.users[kind].login,
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestPhoneTour(StationTourMixin, ScheduleCase, HttpCase):
    """H9.11, H9.13 on a phone, in Chinese."""

    browser_size = "390x844"
    touch_enabled = True

    def test_the_head_of_a_workshop_hands_in_the_day(self):
        self._finish(self._in_production(), 4)
        report = self.as_("production", self.env["order.daily.report"]).create(
            {"department_id": self.workshop.id}
        )
        self._tour(
            "production", "order_to_delivery.order_daily_report_action", "daily_report"
        )
        self.assertEqual(report.state, "handed_in")
        self.assertEqual(report.handed_in_by_id, self.users["production"])

    def test_customer_service_ticks_a_monitoring_point(self):
        checks = self._confirmed(until="instruction").order_monitoring_check_ids
        checks.due_date = fields.Date.today()
        self._tour(
            "customer_service",
            "order_to_delivery.order_monitoring_check_action",
            "monitoring",
        )
        check = checks.filtered(lambda check: check.state == "checked")
        self.assertEqual(check.finding, "As planned")
        self.assertEqual(check.checked_by_id, self.users["customer_service"])


@tagged("post_install", "-at_install")
class TestLeftoversTour(StationTourMixin, ReturnByTransferCase, HttpCase):
    """H1.15: the Warehouse opens a manufacturing order and takes leftovers back."""

    browser_size = "1440x900"

    def test_the_warehouse_takes_back_what_was_issued_beyond_need(self):
        production = self._made([(self.machine, 10)])
        self._issue(production, 33)
        self._start(production)
        self._tour(
            "warehouse", f"mrp.mrp_production_action/{production.id}", "leftovers"
        )
        document = self.env["order.material.return"].search(
            [("production_id", "=", production.id)]
        )
        self.assertEqual(document.state, "returned")
        self.assertEqual(document.line_ids.quantity, 3)
        self.assertEqual(document.returned_by_id, self.users["warehouse"])
