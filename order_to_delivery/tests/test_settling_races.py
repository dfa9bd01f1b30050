"""Two people who settle one thing: a deposit's invoice, a loss, a return, a cap.

What each takes is judged at his commit, so that both together take no more than there
is; where only one may, the other is told why not.
"""

from odoo import fields
from odoo.tests import tagged

from .race_acts import WHOLE, releasing, undoing, validating
from .race_common import ROUNDS, Act, RaceCase
from .race_orders import GOODS_AND_MONEY, QUANTITY, Round
from .test_signing_races import withdrawing

CAP = 6  # what one emergency lets through


def act(kind, record, method, *args):
    return Act(kind, record._name, record.ids, method, args)


@tagged("post_install", "-at_install", "races")
class TestSettlingRaces(RaceCase):
    def _prepare(self, prepare, number=ROUNDS):
        with self._committed():
            return prepare(number)

    def _get_orders(self, env, rounds):
        return [env["sale.order"].browse(one.order_ids) for one in rounds]

    # Money

    def _prepare_deposit_invoices(self, number):
        self.grades["R"].payment_plan_line_ids.kind = "deposit"
        orders = self._get_ready_orders(number)
        self.grades["R"].payment_plan_line_ids.kind = "release"
        invoicing = "action_create_deposit_invoice"
        return [
            Round(
                [[act(kind, order, invoicing)] for kind in ("finance", "sales")],
                order.ids,
                0,
            )
            for order in orders
        ]

    def _prepare_losses(self, number):
        """Return rounds in which both payments of goods that have left are undone."""
        orders = self._get_ready_orders(number)
        halves = [[self._pay(order, 100) for _half in range(2)] for order in orders]
        requests = self._request_all(orders)
        self._verify_all(requests)
        self._release_all(requests)
        self._pick(orders.picking_ids)
        orders.picking_ids.with_context(**WHOLE).button_validate()
        return [
            Round([[undoing(payment, turn)] for payment in payments], order.ids, 0)
            for turn, (order, payments) in enumerate(zip(orders, halves, strict=True))
        ]

    def _prepare_invoice_undone(self, number):
        """Return rounds in which goods leave while a paid invoice is taken back."""
        orders, payments = self._get_released_orders(number)
        rounds = []
        for order, payment in zip(orders, payments, strict=True):
            invoice = order._create_invoices()
            invoice.action_post()  # it takes the order's payment
            payment.sale_order_id = False  # the invoice alone says whose it is
            racers = [
                [validating(order.picking_ids)],
                [act("finance", invoice, "button_draft")],
            ]
            rounds.append(Round(racers, order.ids, payment.id, GOODS_AND_MONEY))
        self.env.cr.flush()
        return rounds

    def test_one_deposit_is_invoiced_once(self):
        rounds = self._prepare(self._prepare_deposit_invoices)
        results = self._run_rounds(rounds)
        self._assert_one_each(results)
        with self._committed() as env:
            for order in self._get_orders(env, rounds):
                self.assertEqual(len(order.invoice_ids), 1)

    def test_two_losses_of_one_order_open_one_case_for_all_of_it(self):
        rounds = self._prepare(self._prepare_losses)
        results = self._run_rounds(rounds)
        for outcomes in results:
            self.assertFalse([one.failure for one in outcomes if one.failure])
            self.assertTrue(all(one.succeeded for one in outcomes))
        with self._committed() as env:
            for order in self._get_orders(env, rounds):
                self.assertEqual(order._get_money()[order].received, 0)
                case = order.order_recovery_case_ids
                self.assertEqual(case.mapped("state"), ["open"])
                self.assertEqual(case.missing_amount, order.amount_total)

    def test_goods_leave_before_their_paid_invoice_is_taken_back_or_not_at_all(self):
        rounds = self._prepare(self._prepare_invoice_undone)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        for _goods, loss in results:
            self.assertTrue(loss.succeeded, "accounting is never blocked")

    # Goods

    def _prepare_released_withdrawn(self, number):
        orders, payments = self._get_paid_orders(number)
        requests = self._request_all(orders)
        self._verify_all(requests)
        return [
            Round(
                [[releasing(request)], [withdrawing(request)]],
                request.sale_order_id.ids,
                payment.id,
            )
            for request, payment in zip(requests, payments, strict=True)
        ]

    def _prepare_emergencies(self, number):
        """Return rounds in which two deliveries meet one emergency's cap."""
        orders, _payments = self._get_paid_orders(number)
        self.grades["R"].emergency_cap_amount = 100000
        self.env["order.gate.waiver"].create(
            [
                {
                    "sale_order_id": order.id,
                    "gate": "order.gate.shipping.needs.request",
                    "reason": "The customer's line stands still.",
                    "granted_by_id": self.users["supervisor"].id,
                    "cap_amount": 100000,
                    "cap_quantity": CAP,
                    "valid_to": fields.Datetime.add(fields.Datetime.now(), hours=8),
                    "paper_due_date": fields.Date.add(fields.Date.today(), days=2),
                }
                for order in orders
            ]
        )
        rounds = []
        for order in orders:
            picking = order.picking_ids
            other = self._split_deliveries(picking, 5)
            rounds.append(
                Round([[validating(picking)], [validating(other)]], order.ids, 0)
            )
        return rounds

    def _prepare_returns(self, number):
        """Return rounds in which all that left comes back twice."""
        orders, _payments = self._get_released_orders(number)
        orders.picking_ids.with_context(**WHOLE).button_validate()
        rounds = []
        for order in orders:
            returns = []
            for _turn in range(2):
                wizard = self.env["stock.return.picking"].create(
                    {"picking_id": order.picking_ids[:1].id}
                )
                wizard.product_return_moves.quantity = QUANTITY
                picking = wizard._create_return()
                self._pick(picking)
                returns.append([validating(picking)])
            rounds.append(Round(returns, order.ids, 0))
        return rounds

    def _get_left(self, rounds):
        def measure(env):
            lines = [order.order_line for order in self._get_orders(env, rounds)]
            return [sum(line.mapped("qty_delivered")) for line in lines]

        return measure

    def test_what_is_withdrawn_is_not_released(self):
        rounds = self._prepare(self._prepare_released_withdrawn)
        results, wrong = self._race(rounds)
        self.assertEqual(wrong, [])
        with self._committed() as env:
            for outcomes, order in zip(
                results, self._get_orders(env, rounds), strict=True
            ):
                _release, withdrawal = outcomes
                state = "withdrawn" if withdrawal.succeeded else "released"
                self.assertEqual(order.order_shipping_request_ids.state, state)

    def test_one_emergency_lets_no_more_out_than_its_cap(self):
        rounds = self._prepare(self._prepare_emergencies)
        results, left = self._race_for(rounds, CAP, self._get_left(rounds))
        self.assertLessEqual(max(left), CAP)
        self._assert_one_each(results)

    def test_goods_come_back_once(self):
        rounds = self._prepare(self._prepare_returns)
        results, left = self._race_for(rounds, QUANTITY, self._get_left(rounds))
        self.assertEqual(set(left), {0})
        self._assert_one_each(results)
