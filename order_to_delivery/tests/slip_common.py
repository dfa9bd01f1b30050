"""Confirmations that customers do not return, day by day."""

from freezegun import freeze_time

from odoo import fields

from .change_common import ChangeMixin
from .common import OrderToDeliveryCase

MONDAY = "2026-12-07"


class SlipCase(ChangeMixin, OrderToDeliveryCase):
    """The company works in Shanghai, Monday to Friday; tests begin on a Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"

    def _at(self, days, time="02:00"):
        """Return a context in which it is a time (UTC) so many days after Monday."""
        day = fields.Date.add(fields.Date.to_date(MONDAY), days=days)
        return freeze_time(f"{day} {time}")

    def _get_sent(self, grade="B", **values):
        """Return an order whose confirmation is sent on Monday."""
        with self._at(0):
            return self._walk_to("signature", grade=grade, **values)

    def _pass_days(self, first, last):
        """Let the cron run on each day, both included."""
        for day in range(first, last + 1):
            with self._at(day):
                self._run_cron("settle_slips")

    def _get_dates(self, order):
        order.invalidate_recordset()
        return order.finished_date, order._get_promise_day()

    def _get_ledger(self, order):
        """Return what the ledger has of late signatures: (day, kind, days)."""
        rows = self.env["order.date.change"].search(
            [("sale_order_id", "=", order.id), ("cause", "=", "late_signature")]
        )
        return sorted((str(row.date), row.kind, row.days) for row in rows)
