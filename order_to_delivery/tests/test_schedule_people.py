"""Production hands work out to lines and people."""

import threading

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

from .common import KINDS
from .schedule_common import ScheduleCase


@tagged("post_install", "-at_install")
class TestSchedulePeople(ScheduleCase):
    """Lines and people are assigned, and told (H2.3, H8.5)."""

    def test_production_hands_work_out_to_its_people_who_are_told(self):
        production = self._in_production()
        workorder = self.as_("production", production.workorder_ids)
        self.assertIn(self.worker, workorder.assignable_user_ids)
        workorder.assigned_user_ids = self.worker
        message = self.env["mail.message"].search(
            [
                ("model", "=", production._name),
                ("res_id", "=", production.id),
                ("notified_partner_ids", "in", self.worker.partner_id.ids),
            ]
        )
        self.assertEqual(len(message), 1)
        found = workorder.with_user(self.worker).search(
            [("assigned_user_ids", "in", self.worker.ids)]
        )
        self.assertEqual(found, production.workorder_ids)

    def test_nobody_else_hands_work_out(self):
        production = self._in_production()
        for record in (production, production.workorder_ids):
            for kind in set(KINDS) - {"production"}:
                with self.subTest(kind=kind, model=record._name):
                    model = self.as_(kind, record)
                    with self.assertRaises(AccessError):
                        values = {"assigned_user_ids": [Command.set(self.worker.ids)]}
                        call_kw(model.browse(), "write", [record.ids, values], {})
        self.assertFalse(production.workorder_ids.assigned_user_ids)

    def test_people_of_no_workshop_are_refused(self):
        production = self._in_production()
        for record in (production, production.workorder_ids):
            with self.subTest(model=record._name), self.refused("do not belong to"):
                self.as_("production", record).assigned_user_ids = self.users["sales"]

    def test_another_workshops_line_does_not_take_these_people(self):
        other = self.env["mrp.workcenter"].create({"name": "Paint"})
        self.env["order.department"].create(
            {
                "name": "Paint Shop",
                "kind": "production",
                "company_id": self.company.id,
                "head_id": self.users["production"].id,
                "workcenter_ids": other.ids,
            }
        )
        workorder = self.as_("production", self._in_production().workorder_ids)
        workorder.assigned_user_ids = self.worker
        with self.refused("do not belong to"):
            workorder.workcenter_id = other
        workorder.assigned_user_ids = False
        workorder.workcenter_id = other
        self.assertEqual(workorder.workcenter_id, other)

    def test_what_is_split_off_stays_with_who_has_the_work(self):
        production = self._in_production()
        lead = self.as_("production", production)
        lead.assigned_user_ids = self.worker
        lead.workorder_ids.assigned_user_ids = self.worker
        self._finish(production, 4)
        rest = production.production_group_id.production_ids - production
        self.assertEqual(rest.assigned_user_ids, self.worker)
        self.assertEqual(rest.workorder_ids.assigned_user_ids, self.worker)

    def test_urgent_work_stands_first_then_the_earliest(self):
        """Scheduling by urgency and date (H2.2, H6.1)."""
        first, second, third = (self._in_production() for _turn in range(3))
        first.date_start = self._day(5)
        second.date_start = self._day(4)
        third.write({"date_start": self._day(6), "priority": "1"})
        found = self.env["mrp.workorder"].search(
            [("production_id", "in", (first | second | third).ids)],
            order="production_id, sequence, id",
        )
        self.assertEqual(list(found.production_id), list(third | second | first))

    def test_with_the_switch_off_nobody_is_asked_who_does_it(self):
        self.company.use_order_to_delivery = False
        production = self.env["mrp.production"].create(
            {"product_id": self.product.id, "bom_id": self.bom.id}
        )
        production.action_confirm()
        self.assertFalse(production.assigned_user_ids)
        with self.assertRaises(UserError):
            self._open_replan(production).action_show()

    def test_an_instruction_is_accepted_without_a_query_for_the_schedule(self):
        order = self._confirmed()
        self._issue_instruction(order)
        self.env.flush_all()
        self.env.invalidate_all()
        asked = []

        def note(cr, query, params, start, delay):
            asked.append(query.code if isinstance(query, SQL) else str(query))

        thread = threading.current_thread()
        thread.query_hooks = [note]
        try:
            self._accept_instruction(order)
            self.env.flush_all()
        finally:
            del thread.query_hooks
        self.assertTrue(self._productions(order).workorder_ids)
        names = {
            self.env[model]._fields["assigned_user_ids"].relation
            for model in ("mrp.production", "mrp.workorder")
        }
        for name in (*names, "order_monitoring", "order_daily_report", "order_patrol"):
            self.assertFalse([text for text in asked if name in text])
