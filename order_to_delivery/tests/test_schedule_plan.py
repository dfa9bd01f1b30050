"""Production plans anew, sees the effect first, and everybody concerned is told."""

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import KINDS
from .schedule_common import ScheduleCase


@tagged("post_install", "-at_install")
class TestSchedulePlan(ScheduleCase):
    """The production plan is adjusted, and everybody concerned told (H7.3, H7.4)."""

    def _get_dates(self, order):
        return (order.finished_date, order._get_promise_day())

    def test_the_effect_is_shown_before_anything_is_kept(self):
        production = self._in_production()
        order = production.customer_order_id
        before = (*self._get_dates(order), production.date_start)
        replan = self._open_replan(production)
        replan.action_show()
        self.env.invalidate_all()
        self.assertEqual(before, (*self._get_dates(order), production.date_start))
        self.assertFalse(order.order_date_change_ids.filtered("note"))
        line = replan.line_ids
        self.assertEqual(line.production_id, production)
        self.assertEqual(line.sale_order_id, order)
        self.assertEqual(line.finished_date, order.finished_date)
        self.assertEqual(line.new_finished_date, self._local(line.new_end))
        self.assertGreater(line.days, 0)
        self.assertEqual(line.new_promised_date, line.new_finished_date)

    def test_a_later_plan_moves_the_order_and_stands_in_the_ledger(self):
        production = self._in_production()
        order = production.customer_order_id
        old = order.finished_date
        self._replan(production.workorder_ids)
        self.assertGreaterEqual(production.date_start, self._day(40))
        self.assertEqual(order.finished_date, self._local(production.date_finished))
        self.assertEqual(order._get_promise_day(), order.finished_date)
        self.assertEqual(self._local(production.date_deadline), order.finished_date)
        change = order.order_date_change_ids.filtered(
            lambda c: c.note and c.kind == "finished"
        )
        self.assertEqual(
            (change.cause, change.owner_id, change.old_date, change.new_date),
            ("late_material", self.users["production"], old, order.finished_date),
        )

    def test_each_time_counts_in_the_ledger_twice_a_day_as_well(self):
        production = self._in_production()
        order = production.customer_order_id
        self._replan(production)
        self._replan(production, date_start=self._day(50))
        changes = order.order_date_change_ids.filtered(
            lambda c: c.note and c.kind == "finished"
        )
        self.assertEqual(len(changes), 2)
        self.assertEqual(
            sum(changes.mapped("days")),
            (order.finished_date - min(changes.mapped("old_date"))).days,
        )

    def test_everybody_concerned_is_told_and_the_customer_has_to_be(self):
        production = self._in_production()
        order = production.customer_order_id
        production.workorder_ids.assigned_user_ids = self.worker
        self._replan(production)
        told = order.message_ids[:1]
        self.assertFalse(told.subtype_id == self.env.ref("mail.mt_comment"))
        wanted = ("sales", "customer_service", "material_control", "purchasing")
        self.assertEqual(
            told.notified_partner_ids.user_ids,
            self.env["res.users"].union(*(self.users[kind] for kind in wanted)),
        )
        self.assertIn(
            self.worker.partner_id, production.message_ids[:1].notified_partner_ids
        )
        activity = order.activity_ids.filtered(
            lambda a: "the new date" in (a.summary or "")
        )
        self.assertEqual(activity.user_id, self.users["customer_service"])

    def test_a_plan_within_the_finished_date_moves_no_date(self):
        production = self._in_production()
        order = production.customer_order_id
        before = self._get_dates(order)
        self._replan(production, date_start=self._day(3))
        self.assertEqual(before, self._get_dates(order))
        self.assertFalse(order.order_date_change_ids.filtered("note"))
        self.assertGreaterEqual(production.date_start, self._day(3))

    def test_nothing_is_kept_of_which_the_effect_was_not_shown(self):
        production = self._in_production()
        replan = self._open_replan(production)
        with self.refused("Look at the effect"):
            replan.action_keep()
        replan.action_show()
        replan.date_start = self._day(60)
        with self.refused("Look at the effect"):
            replan.action_keep()

    def test_a_schedule_that_changed_meanwhile_is_shown_again(self):
        production = self._in_production()
        replan = self._open_replan(production)
        replan.action_show()
        self.workcenter.resource_calendar_id.leave_ids = [
            Command.create(
                {
                    "name": "Stocktaking",
                    "date_from": self._day(39),
                    "date_to": self._day(48),
                    "resource_id": self.workcenter.resource_id.id,
                }
            )
        ]
        with self.refused("show it again"):
            replan.action_keep()

    def test_what_was_cancelled_since_it_was_shown_is_not_planned(self):
        production = self._in_production()
        replan = self._open_replan(production)
        replan.action_show()
        production.sudo().action_cancel()
        with self.refused("not planned here"):
            replan.action_keep()

    def test_only_production_plans_anew_even_where_rights_do_not_ask(self):
        replan = self._open_replan(self._in_production())
        machine = self.as_("sales", replan).sudo()
        for button in (machine.action_show, machine.action_keep):
            with self.refused("belongs to Production", AccessError):
                button()

    def test_the_effect_is_not_written_by_hand(self):
        production = self._in_production()
        replan = self._open_replan(production)
        replan.action_show()
        with self.assertRaises(AccessError):
            replan.write({"line_ids": [Command.clear()]})
        with self.assertRaises(AccessError):
            replan.line_ids.new_finished_date = fields.Date.today()

    def test_what_uses_the_goods_is_planned_after_them(self):
        part = self._make_product("FRAME", [(self.component, 1)])
        product = self._make_product("RACK", [(part, 1)])
        order = self._instructed(lines=[(product, 4)])
        parent = self._productions(order)
        child = self.env["mrp.production"].create(
            {
                "product_id": part.id,
                "product_qty": 4,
                "reference_ids": order.stock_reference_ids.ids,
            }
        )
        child.action_confirm()
        child.production_group_id.parent_ids = parent.production_group_id
        self._replan(child)
        self.assertGreaterEqual(parent.date_start, child.date_finished)
        self.assertEqual(order.finished_date, self._local(parent.date_finished))

    def test_what_has_begun_keeps_its_start(self):
        production = self._in_production()
        self.as_("production", production.workorder_ids).button_start()
        began = production.date_start
        self._replan(production)
        self.assertEqual(production.date_start, began)
        self.assertEqual(production.state, "progress")

    def test_only_production_plans(self):
        production = self._in_production()
        for kind in set(KINDS) - {"production"}:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    self._plan_by_rpc(kind, production)
        self.assertLess(production.date_start, self._day(30))

    def _plan_by_rpc(self, kind, production):
        model = self.as_(kind, self.env["order.schedule.replan"])
        values = {
            "production_ids": production.ids,
            "date_start": self._day(40),
            "cause": "other",
            "note": "By hand",
        }
        [replan] = call_kw(model, "create", [[values]], {})
        call_kw(model, "action_show", [[replan]], {})
        call_kw(model, "action_keep", [[replan]], {})

    def test_other_causes_than_productions_are_refused(self):
        production = self._in_production()
        with self.refused("no cause of a new plan"):
            self._open_replan(production, cause="late_signature")

    def test_a_company_with_the_switch_off_plans_as_in_odoo(self):
        production = self._in_production()
        self.company.use_order_to_delivery = False
        self.assertFalse(production.can_reschedule)
        with self.refused("not planned here"):
            self._open_replan(production).action_show()
        production.date_start = self._day(40)
        self.assertFalse(production.days_behind)
        self.assertFalse(self._get_behind(production))

    def test_what_was_under_way_before_is_spared(self):
        production = self._in_production()
        production.order_to_delivery_exempt = True
        with self.refused("not planned here"):
            self._open_replan(production).action_show()

    def _get_behind(self, production, kind="production"):
        self.env.flush_all()
        self.env["order.desk.entry"].invalidate_model()
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [("res_model", "=", production._name), ("res_id", "=", production.id)]
        )

    def test_a_plan_beyond_the_date_lies_on_productions_desk_by_any_route(self):
        """Problems are warned of before they delay (H8.5)."""
        production = self._in_production()
        self.assertFalse(self._get_behind(production))
        production.date_start = self._day(40)
        self.assertGreater(production.days_behind, 0)
        entry = self._get_behind(production)
        self.assertEqual((entry.asked, entry.department), ("replan", "production"))
        self.assertEqual(entry.sale_order_id, production.customer_order_id)
        self.assertEqual(entry.action_open()["res_id"], production.id)
        self._replan(production)
        self.assertFalse(self._get_behind(production))
