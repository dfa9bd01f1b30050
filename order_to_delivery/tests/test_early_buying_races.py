"""Two early purchases under one waiver's cap, on connections of their own."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_early_buying import EARLY_GATE
from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_common import IS_LONG, ROUNDS
from .race_purchases import APPROVED, ORDERED, PRICE, PurchaseRaceCase

CAP = APPROVED * PRICE


@tagged("post_install", "-at_install", "races")
class TestEarlyBuyingRaces(PurchaseRaceCase):
    """H7.3, H9.8: no more is spent before the signature than the cap allows."""

    def _ask(self, product):
        """Return the approved requisition of an order that nobody has signed."""
        self.warehouse.company_id.sudo().order_early_buying_cap = CAP
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partners["R"].id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 10})
                ],
            }
        )
        waive = self.as_("deputy_general_manager", self.env["order.gate.waive"])
        waive.create(
            {
                "sale_order_id": order.id,
                "gate": EARLY_GATE,
                "reason": "Fuses take ten weeks.",
                "cap_amount": CAP,
                "paper_due_date": fields.Date.today() + timedelta(days=7),
            }
        ).action_grant()
        return super()._ask(product, sale_order_id=order.id)

    def _race_early(self, number):
        """Return how each racer ended, and what each round spent of its cap."""
        results, ordered = self._race_purchases(number)
        with self._committed() as env:
            waivers = env["order.gate.waiver"].search([("gate", "=", EARLY_GATE)])
            self.assertEqual(set(waivers.mapped("state")), {"granted"})
            self.assertEqual(set(waivers.mapped("cap_amount")), {CAP})
        # One piece was ordered before the race.
        return results, [(quantity + 1) * PRICE for quantity in ordered]

    def test_one_cap_lets_one_purchase_through(self):
        results, spent = self._race_early(ROUNDS)
        self.assertEqual(spent, [(ORDERED + 1) * PRICE] * ROUNDS)
        self.assertLessEqual(max(spent), CAP)
        self._assert_one_each(results)

    def test_without_the_guard_more_is_spent_than_the_cap(self):
        with patch.object(OrderQuantityGuard, "_touch", lambda *_: None):
            _results, spent = self._race_early(50 if IS_LONG else 5)
        self.assertGreater(max(spent), CAP)
