"""Orders in production that are scheduled, reported by the day, and watched."""

from datetime import datetime, time

from odoo import Command, fields
from odoo.tests import new_test_user

from .exception_common import ExceptionCase
from .factory import NO_LETTERS


class ScheduleCase(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop = cls.departments["production"]
        cls.workshop.workcenter_ids = cls.workcenter
        cls.worker = new_test_user(
            cls.env,
            login="otd_worker",
            groups="order_to_delivery.group_production",
            name="Worker",
            email="worker@example.com",
            context=NO_LETTERS,
        )
        cls.workshop.member_ids = [Command.create({"user_id": cls.worker.id})]

    def _day(self, days):
        """Return a morning some days from now, in the company's working hours."""
        day = fields.Date.add(fields.Date.today(), days=days)
        return datetime.combine(day, time(9))

    def _open_replan(self, source, kind="production", **values):
        """Open the dialog by its button, and fill it in, as the client does."""
        action = self.as_(kind, source).action_reschedule()
        return (
            self.env[action["res_model"]]
            .with_user(self.users[kind])
            .with_context(**action["context"])
            .create(
                {
                    "date_start": self._day(40),
                    "cause": "late_material",
                    "note": "The boards come later.",
                    **values,
                }
            )
        )

    def _replan(self, source, **values):
        replan = self._open_replan(source, **values)
        replan.action_show()
        replan.action_keep()
        self.env.invalidate_all()
        return replan

    def _local(self, moment):
        return self.company._get_local_day(moment)
