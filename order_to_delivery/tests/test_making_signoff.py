from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .making_case import OVER_SIGNED, UNSIGNED, MakingCase


@tagged("post_install", "-at_install")
class TestMakingSignoff(MakingCase):
    """Each operation is signed off before the product goes to the next (H1.10)."""

    def _get_routes(self, workorder):
        production = workorder.production_id
        return {
            "start": lambda: self._call("production", workorder, "button_start"),
            "finish": lambda: self._call("production", workorder, "button_finish"),
            "mark": lambda: self._call("production", workorder, "action_mark_as_done"),
            "dropdown": lambda: self._call(
                "production", workorder, "set_state", "progress"
            ),
            "dropdown done": lambda: self._call(
                "production", workorder, "set_state", "done"
            ),
            "write": lambda: self._call(
                "production", workorder, "write", {"state": "progress"}
            ),
            "as superuser": lambda: workorder.sudo().write({"state": "done"}),
            "from the order": lambda: self._call(
                "production",
                production,
                "write",
                {"workorder_ids": [Command.update(workorder.id, {"state": "done"})]},
            ),
            "duration": lambda: self._call(
                "production", workorder, "write", {"duration": 5.0}
            ),
            "mark all": lambda: self._call(
                "production", production, "button_mark_done"
            ),
        }

    def test_the_next_operation_waits_by_every_route(self):
        _production, first, second = self._get_routed()
        self.as_("production", first).button_finish()
        self._try_all(self._get_routes(second), UNSIGNED)
        self.assertIn(second.state, ("blocked", "ready"))

    def test_the_next_operation_is_not_begun_first_either(self):
        _production, _first, second = self._get_routed()
        self._try_all(self._get_routes(second), UNSIGNED)

    def test_the_first_operation_is_free(self):
        _production, first, _second = self._get_routed()
        self.as_("production", first).button_start()
        self.assertEqual(first.state, "progress")

    def test_once_signed_off_nothing_else_blocks(self):
        production, first, second = self._get_routed()
        self.as_("production", first).button_finish()
        inspection = self._accept_made(production, 10, first)
        self.assertEqual(inspection.kind, "process")
        self.assertFalse(inspection.needs_second_signature)
        self.as_("production", second).button_start()
        self.as_("production", second).button_finish()
        self.assertEqual(second.state, "done")
        self.assertFalse(self.as_("production", second).signoff_held_reasons)
        self._accept_made(production)
        self._finish_part(production, 10, backorder=False)
        self.assertEqual(production.state, "done")
        self.assertEqual(self._get_stocked(self.routed), 10)

    def test_the_workshop_is_told_before_it_presses(self):
        _production, _first, second = self._get_routed()
        self.assertRegex(self.as_("production", second).signoff_held_reasons, UNSIGNED)

    def test_eighty_signed_off_let_eighty_go_on(self):
        production, first, second = self._get_routed(100)
        self.as_("production", first).button_finish()
        self._judge_made(self._offer(production, 100, first), 80, 20, "scrap")
        self.as_("production", second).button_start()
        with self.refused(OVER_SIGNED):
            self.as_("production", second).button_finish()
        with self.refused(OVER_SIGNED):
            self._call("production", second, "write", {"qty_produced": 81})
        self._accept_made(production, 20)
        production.qty_producing = 80
        self.as_("production", second).button_finish()
        self.assertEqual((second.state, second.qty_produced), ("done", 80))

    def test_what_is_signed_off_while_it_is_made_may_go_on(self):
        """Pieces are handed on before the whole lot is through."""
        production, first, second = self._get_routed()
        self.as_("production", first).button_start()
        self._accept_made(production, 4, first)
        self.as_("production", second).button_start()
        self.assertEqual(second.state, "progress")

    def test_a_cancelled_operation_is_signed_off_all_the_same(self):
        production, first, second = self._get_routed()
        self.as_("production", first).action_cancel()
        with self.refused(UNSIGNED):
            self.as_("production", second).button_start()
        self._accept_made(production, 10, first)
        self.as_("production", second).button_start()

    def test_nothing_is_taken_out_of_the_way(self):
        production, first, second = self._get_routed()
        self.as_("production", first).button_finish()
        routes = {
            "link": lambda: self._call(
                "production",
                second,
                "write",
                {"blocked_by_workorder_ids": [Command.clear()]},
            ),
            "link from before": lambda: self._call(
                "production",
                first,
                "write",
                {"needed_by_workorder_ids": [Command.unlink(second.id)]},
            ),
            "unlink": lambda: first.sudo().unlink(),
            "key": lambda: self._call(
                "production", second, "write", {"operation_key": "another"}
            ),
        }
        self._try_all(routes, "keeps its place")

    def test_operations_are_planned_anew_before_production_starts(self):
        production, first, second = self._get_routed()
        second.sudo().unlink()  # the workshop may not touch its analytic entries
        self.assertEqual(production.workorder_ids, first)

    def test_an_operation_added_by_hand_is_signed_off_too(self):
        production, first, second = self._get_routed()
        self.as_("production", first).button_finish()
        self._accept_made(production, 10, first)
        added = self.as_("production", self.env["mrp.workorder"]).create(
            {
                "name": "Patch",
                "production_id": production.id,
                "workcenter_id": self.workcenter.id,
                "sequence": second.sequence + 1,
            }
        )
        self.assertFalse(added.operation_id)
        self.assertEqual(added.blocked_by_workorder_ids, second)
        self.as_("production", second).button_finish()
        with self.refused("signed off nothing after Assemble"):
            added.button_start()
        self._accept_made(production, 10, second)
        added.button_start()
        self.assertEqual(added.state, "progress")

    def test_a_copied_operation_is_one_of_its_own(self):
        production, first, _second = self._get_routed()
        copied = first.copy({"production_id": production.id})
        self.assertNotEqual(copied._get_operation_key(), first._get_operation_key())

    def test_each_days_part_goes_on_with_what_was_signed_off(self):
        """A partial output makes new work orders: the sign-off stays (H1.9)."""
        production, first, _second = self._get_routed(100)
        self._accept_made(production, 60, first)
        self._accept_made(production, 60)
        self._finish_part(production, 40)
        rest = self._get_rest(production)
        self.assertEqual(
            [w._get_operation_key() for w in rest.workorder_ids],
            [w._get_operation_key() for w in production.workorder_ids],
        )
        self._finish_part(rest, 20)
        rest = self._get_rest(production)
        with self.refused(UNSIGNED):
            self.as_("production", rest.workorder_ids[1]).button_start()
        self._accept_made(rest, 40, rest.workorder_ids[0])
        self._accept_made(rest)
        self._finish_part(rest, 40)
        self.assertEqual(self._get_stocked(self.routed), 100)

    def test_a_change_of_operations_needs_its_signoff_before_stock_in(self):
        production, first, second = self._get_routed()
        self._accept_made(production, 10, first)
        self.as_("production", first).button_finish()
        self.as_("production", second).button_finish()
        self.as_("production", self.env["mrp.workorder"]).create(
            {
                "name": "Pack",
                "production_id": production.id,
                "workcenter_id": self.workcenter.id,
                "sequence": second.sequence + 1,
            }
        )
        self._accept_made(production)
        with self.refused("signed off after Assemble"):
            self._call("production", production, "button_mark_done")

    def test_production_for_stock_is_not_hindered(self):
        production = self.as_("production", self.env["mrp.production"]).create(
            {"product_id": self.routed.id, "product_qty": 2}
        )
        production.action_confirm()
        second = production.workorder_ids[1]
        second.button_start()
        self.assertEqual(second.state, "progress")
        self.assertFalse(production.can_request_inspection)
        with self.refused("nothing to inspect"):
            self._offer(production.with_env(self.env), 1)

    def test_all_production_is_inspected_where_the_company_says_so(self):
        self.company.sudo().order_finished_inspection_policy = "all"
        production = self.as_("production", self.env["mrp.production"]).create(
            {"product_id": self.routed.id, "product_qty": 2}
        )
        production.action_confirm()
        with self.refused(UNSIGNED):
            production.workorder_ids[1].button_start()
        self._inspect_made(production.with_env(self.env))
        production.button_mark_done()
        self.assertEqual(production.state, "done")

    def test_with_the_switch_off_odoo_is_as_it_was(self):
        production, first, second = self._get_routed()
        self.company.sudo().use_order_to_delivery = False
        self.as_("production", second).button_start()
        self.as_("production", second).button_finish()
        first.sudo().unlink()
        self.assertFalse(production.can_request_inspection)
        self.assertFalse(self.as_("production", second).signoff_held_reasons)

    def test_what_was_under_way_is_spared(self):
        production, _first, second = self._get_routed()
        production.sudo().order_to_delivery_exempt = True
        self.as_("production", second).button_finish()
        self._finish_part(production, 10, backorder=False)
        self.assertEqual(production.state, "done")

    def test_confirming_never_asks(self):
        order = self._instructed([(self.routed, 10)])
        self.assertEqual(self._productions(order).state, "confirmed")

    def test_the_unit_of_a_production_counts(self):
        production, first, second = self._get_routed(12)
        dozen = self.env.ref("uom.product_uom_dozen")
        self._accept_made(production, 2, first)
        production.qty_producing = 2
        self.as_("production", second).button_finish()
        with self.assertRaises(UserError):
            production.sudo().product_uom_id = dozen
            self.env.flush_all()
