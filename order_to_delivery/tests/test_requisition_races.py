"""Two purchase orders on one approved quantity, on connections of their own."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_common import IS_LONG, ROUNDS
from .race_purchases import ORDERED, PurchaseRaceCase


@tagged("post_install", "-at_install", "races")
class TestRequisitionRaces(PurchaseRaceCase):
    def test_one_approved_quantity_lets_one_order_through(self):
        results, ordered = self._race_purchases(ROUNDS)
        self.assertEqual(ordered, [ORDERED] * ROUNDS)
        self._assert_one_each(results)

    def test_without_the_guard_both_are_ordered(self):
        with patch.object(OrderQuantityGuard, "_touch", lambda *_: None):
            _results, ordered = self._race_purchases(50 if IS_LONG else 5)
        self.assertIn(2 * ORDERED, ordered)
