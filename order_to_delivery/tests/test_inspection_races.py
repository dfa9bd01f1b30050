"""Two receipts against one accepted quantity, on connections of their own.

Two lots are put away from the input: whatever else two people do with one purchase at
once, they write the same stock or the same line, and Odoo itself lets one of them wait.
"""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_acts import validating
from .race_common import IS_LONG, ROUNDS, RaceCase
from .race_orders import Round

ACCEPTED = 100


@tagged("post_install", "-at_install", "races")
class TestInspectionRaces(RaceCase):
    def _prepare_rounds(self, number):
        """Return rounds in which two transfers of 60 meet 100 that were accepted."""
        self.warehouse.reception_steps = "two_steps"
        self.warehouse.company_id.sudo().order_allow_own_inspection = True
        vendor = self.env["res.partner"].create({"name": "Board Works"})
        self.goods.tracking = "lot"
        rounds = []
        for turn in range(number):
            product = self.goods[turn % len(self.goods)]
            purchase = self.env["purchase.order"].create(
                {
                    "partner_id": vendor.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_qty": 120})
                    ],
                }
            )
            purchase.button_confirm()
            self._arrive(purchase.picking_ids)
            self._accept(purchase)
            first = purchase.picking_ids.move_ids.move_dest_ids.picking_id
            second = self._split_deliveries(first, 60)
            self.assertNotEqual(first.move_line_ids.lot_id, second.move_line_ids.lot_id)
            rounds.append(Round([[validating(first)], [validating(second)]], [], 0))
        return rounds

    def _arrive(self, receipt):
        """Receive two lots of 60."""
        move = receipt.move_ids
        operation = move.move_line_ids
        operation.write({"quantity": 60, "lot_name": f"{receipt.name}-1"})
        operation.copy({"quantity": 60, "lot_name": f"{receipt.name}-2"})
        move.picked = True
        receipt.button_validate()

    def _accept(self, purchase):
        inspection = self.env["order.inspection"].search(
            [("purchase_id", "=", purchase.id)]
        )
        inspection = inspection.with_user(self.users["quality"])
        # What is accepted without a lot covers either of them.
        inspection.line_ids.write({"lot_id": False})
        for line, quantity in zip(inspection.line_ids, (60, 40), strict=True):
            line.write({"offered_quantity": quantity, "accepted_quantity": quantity})
        inspection.action_judge()

    def _race_receipts(self, number):
        """Return how each racer of each round ended, and what entered each line."""
        with self._committed():
            rounds = self._prepare_rounds(number)
        # Whenever one of them is done, core computes the packaging of both moves and
        # writes it: by that chance alone one would wait for the other.
        moves = self.registry["stock.move"]
        with patch.object(moves, "_compute_packaging_uom_id", lambda _: None):
            return self._race_for(
                rounds, ACCEPTED, lambda env: self._get_entered(env)[-number:]
            )

    def _get_entered(self, env):
        """Return what entered stock of each purchase, the oldest first."""
        lines = env["order.inspection.line"].search([]).purchase_line_id
        _accepted, entered = env["order.incoming.quantity"]._get_quantities(lines)
        return [sum(by_lot.values()) for by_lot in entered.values()]

    def test_one_accepted_quantity_lets_one_receipt_in(self):
        results, entered = self._race_receipts(ROUNDS)
        self.assertEqual(entered, [60] * ROUNDS)
        self._assert_one_each(results)

    def test_without_the_guard_both_receipts_get_in(self):
        with patch.object(OrderQuantityGuard, "_touch", lambda *_: None):
            _results, entered = self._race_receipts(50 if IS_LONG else 5)
        self.assertIn(120, entered)
