"""Without the guards these races are lost, and the tests of the races notice it.

Two deliveries of one order line, and two validations of one delivery, are not among
them: there Odoo's own rows (what was delivered of a line, the moves) collide already.
"""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import (
    OrderMoneyGuard,
    OrderQuantityGuard,
)

from .race_acts import RaceRoundsMixin
from .race_common import IS_LONG, RaceCase


@tagged("post_install", "-at_install", "races")
class TestRaceDetection(RaceRoundsMixin, RaceCase):
    rounds = 50 if IS_LONG else 5

    def _race_unguarded(self, prepare):
        """Race while nobody collides on a guard."""
        rounds = self._prepare(prepare)
        with (
            patch.object(OrderMoneyGuard, "_touch", lambda *_: None),
            patch.object(OrderQuantityGuard, "_touch", lambda *_: None),
        ):
            return self._race(rounds)

    def test_goods_leave_unpaid_when_a_payment_is_undone(self):
        _results, wrong = self._race_unguarded(self._prepare_payment_undone)
        self.assertTrue(wrong)

    def test_goods_leave_unpaid_when_a_payment_is_used_elsewhere(self):
        _results, wrong = self._race_unguarded(self._prepare_reconciled_away)
        self.assertTrue(wrong)

    def test_supply_starts_on_a_deposit_that_is_lost(self):
        _results, wrong = self._race_unguarded(self._prepare_deposit_undone)
        self.assertTrue(wrong)

    def test_one_payment_releases_two_requests(self):
        _results, wrong = self._race_unguarded(self._prepare_one_payment)
        self.assertTrue(wrong)

    def test_two_requests_for_the_same_goods_are_both_signed(self):
        _results, wrong = self._race_unguarded(self._prepare_same_goods)
        self.assertTrue(wrong)
