"""Two work orders against one sign-off, on connections of their own."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_common import IS_LONG, ROUNDS, Act, RaceCase
from .race_orders import Round

ACCEPTED = 100
PART = 60


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
                {"product_id": product.id, "product_qty": 2 * PART}
                for product in self._make_routed(number)
            ]
        )
        productions.action_confirm()
        parts = []
        for production in productions:
            parts.append(production._split_productions({production: [PART, PART]}))
        self.env.flush_all()
        return parts

    def _finishing(self, workorder):
        return Act("production", workorder._name, workorder.ids, "button_finish")

    def _prepare_signoffs(self, number):
        """Return rounds in which two work orders of 60 meet 100 signed off."""
        rounds = []
        for first, second in self._prepare_productions(number):
            self._accept_made(first, ACCEPTED, first.workorder_ids[0])
            racers = [
                [self._finishing(part.workorder_ids[1])] for part in (first, second)
            ]
            rounds.append(Round(racers, [], 0))
        return rounds

    def _prepare_stock_ins(self, number):
        """Return rounds in which two outputs of 60 meet 100 accepted."""
        rounds = []
        for first, second in self._prepare_productions(number):
            self._accept_made(first, 2 * PART, first.workorder_ids[0])
            self._accept_made(first, ACCEPTED)
            racers = [
                [Act("production", part._name, part.ids, "button_mark_done")]
                for part in (first, second)
            ]
            rounds.append(Round(racers, [], 0))
        return rounds

    def _run_all(self, prepare, name, number=ROUNDS):
        """Return how each racer of each round ended, and what each round came to.

        :param name: the book of the production that counts it
        """
        with self._committed():
            rounds = prepare(number)
        return self._race_for(
            rounds, ACCEPTED, lambda env: [self._sum(env, one, name) for one in rounds]
        )

    def _sum(self, env, one, name):
        act = one.racers[0][0]
        productions = env[act.model].browse(act.ids)
        if act.model == "mrp.workorder":
            productions = productions.production_id
        books = env["order.making.quantity"]._get_books(productions)
        return sum(
            value if name == "made" else sum(value.values())
            for value in getattr(books, name).values()
        )

    def _run_unguarded(self, prepare, name):
        """Race while nobody collides on a guard."""
        with patch.object(OrderQuantityGuard, "_touch", lambda *_: None):
            return self._run_all(prepare, name, 50 if IS_LONG else 5)

    def test_one_signoff_lets_one_work_order_go_on(self):
        results, made = self._run_all(self._prepare_signoffs, "made")
        self.assertEqual(made, [PART] * ROUNDS)
        self._assert_one_each(results)

    def test_one_accepted_quantity_lets_one_output_in(self):
        results, entered = self._run_all(self._prepare_stock_ins, "entered")
        self.assertEqual(entered, [PART] * ROUNDS)
        self._assert_one_each(results)

    def test_without_the_guard_both_work_orders_go_on(self):
        _results, made = self._run_unguarded(self._prepare_signoffs, "made")
        self.assertIn(2 * PART, made)

    def test_without_the_guard_both_outputs_get_in(self):
        _results, entered = self._run_unguarded(self._prepare_stock_ins, "entered")
        self.assertIn(2 * PART, entered)
