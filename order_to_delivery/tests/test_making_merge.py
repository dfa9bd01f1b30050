"""H1.11: merging and splitting neither lose nor double what was signed."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .making_case import OVER_ACCEPTED, OVER_SIGNED, UNSIGNED, MakingCase


class MergeCase(MakingCase):
    def _merge(self, productions, kind="production"):
        action = self.as_(kind, productions).action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["mrp.production"].browse(action["res_id"])

    def _split(self, production, quantities):
        """Split a manufacturing order as the workshop does, in the dialog."""
        action = self.as_("production", production).action_split()
        dialog = Form(
            self.as_("production", self.env[action["res_model"]]).with_context(
                **action["context"]
            )
        )
        dialog.max_batch_size = max(quantities)
        wizard = dialog.save()
        for detail, quantity in zip(
            wizard.production_detailed_vals_ids, quantities, strict=True
        ):
            detail.quantity = quantity
        wizard.action_split()
        self.env.invalidate_all()
        return production.production_group_id.production_ids.sorted("id")

    def _get_books(self, production):
        """Return what was accepted of finished goods, and what entered stock."""
        books = self.env["order.making.quantity"].sudo()._get_books(production)
        accepted = sum(
            sum(by_lot.values())
            for (_group, _product, key), by_lot in books.accepted.items()
            if not key
        )
        entered = sum(sum(by_lot.values()) for by_lot in books.entered.values())
        return accepted, entered


@tagged("post_install", "-at_install")
class TestMakingMerge(MergeCase):
    def test_parts_of_one_order_stay_with_its_line_and_instruction(self):
        production = self._get_production(quantity=10)
        line, order = production.sale_line_id, production.customer_order_id
        self.assertTrue(line)
        instruction = order.order_production_instruction_ids
        parts = self._split(production, [4, 6])
        self.assertEqual(parts.sale_line_id, line)
        self.assertEqual(instruction.production_ids, parts)
        merged = self._merge(parts)
        self.assertEqual(merged.sale_line_id, line)
        self.assertEqual(merged.move_finished_ids.sale_line_id, line)
        self.assertEqual(merged.customer_order_id, order)
        self.assertEqual(merged.order_instruction_id, instruction)
        self.assertIn(merged, instruction.production_ids)
        self.assertEqual(merged.move_dest_ids.sale_line_id, line)

    def test_orders_of_two_customers_both_stay_tied(self):
        one, other = self._get_production(), self._get_production()
        orders = one.customer_order_id | other.customer_order_id
        merged = self._merge(one | other)
        self.assertEqual(merged._get_customer_orders()[merged], orders)
        instructions = orders.order_production_instruction_ids
        self.assertEqual(merged.order_production_instruction_ids, instructions)
        self.assertTrue(merged._filter_inspected())
        with self.refused(OVER_ACCEPTED):
            self._finish_part(merged, 20)
        self._accept_made(merged)
        self._finish_part(merged, 20)
        self.assertEqual(self._get_stocked(self.product), 20)

    def test_goods_for_stock_take_no_order_s_way_out(self):
        """Merged with what is for stock, an order's goods are inspected as before."""
        production = self._get_production()
        stock = self.env["mrp.production"].create(
            {"product_id": self.product.id, "product_qty": 5, "bom_id": self.bom.id}
        )
        stock.action_confirm()
        self.assertFalse(stock._filter_inspected())
        merged = self._merge(production | stock)
        self.assertTrue(merged._filter_inspected())
        with self.refused(OVER_ACCEPTED):
            self._finish_part(merged, 5)

    def test_an_order_that_would_get_lost_is_not_merged(self):
        """Only its line ties it, which two lines cannot do for one production."""
        one, other = self._get_production(), self._get_production()
        other.sudo().move_dest_ids.created_production_id = False
        other.sudo().move_finished_ids.move_dest_ids = [Command.clear()]
        other.sudo().reference_ids = [Command.clear()]
        orders = other._get_customer_orders()[other]
        self.assertTrue(orders)
        with self.refused(f"{orders.name} would not be told", UserError):
            self._merge(one | other)
        self.assertEqual((one | other).mapped("state"), ["confirmed", "confirmed"])

    def test_the_rests_of_two_orders_both_stay_tied(self):
        """What is left of a partial output has no delivery that waits for it alone."""
        self.company.order_finished_second_signature = True
        rests = self.env["mrp.production"]
        for _turn in range(2):
            production = self._get_production(quantity=10)
            self._accept_made(production, 4)
            self._finish_part(production, 4)
            rests |= self._get_rest(production)
        orders = rests.sale_line_id.order_id
        self.assertEqual(len(orders), 2)
        merged = self._merge(rests)
        self.assertEqual(merged._get_customer_orders()[merged], orders)
        self.assertEqual(self._get_books(merged), (8, 8))
        inspection = self._judge_made(self._offer(merged, 12))
        self.assertTrue(inspection.asks_second_signature)
        self._sign_made(inspection)
        self._finish_part(merged, 12)
        self.assertEqual(self._get_stocked(self.product), 20)

    def test_what_was_accepted_counts_once(self):
        one, other = self._get_production(), self._get_production()
        self._accept_made(one, 6)
        self._accept_made(other, 3)
        merged = self._merge(one | other)
        self.assertEqual(self._get_books(merged), (9, 0))
        with self.refused(OVER_ACCEPTED):
            self._finish_part(merged, 10)
        self._finish_part(merged, 9)
        self.assertEqual(self._get_books(merged), (9, 9))
        rest = self._get_rest(merged)
        with self.refused(OVER_ACCEPTED):
            self._finish_part(rest, 1)

    def test_merged_again_and_split_again_it_still_counts_once(self):
        parts = self._split(self._get_production(quantity=10), [4, 6])
        self._accept_made(parts[0], 7)
        merged = self._merge(parts)
        for _turn in range(2):
            parts = self._split(merged, [5, 5])
            self.assertEqual(self._get_books(parts), (7, 0))
            merged = self._merge(parts)
        self.assertEqual(self._get_books(merged), (7, 0))
        with self.refused(OVER_ACCEPTED):
            self._finish_part(merged, 8)
        self._finish_part(merged, 7)
        self.assertEqual(self._get_stocked(self.product), 7)

    def test_what_is_left_of_a_group_stays_with_it(self):
        """Two of three parts are merged: all three share what was accepted."""
        parts = self._split(self._get_production(quantity=12), [4, 4, 4])
        self._accept_made(parts[0], 6)
        merged = self._merge(parts[:2])
        left = parts[2]
        self.assertEqual(left.production_group_id, merged.production_group_id)
        self._finish_part(left, 4)
        with self.refused(OVER_ACCEPTED):
            self._finish_part(merged, 3)
        self._finish_part(merged, 2)

    def test_sign_offs_of_operations_are_kept(self):
        production, first, _second = self._get_routed(10)
        self._accept_made(production, 5, first)
        parts = self._split(production, [4, 6])
        merged = self._merge(parts)
        first, second = merged.workorder_ids
        merged.qty_producing = 10
        with self.refused(OVER_SIGNED):
            self._call("production", second, "button_finish")
        self._accept_made(merged, 5, first)
        self._call("production", second, "button_finish")
        self.assertEqual(second.state, "done")

    def test_what_is_not_signed_off_stays_so(self):
        parts = self._split(self._get_routed(10)[0], [4, 6])
        merged = self._merge(parts)
        routes = {
            "start": lambda: self._call(
                "production", merged.workorder_ids[1], "button_start"
            ),
            "finish": lambda: self._call(
                "production", merged.workorder_ids[1], "button_finish"
            ),
            "done": lambda: self._call("production", merged, "button_mark_done"),
        }
        self._try_all(routes, UNSIGNED)

    # What waits for Quality, and for the second signature

    def test_what_waits_for_quality_waits_on(self):
        production, first, _second = self._get_routed(10)
        parts = self._split(production, [4, 6])
        first = parts[0].workorder_ids[0]
        process = self._offer(parts[0], 4, first)
        goods = self._offer(parts[1], 5)
        merged = self._merge(parts)
        self.assertEqual((process | goods).mapped("state"), ["draft", "draft"])
        self.assertEqual((process | goods).production_id, merged)
        self.assertEqual(process.workorder_id, merged.workorder_ids[0])
        self._judge_made(process)
        self._sign_made(self._judge_made(goods))
        self.assertEqual(self._get_books(merged), (5, 0))

    def test_what_misses_the_second_signature_misses_it_on(self):
        self.company.order_finished_second_signature = True
        parts = self._split(self._get_production(quantity=10), [4, 6])
        inspection = self._judge_made(self._offer(parts[0], 4))
        self.assertTrue(inspection.asks_second_signature)
        merged = self._merge(parts)
        with self.refused("second signature|Customer Service"):
            self._finish_part(merged, 4)
        self._sign_made(inspection)
        self._finish_part(merged, 4)

    # Who, and by which routes

    def test_nobody_merges_who_may_not_write_manufacturing_orders(self):
        parts = self._split(self._get_production(quantity=10), [4, 6])
        for kind in ("sales", "customer_service", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._merge(parts, kind)

    def test_no_hand_puts_a_part_into_another_group(self):
        """Two productions do not share what only one of them was accepted for."""
        one, other = self._get_production(), self._get_production()
        self._accept_made(one, 10)
        group = one.production_group_id
        routes = {
            "part": lambda: self._call(
                "production", other, "write", {"production_group_id": group.id}
            ),
            "group": lambda: self._call(
                "production",
                group,
                "write",
                {"production_ids": [Command.link(other.id)]},
            ),
            "taken off": lambda: self._call(
                "production",
                group,
                "write",
                {"production_ids": [Command.unlink(one.id)]},
            ),
        }
        self._try_all(routes, "stays with it")

    # The rest of a day

    def test_the_rest_of_a_partial_output_stays_with_its_instruction(self):
        production = self._get_production(quantity=10)
        instruction = production.customer_order_id.order_production_instruction_ids
        self._accept_made(production, 4)
        self._finish_part(production, 4)
        rest = self._get_rest(production)
        self.assertEqual(rest.sale_line_id, production.sale_line_id)
        self.assertEqual(instruction.production_ids, production | rest)
        self.assertEqual(self._get_books(rest), (4, 4))
        with self.refused(OVER_ACCEPTED):
            self._finish_part(rest, 6)
