"""The races: what is set up, what two people do, and what must hold afterwards."""

from unittest.mock import patch

from odoo.addons.order_to_delivery.models.sale_order_line import SaleOrderLine

from .race_common import CRON, ROUNDS, Act
from .race_orders import GOODS_AND_MONEY, QUANTITY, Round

# What the dialogues would add that the web client may show first.
WHOLE = {
    "skip_backorder": True,
    "picking_ids_not_to_backorder": [],
    "skip_sms": True,
}


def releasing(request):
    return Act("customer_service", request._name, request.ids, "action_release")


def verifying(request):
    return Act("finance", request._name, request.ids, "action_verify")


def validating(picking):
    return Act("warehouse", picking._name, picking.ids, "button_validate", (), WHOLE)


def undoing(payment, number):
    method = ("action_reject", "action_cancel", "action_draft")[number % 3]
    return Act("finance", payment._name, payment.ids, method)


def resuming(order):
    return Act(CRON, order._name, order.ids, "_resume_with_retry")


def moving(payment, order):
    values = {"sale_order_id": order.id}
    return Act("finance", payment._name, payment.ids, "write", (values,))


def reconciling(payment, invoice):
    """Use a payment for another order's invoice, as Finance does on the invoice."""
    line = payment.move_id.line_ids.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    )
    return Act(
        "finance", invoice._name, invoice.ids, "js_assign_outstanding_line", (line.id,)
    )


class RaceRoundsMixin:
    """Sets up the rounds of seven races."""

    rounds = ROUNDS

    def _prepare(self, prepare):
        with self._committed():
            return prepare()

    # Two requests against one payment

    def _prepare_one_payment(self):
        orders, payments = self._get_paid_orders(self.rounds)
        others = self._get_ready_orders(self.rounds)
        first, second = self._request_all(orders), self._request_all(others)
        self._verify_all(first)
        self._tie(payments, others)
        self._verify_all(second)
        self._tie(payments, orders)
        return [
            Round(
                [[releasing(one)], [moving(payment, other), releasing(two)]],
                [order.id, other.id],
                payment.id,
            )
            for one, two, payment, order, other in zip(
                first, second, payments, orders, others, strict=True
            )
        ]

    def _tie(self, payments, orders):
        for payment, order in zip(payments, orders, strict=True):
            payment.sale_order_id = order
        self.env.cr.flush()

    # Two requests for the same goods

    def _prepare_same_goods(self):
        orders, payments = self._get_paid_orders(self.rounds)
        first = self._request_all(orders)
        rounds = []
        for request, order, payment in zip(first, orders, payments, strict=True):
            # Made by somebody who did not look whether they were asked for already.
            second = request.copy({"requested_by_id": request.requested_by_id.id})
            racers = [[verifying(request)], [verifying(second)]]
            rounds.append(Round(racers, order.ids, payment.id))
        return rounds

    # Money lost while goods are validated

    def _prepare_payment_undone(self):
        orders, payments = self._get_released_orders(self.rounds)
        return [
            Round(
                [[validating(order.picking_ids)], [undoing(payment, number)]],
                order.ids,
                payment.id,
                GOODS_AND_MONEY,
            )
            for number, (order, payment) in enumerate(
                zip(orders, payments, strict=True)
            )
        ]

    def _prepare_reconciled_away(self):
        orders, payments = self._get_released_orders(self.rounds)
        others = self._get_ready_orders(self.rounds)
        rounds = []
        for order, payment, other in zip(orders, payments, others, strict=True):
            invoice = other._create_invoices()
            invoice.action_post()
            racers = [[validating(order.picking_ids)], [reconciling(payment, invoice)]]
            rounds.append(Round(racers, order.ids, payment.id, GOODS_AND_MONEY))
        return rounds

    # Money lost while supply starts

    def _get_held_orders(self):
        """Return confirmed orders whose supply waited for a deposit, just paid."""
        self.grades["R"].payment_plan_line_ids.kind = "deposit"
        with patch.object(
            SaleOrderLine, "_action_launch_stock_rule", lambda *_, **__: True
        ):
            orders, payments = self._get_paid_orders(self.rounds)
        self.grades["R"].payment_plan_line_ids.kind = "release"
        return orders, payments

    def _prepare_deposit_undone(self):
        orders, payments = self._get_held_orders()
        return [
            Round(
                [[resuming(order)], [undoing(payment, number)]],
                order.ids,
                payment.id,
            )
            for number, (order, payment) in enumerate(
                zip(orders, payments, strict=True)
            )
        ]

    # Two validations

    def _prepare_one_delivery(self):
        orders, payments = self._get_released_orders(self.rounds)
        return [
            Round([[validating(order.picking_ids)]] * 2, order.ids, payment.id)
            for order, payment in zip(orders, payments, strict=True)
        ]

    def _prepare_one_request(self):
        orders, payments = self._get_released_orders(self.rounds, quantity=6)
        rounds = []
        for order, payment in zip(orders, payments, strict=True):
            picking = order.picking_ids
            other = self._split_deliveries(picking, 4)
            racers = [[validating(picking)], [validating(other)]]
            rounds.append(Round(racers, order.ids, payment.id))
        return rounds


class RacesMixin(RaceRoundsMixin):
    """Six races; whoever inherits says over what connection people act."""

    def test_one_payment_does_not_release_two_requests(self):
        results, wrong = self._race(self._prepare(self._prepare_one_payment))
        self.assertEqual(wrong, [])
        for outcomes in results:
            self.assertTrue(any(outcome.succeeded for outcome in outcomes))

    def test_two_requests_for_the_same_goods_are_not_both_signed(self):
        results, wrong = self._race(self._prepare(self._prepare_same_goods))
        self.assertEqual(wrong, [])
        for outcomes in results:
            self.assertEqual(sum(outcome.succeeded for outcome in outcomes), 1)

    def test_goods_leave_before_a_payment_is_undone_or_not_at_all(self):
        self._race_goods_against_loss(self._prepare_payment_undone)

    def test_goods_leave_before_a_payment_is_used_elsewhere_or_not_at_all(self):
        self._race_goods_against_loss(self._prepare_reconciled_away)

    def _race_goods_against_loss(self, prepare):
        rounds = self._prepare(prepare)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        for one, (goods, loss) in zip(rounds, results, strict=True):
            self.assertTrue(loss.succeeded, "accounting is never blocked")
            shipped = self._get_shipped(one)
            self.assertEqual(shipped, QUANTITY if goods.succeeded else 0)

    def test_one_delivery_validated_twice_leaves_once(self):
        rounds = self._prepare(self._prepare_one_delivery)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        for one, outcomes in zip(rounds, results, strict=True):
            self.assertTrue(any(outcome.succeeded for outcome in outcomes))
            self.assertEqual(self._get_shipped(one), QUANTITY)

    def test_two_deliveries_do_not_leave_beyond_their_request(self):
        results, wrong = self._race(self._prepare(self._prepare_one_request))
        self.assertEqual(wrong, [])
        for outcomes in results:
            self.assertEqual(sum(outcome.succeeded for outcome in outcomes), 1)

    def _get_shipped(self, one):
        """Return what was shipped of a round's first order, by its moves."""
        with self._committed() as env:
            moves = env["sale.order"].browse(one.order_ids[0]).order_line.move_ids
            done = moves.filtered(lambda move: move.state == "done")
            return sum(done.mapped("quantity"))
