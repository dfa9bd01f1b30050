from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .making_case import OVER_ACCEPTED, MakingCase


@tagged("post_install", "-at_install")
class TestMakingStockIn(MakingCase):
    """Finished goods enter stock as far as Quality has accepted them (H1.11)."""

    def _get_routes(self, production):
        """Return the ways to put ten of what was made into stock."""

        def button(**keys):
            self._call("production", production, "button_mark_done", **keys)

        return {
            "button": button,
            "without backorder": lambda: button(skip_backorder=True),
            "forged keys": lambda: button(
                skip_consumption=True, skip_order_to_delivery=True, force=True
            ),
            "post": lambda: (
                production.sudo().write({"qty_producing": 10}),
                production.sudo()._post_inventory(),
            ),
            **self._get_move_routes(production.sudo().move_finished_ids),
        }

    def _get_move_routes(self, move):
        values = {"quantity": 10, "picked": True}
        operation = move._prepare_move_line_vals(quantity=10)
        operation = Command.create({**operation, "move_id": False})
        done = {"state": "done", "production_id": move.production_id.id}
        return {
            "move": lambda: (move.write(values), move._action_done()),
            "state of the move": lambda: move.write({**values, "state": "done"}),
            "new move": lambda: move.copy({**done, "move_line_ids": [operation]}),
        }

    def test_nothing_enters_by_any_route_before_it_is_inspected(self):
        production = self._get_production()
        self._try_all(self._get_routes(production), OVER_ACCEPTED)
        self.assertEqual(self._get_stocked(self.product), 0)
        self.assertNotEqual(production.state, "done")

    def test_what_was_offered_and_not_judged_stays_outside(self):
        production = self._get_production()
        self._offer(production)
        self._try_all(self._get_routes(production), OVER_ACCEPTED)

    def test_what_quality_alone_accepted_waits_for_customer_service(self):
        production = self._get_production()
        self._judge_made(self._offer(production))
        self._try_all(self._get_routes(production), "Customer Service has not signed")

    def test_rejected_goods_stay_outside(self):
        production = self._get_production()
        self._judge_made(self._offer(production), 0, 10, "scrap")
        self._try_all(self._get_routes(production), OVER_ACCEPTED)

    def test_once_accepted_nothing_else_blocks(self):
        production = self._get_production()
        self._accept_made(production)
        self._call("production", production, "button_mark_done")
        self.assertEqual(production.state, "done")
        self.assertEqual(self._get_stocked(self.product), 10)

    def test_what_was_made_within_a_minute_enters_as_well(self):
        """Core then books the expected time, and entries that no workshop reads."""
        production, first, second = self._get_routed()
        for workorder in (first, second):
            # Of whatever length the test itself takes, nothing is booked.
            with freeze_time(fields.Datetime.now()):
                self._call("production", workorder, "button_start")
                self._call("production", workorder, "button_finish")
            self._accept_made(production, workorder=workorder)
        self.assertFalse(first.duration)
        self._call("production", production, "button_mark_done")
        self.assertEqual(production.state, "done")
        self.assertEqual(first.duration, first.duration_expected)

    def test_people_learn_everything_that_is_missing_at_once(self):
        production, _first, _second = self._get_routed()
        with self.refused("(?s)after Cut.*" + OVER_ACCEPTED):
            self._call("production", production, "button_mark_done")
        reasons = self.as_("production", production).inspection_held_reasons
        self.assertRegex(reasons, OVER_ACCEPTED)

    def test_eighty_of_a_hundred_enter(self):
        production = self._get_production(quantity=100)
        self._sign_made(self._judge_made(self._offer(production), 80, 20))
        with self.refused("20"):
            self._call("production", production, "button_mark_done")
        self._finish_part(production, 80)
        self.assertEqual(self._get_stocked(self.product), 80)
        with self.refused(OVER_ACCEPTED):
            self._finish_part(self._get_rest(production), 20)

    def test_each_days_output_enters_as_it_is_accepted(self):
        """Daily partial output until the ordered quantity is reached (H1.9)."""
        production = self._get_production(quantity=100)
        rest = production
        for day, quantity in enumerate((30, 30, 40), 1):
            with self.subTest(day=day):
                with self.refused(OVER_ACCEPTED):
                    self._finish_part(rest, quantity)
                self._accept_made(rest, quantity)
                if day < 3:
                    with self.refused(OVER_ACCEPTED):
                        self._finish_part(rest, quantity + 1)
                self._finish_part(rest, quantity)
                rest = self._get_rest(production)
        self.assertEqual(self._get_stocked(self.product), 100)
        self.assertFalse(rest)
        self.assertTrue(production.customer_order_id.completion_date)

    def test_more_does_not_enter_afterwards(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10, backorder=False)
        move = production.move_finished_ids
        dozen = self.env.ref("uom.product_uom_dozen")
        line = move.move_line_ids
        routes = {
            "producing": lambda: self._call(
                "production", production, "write", {"qty_producing": 11}
            ),
            "move": lambda: move.sudo().write({"quantity": 11}),
            "line": lambda: line.sudo().write({"quantity": 11}),
            "unit of the line": lambda: line.sudo().write({"product_uom_id": dozen.id}),
            "new line": lambda: line.sudo().copy({"quantity": 1, "move_id": move.id}),
        }
        self._try_all(routes, OVER_ACCEPTED)
        self.assertEqual(self._get_stocked(self.product), 10)

    def test_what_entered_stays_told(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10, backorder=False)
        move = production.move_finished_ids
        other = production.copy()
        routes = {
            "state": lambda: move.sudo().write({"state": "draft"}),
            "production": lambda: move.sudo().write({"production_id": False}),
            "another": lambda: move.sudo().write({"production_id": other.id}),
        }
        self._try_all(routes, f"stays with it|{OVER_ACCEPTED}")
        with self.refused("stays on its transfer"):
            move.move_line_ids.sudo().move_id = other.move_finished_ids

    def test_goods_are_not_cut_loose_from_their_order(self):
        production = self._get_production()
        orderpoint = self.env["stock.warehouse.orderpoint"].create(
            {"product_id": self.product.id, "product_min_qty": 0, "product_max_qty": 0}
        )
        other = self.env["mrp.production"].create({"product_id": self.product.id})
        move = production.move_finished_ids
        routes = {
            "line": lambda: production.sudo().write(
                {
                    "sale_line_id": False,
                    "move_dest_ids": [Command.clear()],
                    "orderpoint_id": orderpoint.id,
                }
            ),
            "references": lambda: production.sudo().write(
                {
                    "sale_line_id": False,
                    "move_dest_ids": [Command.clear()],
                    "reference_ids": [Command.clear()],
                }
            ),
            "group": lambda: production.sudo().write(
                {"production_group_id": other.production_group_id.id}
            ),
            "move": lambda: move.sudo().write({"production_id": other.id}),
        }
        self._try_all(routes, "stays with it")

    def test_goods_given_back_to_the_workshop_may_enter_again(self):
        """Less on the books makes room for what was accepted."""
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10, backorder=False)
        line = production.move_finished_ids.move_line_ids
        line.sudo().quantity = 8
        line.sudo().quantity = 10
        self.assertEqual(self._get_stocked(self.product), 10)

    def test_with_the_switch_off_odoo_is_as_it_was(self):
        production = self._get_production()
        self.company.sudo().use_order_to_delivery = False
        self._call("production", production, "button_mark_done")
        self._call("production", production, "write", {"qty_producing": 12})
        self.assertEqual(self._get_stocked(self.product), 12)
        production.sudo().reference_ids = [Command.clear()]

    def test_who_judged_does_not_report_the_output(self):
        production = self._get_production()
        inspection = self._offer(production)
        both = self.users["quality"]
        both.group_ids |= self.env.ref("order_to_delivery.group_production")
        self._judge_made(inspection)
        self._sign_made(inspection)
        with self.refused("judged .* yourself"):
            self._call("quality", production, "button_mark_done")
        self.company.sudo().order_allow_own_inspection = True
        self._call("quality", production, "button_mark_done")
        self.assertEqual(production.state, "done")

    def test_the_books_balance(self):
        """Moved is never more than accepted, read in SQL."""
        production = self._get_production(quantity=100)
        for quantity in (30, 30):
            rest = self._get_rest(production)
            self._accept_made(rest, quantity)
            self._finish_part(rest, quantity)
        quantities = self.env["order.making.quantity"]
        books = quantities._get_books(production)
        entered = sum(sum(lots.values()) for lots in books.entered.values())
        accepted = sum(sum(lots.values()) for lots in books.accepted.values())
        self.assertEqual((entered, accepted), (60, 60))
        self.assertRaises(UserError, self._finish_part, self._get_rest(production), 1)
