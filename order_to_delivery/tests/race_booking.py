"""Two people of Finance and Sales who book, confirm or invoice one thing at once."""

from unittest.mock import patch

from odoo.addons.order_to_delivery.models.order_guard import OrderMoneyGuard

from .race_acts import WHOLE, releasing
from .race_judged import LOSING, act
from .race_orders import Round

BILL = {
    "order_instrument": "bank_bill",
    "order_bill_number": "1 0421 5840 0032",
    "order_bill_bank": "Bank of Guangzhou",
    "order_bill_due_date": "2030-06-30",
}


class BookingRacesMixin:
    """H1.14, H6.6, H9.15, H10.4: what came counts once, and is asked for once."""

    # Acceptance bills

    def _get_bills(self, orders, accepts):
        self.company.sudo().order_bill_policy = "accepted"
        bills = self._draft_payments(orders, **BILL)
        bills.action_post()
        if accepts:
            self.as_("finance", bills).action_accept_paper()
        return bills

    def _prepare_bounced(self, number):
        """Return rounds in which goods are released on a bill that bounces."""
        orders = self._get_ready_orders(number)
        bills = self._get_bills(orders, accepts=True)
        requests = self._request_all(orders)
        self._verify_all(requests)
        return [
            Round(
                [
                    [releasing(request)],
                    [act("finance", bill, "action_dishonour_paper")],
                ],
                request.sale_order_id.ids,
                bill.id,
            )
            for request, bill in zip(requests, bills, strict=True)
        ]

    def test_goods_do_not_stay_released_on_a_bill_that_bounces(self):
        results, wrong = self._race(self._prepare(self._prepare_bounced))
        self.assertEqual(wrong, [])
        for _release, bounce in results:
            self.assertTrue(bounce.succeeded, "accounting is never blocked")

    def test_without_the_guard_goods_stay_released_on_a_bill_that_bounces(self):
        rounds = self._prepare(self._prepare_bounced, LOSING)
        with patch.object(OrderMoneyGuard, "_touch", lambda *_: None):
            _results, wrong = self._race(rounds)
        self.assertTrue(wrong)

    def _prepare_accepted_and_bounced(self, number):
        orders = self._get_ready_orders(number)
        bills = self._get_bills(orders, accepts=False)
        return [
            Round(
                [
                    [act("finance", bill, "action_accept_paper")],
                    [act("finance", bill, "action_dishonour_paper")],
                ],
                bill.sale_order_id.ids,
                bill.id,
            )
            for bill in bills
        ]

    def _judge_accepted_and_bounced(self, env, one, outcomes):
        _accept, bounce = outcomes
        yield from self._complain_unless_done(bounce, "who noted that it bounced")
        bill = env["account.payment"].browse(one.payment_id)
        found = (bill.order_instrument_state, bill.state, *self._get_received(env, one))
        if found != ("dishonoured", "rejected", 0):
            yield f"the bill is {found}"

    def test_a_bill_that_bounces_while_it_is_accepted_counts_for_nobody(self):
        rounds = self._prepare(self._prepare_accepted_and_bounced)
        wrong = self._race_judged(rounds, self._judge_accepted_and_bounced)
        self.assertEqual(wrong, [])

    # At the door, and after delivery

    def _get_delivered(self, number, kind):
        """Return delivered orders of which all is paid later, their receipts signed."""
        line = self.grades["R"].payment_plan_line_ids
        line.kind = kind
        orders = self._get_ready_orders(number)
        line.kind = "release"
        requests = self._request_all(orders)
        self._verify_all(requests)
        self._release_all(requests)
        self._pick(orders.picking_ids)
        orders.picking_ids.with_context(**WHOLE).button_validate()
        orders.invalidate_recordset(["order_delivery_receipt_ids"])
        for receipt in self.as_("logistics", orders.order_delivery_receipt_ids):
            paper = self.as_("logistics", self.env["ir.attachment"]).create(
                {"name": "signed.pdf", "raw": b"%PDF-1.4 signed"}
            )
            receipt.action_mark_signed(paper.ids, "Mr Chen")
        return orders

    def _get_door_reports(self, orders, amount):
        for receipt in self.as_("logistics", orders.order_delivery_receipt_ids):
            receipt.action_report_collected(amount, "cash", "Driver Wu")
        return orders.mapped("order_door_report_ids")

    def _prepare_door_and_payment(self, number):
        """Return rounds in which one half is booked at the door, the other comes."""
        orders = self._get_delivered(number, "door")
        half = orders[0].amount_total / 2
        reports = self._get_door_reports(orders, half)
        payments = self._draft_payments(orders, amount=half)
        return [
            Round(
                [
                    [act("finance", order.order_door_report_ids, "action_book")],
                    [act("finance", payment, "action_post")],
                ],
                order.ids,
                payment.id,
            )
            for order, payment in zip(reports.sale_order_id, payments, strict=True)
        ]

    def _judge_door_and_payment(self, env, one, outcomes):
        for outcome in outcomes:
            yield from self._complain_unless_done(outcome, "who brought money")
        order = self._get_orders(env, one)
        found = (*self._get_received(env, one), order.settlement_state)
        if found != (order.amount_total, "paid"):
            yield f"received, and settled: {found}"

    def test_what_is_booked_at_the_door_and_what_is_paid_counts_together(self):
        rounds = self._prepare(self._prepare_door_and_payment)
        wrong = self._race_judged(rounds, self._judge_door_and_payment)
        self.assertEqual(wrong, [])

    def test_without_the_guard_nobody_sees_that_all_is_paid(self):
        prepare, judge = self._prepare_door_and_payment, self._judge_door_and_payment
        self.assertTrue(self._race_unguarded(prepare, judge))

    def _prepare_booked_twice(self, number):
        """Return rounds in which a report is booked twice, or booked and refused."""
        orders = self._get_delivered(number, "door")
        reports = self._get_door_reports(orders, orders[0].amount_total)
        reports.difference_reason = "He came with the bank's slip before."
        booking = "action_book"
        return [
            Round(
                [
                    [act("finance", report, booking)],
                    [act("finance", report, ("action_refuse", booking)[turn % 2])],
                ],
                report.sale_order_id.ids,
                0,
            )
            for turn, report in enumerate(reports)
        ]

    def _judge_booked_twice(self, env, one, outcomes):
        yield from self._complain_unless_one(outcomes)
        order = self._get_orders(env, one)
        is_booked = order.order_door_report_ids.state == "booked"
        payments = env["account.payment"].search([("sale_order_id", "=", order.id)])
        found = (len(payments), *self._get_received(env, one))
        if found != ((1, order.amount_total) if is_booked else (0, 0)):
            yield f"booked {is_booked}, payments and received: {found}"

    def test_one_report_from_the_door_is_booked_once(self):
        rounds = self._prepare(self._prepare_booked_twice)
        wrong = self._race_judged(rounds, self._judge_booked_twice)
        self.assertEqual(wrong, [])

    def _prepare_confirmed_twice(self, number):
        """Return rounds in which a settlement is confirmed twice, or paid meanwhile."""
        orders = self._get_delivered(number, "after")
        payments = self._draft_payments(orders)
        confirming = "action_confirm_settlement"
        return [
            Round(
                [
                    [act("finance", order, confirming)],
                    [
                        act("finance", payment, "action_post")
                        if turn % 2
                        else act("finance", order, confirming)
                    ],
                ],
                order.ids,
                payment.id if turn % 2 else 0,
            )
            for turn, (order, payment) in enumerate(zip(orders, payments, strict=True))
        ]

    def _judge_confirmed_twice(self, env, one, outcomes):
        order, is_paid = self._get_orders(env, one), bool(one.payment_id)
        confirm, other = outcomes
        if is_paid:
            yield from self._complain_unless_done(other, "who paid")
        else:
            yield from self._complain_unless_one(outcomes)
        told = order.message_ids.filtered(lambda m: "is complete: payable" in m.body)
        if len(told) != (confirm.succeeded if is_paid else 1):
            yield f"Sales was told {len(told)} times that it is payable"
        if order.settlement_state != ("paid" if is_paid else "confirmed"):
            yield f"settlement {order.settlement_state}"

    def test_one_settlement_is_confirmed_once_and_never_asked_for_once_paid(self):
        rounds = self._prepare(self._prepare_confirmed_twice)
        wrong = self._race_judged(rounds, self._judge_confirmed_twice)
        self.assertEqual(wrong, [])
