"""Two receipts against one accepted quantity, on connections of their own.

Goods are put away from the input: two receipts straight from the vendor collide on
what was received of their purchase line already, which Odoo itself writes.
"""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_acts import validating
from .race_common import IS_LONG, ROUNDS, RaceCase
from .race_orders import Round


@tagged("post_install", "-at_install", "races")
class TestInspectionRaces(RaceCase):
    def _prepare_rounds(self, number):
        """Return rounds in which two transfers of 60 meet 100 that were accepted."""
        self.warehouse.reception_steps = "two_steps"
        self.warehouse.company_id.sudo().order_allow_own_inspection = True
        vendor = self.env["res.partner"].create({"name": "Board Works"})
        rounds = []
        for turn in range(number):
            purchase = self.env["purchase.order"].create(
                {
                    "partner_id": vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.goods[turn % len(self.goods)].id,
                                "product_qty": 120,
                            }
                        )
                    ],
                }
            )
            purchase.button_confirm()
            purchase.picking_ids.move_ids.picked = True
            purchase.picking_ids.button_validate()
            self._accept(purchase)
            first = purchase.picking_ids.move_ids.move_dest_ids.picking_id
            second = self._split_deliveries(first, 60)
            rounds.append(Round([[validating(first)], [validating(second)]], [], 0))
        return rounds

    def _accept(self, purchase):
        inspection = self.env["order.inspection"].search(
            [("purchase_id", "=", purchase.id)]
        )
        inspection = inspection.with_user(self.users["quality"])
        inspection.line_ids.write({"offered_quantity": 100, "accepted_quantity": 100})
        inspection.action_judge()

    def _race_receipts(self, number):
        """Return how each racer of each round ended, and what entered each line."""
        with self._committed():
            rounds = self._prepare_rounds(number)
        results = self._run_rounds(rounds)
        with self._committed() as env:
            lines = env["order.inspection.line"].search([]).purchase_line_id
            _accepted, entered = env["order.incoming.quantity"]._get_quantities(lines)
            quantities = [sum(by_lot.values()) for by_lot in entered.values()]
        return results, quantities[-number:]

    def test_one_accepted_quantity_lets_one_receipt_in(self):
        results, entered = self._race_receipts(ROUNDS)
        self.assertEqual(entered, [60] * ROUNDS)
        for outcomes in results:
            self.assertFalse([one.failure for one in outcomes if one.failure])
            self.assertEqual(sum(one.succeeded for one in outcomes), 1)

    def test_without_the_guard_both_receipts_enter(self):
        with patch.object(OrderQuantityGuard, "_touch", lambda *_: None):
            _results, entered = self._race_receipts(50 if IS_LONG else 8)
        self.assertIn(120, entered)
