"""A signature, while the money or the request under it goes away.

What the other one of two people took away is judged at his commit, so that each order
of the commits has its own outcome; no order of them leaves goods released unpaid.
"""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import (
    OrderMoneyGuard,
    OrderQuantityGuard,
)

from .race_acts import releasing, undoing, validating, verifying
from .race_common import IS_LONG, ROUNDS, Act, RaceCase
from .race_orders import GOODS_AND_MONEY, Round


def withdrawing(request):
    reason = "The customer fetches it himself."
    return Act(
        "customer_service", request._name, request.ids, "action_withdraw", (reason,)
    )


@tagged("post_install", "-at_install", "races")
class TestSigningRaces(RaceCase):
    rounds = ROUNDS

    def _prepare(self, prepare):
        with self._committed():
            return prepare()

    def _prepare_release_undone(self):
        """Return rounds in which a request is released while its money goes."""
        orders, payments = self._get_paid_orders(self.rounds)
        requests = self._request_all(orders)
        self._verify_all(requests)
        return [
            Round(
                [[releasing(request)], [undoing(payment, turn)]], order.ids, payment.id
            )
            for turn, (order, request, payment) in enumerate(
                zip(orders, requests, payments, strict=True)
            )
        ]

    def _prepare_verify_undone(self):
        """Return rounds in which Finance signs while a colleague takes the money."""
        orders, payments = self._get_paid_orders(self.rounds)
        requests = self._request_all(orders)
        return [
            Round(
                [[verifying(request)], [undoing(payment, turn)]], order.ids, payment.id
            )
            for turn, (order, request, payment) in enumerate(
                zip(orders, requests, payments, strict=True)
            )
        ]

    def _prepare_shipment_withdrawn(self):
        """Return rounds in which goods leave while their request is withdrawn."""
        orders, payments = self._get_released_orders(self.rounds)
        return [
            Round(
                [
                    [validating(order.picking_ids)],
                    [withdrawing(order.order_shipping_request_ids)],
                ],
                order.ids,
                payment.id,
                GOODS_AND_MONEY,
            )
            for order, payment in zip(orders, payments, strict=True)
        ]

    def test_what_is_released_while_its_money_goes_does_not_stay_released(self):
        results, wrong = self._race(self._prepare(self._prepare_release_undone))
        self.assertEqual(wrong, [])
        for _release, loss in results:
            self.assertTrue(loss.succeeded, "accounting is never blocked")

    def test_finance_signs_before_the_money_goes_or_not_at_all(self):
        rounds = self._prepare(self._prepare_verify_undone)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        for _verify, loss in results:
            self.assertTrue(loss.succeeded, "accounting is never blocked")
        with self._committed() as env:
            for one in rounds:
                request = env["sale.order"].browse(one.order_ids)
                request = request.order_shipping_request_ids
                # A request that was signed in time is released on no money.
                self.assertIn(request.state, ("draft", "verified"))
                held = env["order.gate"]._get_reasons("release", request)
                self.assertIn(request, held)

    def test_what_is_withdrawn_has_not_left_and_what_left_is_not_withdrawn(self):
        rounds = self._prepare(self._prepare_shipment_withdrawn)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        self._assert_one_each(results)

    def test_without_the_guards_goods_leave_that_were_withdrawn(self):
        self.rounds = 50 if IS_LONG else 5
        rounds = self._prepare(self._prepare_shipment_withdrawn)
        with (
            patch.object(OrderMoneyGuard, "_touch", lambda *_: None),
            patch.object(OrderQuantityGuard, "_touch", lambda *_: None),
        ):
            results, _wrong = self._race(rounds)
        self.assertTrue(
            any(all(one.succeeded for one in outcomes) for outcomes in results)
        )
