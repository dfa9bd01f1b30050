"""Production plans as promised, and what was planned stays planned."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KINDS
from .promise_cases import PromiseCase, RandomCase
from .promise_common import NOW


@tagged("post_install", "-at_install")
class TestPromisePlan(PromiseCase):
    """Plan as Promised, and dates that move (H7.3, H9.10)."""

    def _build_machine(self):
        workcenter = self._build_workcenter(RandomCase(self, 1).chance)
        part = self._build_bought("Plate", delay=3)
        return self._build_made("Press", [(part, 1)], [(workcenter, 45)])

    def _instructed_machine(self):
        order = self._instructed(lines=[(self._build_machine(), 2)])
        return order.order_production_instruction_ids[:1]

    @freeze_time(NOW)
    def test_only_production_plans_as_promised(self):
        instruction = self._instructed_machine()
        for kind in set(KINDS) - {"production"}:
            with self.subTest(kind=kind), self.refused("", AccessError):
                self.as_(kind, instruction).action_plan()
        self.assertFalse(any(instruction.sudo().production_ids.mapped("is_planned")))
        self.as_("production", instruction).action_plan()
        self.assertTrue(all(instruction.sudo().production_ids.mapped("is_planned")))

    @freeze_time(NOW)
    def test_what_is_not_accepted_is_not_planned(self):
        order = self._confirmed(lines=[(self._build_machine(), 2)])
        instruction = self._issue_instruction(order)
        with self.refused("is not accepted"):
            self.as_("production", instruction).action_plan()

    @freeze_time(NOW)
    def test_what_nobody_sells_is_named_all_at_once(self):
        parts = [(self._build_bought(name), 1) for name in ("Cam", "Rod")]
        order = self._instructed(lines=[(self._build_made("Pump", parts), 2)])
        instruction = order.order_production_instruction_ids[:1]
        with self.refused("nobody sells these: Cam, Rod"):
            self.as_("production", instruction).action_plan()

    @freeze_time(NOW)
    def test_planning_again_changes_nothing(self):
        instruction = self._instructed_machine()
        productions = instruction.production_ids

        def plan():
            self.as_("production", instruction).action_plan()
            self.env.invalidate_all()
            return [(mo.date_start, mo.date_finished) for mo in productions]

        self.assertEqual(plan(), plan())

    @freeze_time(NOW)
    def test_a_planned_order_whose_dates_move_stays_planned(self):
        instruction = self._instructed_machine()
        production = instruction.production_ids
        self.as_("production", instruction).action_plan()
        self.assertTrue(production.is_planned)
        order = instruction.sale_order_id
        order.sudo()._write_content(
            {"production_start_date": order.production_start_date + timedelta(14)}
        )
        production.sudo()._move_production_dates(order.production_start_date)
        self.assertTrue(production.is_planned)
        self.assertTrue(production.workorder_ids.leave_id)
        self.assertGreaterEqual(
            self.company._get_local_day(production.date_start),
            order.production_start_date,
        )
        self.assertEqual(
            production.date_start, min(production.workorder_ids.mapped("date_start"))
        )

    @freeze_time(NOW)
    def test_an_order_that_nobody_planned_is_not_planned_by_its_dates(self):
        production = self._instructed_machine().production_ids
        order = production.sale_line_id.order_id
        production.sudo()._move_production_dates(order.production_start_date)
        self.assertFalse(production.is_planned)

    @freeze_time(NOW)
    def test_a_company_may_have_it_planned_by_itself(self):
        instruction = self._instructed_machine()
        instruction._require_materials()
        self.assertFalse(instruction.production_ids.is_planned)
        self.company.sudo().order_plans_instructed = True
        instruction._require_materials()
        self.assertTrue(instruction.production_ids.is_planned)

    @freeze_time(NOW)
    def test_what_cannot_be_planned_by_itself_is_left_to_production(self):
        self.company.sudo().order_plans_instructed = True
        parts = [(self._build_bought("Cam"), 1)]
        order = self._instructed(lines=[(self._build_made("Pump", parts), 2)])
        instruction = order.order_production_instruction_ids[:1]
        instruction._require_materials()
        self.assertTrue(instruction.needs_date)
        self.assertFalse(instruction.production_ids.is_planned)
