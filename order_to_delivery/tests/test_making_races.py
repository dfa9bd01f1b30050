"""Two work orders against one sign-off, on connections of their own."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_common import IS_LONG, ROUNDS, Act, RaceCase
from .race_orders import Round


@tagged("post_install", "-at_install", "races")
class TestMakingRaces(RaceCase):
    def _make_routed(self, number):
        """Return products of two operations, each of a lane of its own."""
        products = self.env["product.product"].create(
            [{"name": f"Routed {n}", "is_storable": True} for n in range(number)]
        )
        workcenters = self.env["mrp.workcenter"].create(
            [{"name": f"Bench {n}"} for n in range(2 * number)]
        )
        for n, product in enumerate(products):
            self.env["mrp.bom"].create(
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "operation_ids": [
                        Command.create(
                            {
                                "name": name,
                                "workcenter_id": workcenters[2 * n + turn].id,
                            }
                        )
                        for turn, name in enumerate(("Cut", "Assemble"))
                    ],
                }
            )
        return products

    def _prepare_productions(self, number):
        """Return pairs of parts of 60 of one production."""
        self.warehouse.company_id.sudo().order_finished_inspection_policy = "all"
        productions = self.env["mrp.production"].create(
            [
                {"product_id": product.id, "product_qty": 120}
                for product in self._make_routed(number)
            ]
        )
        productions.action_confirm()
        parts = []
        for production in productions:
            parts.append(production._split_productions({production: [60, 60]}))
        self.env.flush_all()
        return parts

    def _finishing(self, workorder):
        return Act("production", workorder._name, workorder.ids, "button_finish")

    def _prepare_signoffs(self, number):
        """Return rounds in which two work orders of 60 meet 100 signed off."""
        rounds = []
        for first, second in self._prepare_productions(number):
            self._accept_made(first, 100, first.workorder_ids[0])
            racers = [
                [self._finishing(part.workorder_ids[1])] for part in (first, second)
            ]
            rounds.append(Round(racers, [], 0))
        return rounds

    def _prepare_stock_ins(self, number):
        """Return rounds in which two outputs of 60 meet 100 accepted."""
        rounds = []
        for first, second in self._prepare_productions(number):
            self._accept_made(first, 120, first.workorder_ids[0])
            self._accept_made(first, 100)
            racers = [
                [Act("production", part._name, part.ids, "button_mark_done")]
                for part in (first, second)
            ]
            rounds.append(Round(racers, [], 0))
        return rounds

    def _run_all(self, prepare, number=ROUNDS):
        """Return how each racer of each round ended, and the books of all rounds."""
        with self._committed():
            rounds = prepare(number)
        results = self._run_rounds(rounds)
        with self._committed() as env:
            groups = env["mrp.production.group"].search([], order="id desc")
            productions = groups[:number].production_ids
            books = env["order.making.quantity"]._get_books(productions)
        return results, books

    def _run_guarded(self, prepare):
        results, books = self._run_all(prepare)
        for outcomes in results:
            self.assertFalse([one.failure for one in outcomes if one.failure])
            self.assertEqual(sum(one.succeeded for one in outcomes), 1)
        return books

    def _run_unguarded(self, prepare):
        """Race while nobody collides on a guard; return in how many rounds both won."""
        with patch.object(OrderQuantityGuard, "_touch", lambda *_: None):
            results, books = self._run_all(prepare, 50 if IS_LONG else 5)
        both = sum(all(one.succeeded for one in outcomes) for outcomes in results)
        return both, books

    def test_one_signoff_lets_one_work_order_go_on(self):
        books = self._run_guarded(self._prepare_signoffs)
        self.assertEqual(sum(books.made.values()), 60 * ROUNDS)

    def test_one_accepted_quantity_lets_one_output_in(self):
        books = self._run_guarded(self._prepare_stock_ins)
        entered = [sum(by_lot.values()) for by_lot in books.entered.values()]
        self.assertEqual(sum(entered), 60 * ROUNDS)

    def test_without_the_guard_both_work_orders_go_on(self):
        both, books = self._run_unguarded(self._prepare_signoffs)
        self.assertTrue(both)
        self.assertGreater(sum(books.made.values()), 60 * (50 if IS_LONG else 5))

    def test_without_the_guard_both_outputs_get_in(self):
        both, books = self._run_unguarded(self._prepare_stock_ins)
        self.assertTrue(both)
        entered = [sum(by_lot.values()) for by_lot in books.entered.values()]
        self.assertGreater(sum(entered), 60 * (50 if IS_LONG else 5))
