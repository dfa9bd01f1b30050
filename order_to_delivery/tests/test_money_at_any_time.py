from odoo.tests import tagged

from .common import WAY
from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyAtAnyTime(MoneyCase):
    """H10.4: collection is a track of its own, from the valid order to its end."""

    def test_finance_records_money_wherever_the_order_stands(self):
        order = self._walk_to("deposit")
        expected = 0
        for station in WAY[WAY.index("deposit") : WAY.index("end") + 1]:
            with self.subTest(station):
                before = self._received(order)
                self._pay(order, 1)
                self.env.flush_all()
                self.assertEqual(self._received(order), before + 1)
                expected = order.state
            self._step(order, station)
        self.assertEqual(expected, "sale")

    def _step(self, order, station):
        """Do what an order stands before, as its department."""
        order.invalidate_recordset()
        steps = {
            "deposit": lambda: self._pay(order, order.deposit_due),
            "instruction": lambda: self._issue_instruction(order),
            "acceptance": lambda: self._accept_instruction(order),
            "production": lambda: self._produce(order),
            "release": lambda: (
                self._pay(order, order.release_due - order.money_received),
                self._request_shipping(order),
                self._verify(order),
            ),
            "handover": lambda: self._release(order),
            "shipping": lambda: self._ship(order),
        }
        steps.get(station, lambda: None)()
        order.invalidate_recordset()
