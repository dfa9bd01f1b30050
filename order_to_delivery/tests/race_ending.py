"""An order ends, or is cancelled, while its money comes or its last papers do."""

from .race_acts import WHOLE
from .race_judged import act
from .race_orders import Round


class EndingRacesMixin:
    """H7.6, H9.19: what comes last is seen by somebody, whatever comes with it."""

    def _prepare_cancelled(self, number):
        orders = self._get_ready_orders(number)
        return [
            Round(
                [[act("sales", order, "action_cancel")], [self._posting(payment)]],
                order.ids,
                payment.id,
            )
            for order, payment in zip(orders, self._draft_payments(orders), strict=True)
        ]

    def _posting(self, payment):
        return act("finance", payment, "action_post")

    def _judge_cancelled(self, env, one, outcomes):
        for outcome in outcomes:
            yield from self._complain_unless_done(outcome, "who cancelled, or paid")
        order = self._get_orders(env, one)
        found = (order.state, *self._get_received(env, one))
        if found != ("cancel", order.amount_total):
            yield f"the order, and received: {found}"
        if not order.surplus_money_date:
            yield "nobody is asked to give the money back"

    def test_money_for_an_order_that_is_cancelled_meanwhile_is_given_back(self):
        rounds = self._prepare(self._prepare_cancelled)
        wrong = self._race_judged(rounds, self._judge_cancelled)
        self.assertEqual(wrong, [])

    def test_without_the_guard_nobody_gives_back_what_a_cancelled_order_got(self):
        prepare, judge = self._prepare_cancelled, self._judge_cancelled
        self.assertTrue(self._race_unguarded(prepare, judge))

    def _prepare_signed(self, number):
        """Return rounds in which the last two receipts are signed, or one and paid."""
        line = self.grades["R"].payment_plan_line_ids
        line.kind = "after"
        orders = self._get_ready_orders(number)
        line.kind = "release"
        requests = self._request_all(orders)
        self._verify_all(requests)
        self._release_all(requests)
        self._pick(orders.picking_ids)
        self._split_deliveries(orders.picking_ids, 4)
        orders.invalidate_recordset()
        orders.picking_ids.with_context(**WHOLE).button_validate()
        orders.invalidate_recordset()
        payments = self._draft_payments(orders)
        return [
            self._prepare_signed_round(order, payment, turn)
            for turn, (order, payment) in enumerate(zip(orders, payments, strict=True))
        ]

    def _prepare_signed_round(self, order, payment, turn):
        receipts = self.as_("logistics", order.order_delivery_receipt_ids)
        first, last = (self._signing(receipt) for receipt in receipts)
        if not turn % 2:
            return Round([[first], [last]], order.ids, 0)
        receipts[0].action_mark_signed(*first.args)
        return Round([[last], [self._posting(payment)]], order.ids, payment.id)

    def _signing(self, receipt):
        paper = self.as_("logistics", self.env["ir.attachment"]).create(
            {"name": "signed.pdf", "raw": b"%PDF-1.4 signed"}
        )
        return act("logistics", receipt, "action_mark_signed", paper.ids, "Mr Chen")

    def _judge_signed(self, env, one, outcomes):
        for outcome in outcomes:
            yield from self._complain_unless_done(outcome, "who signed, or paid")
        order = self._get_orders(env, one)
        expected = "paid" if one.payment_id else "awaiting"
        if order.settlement_state != expected or not order.order_ended_date:
            yield f"settled {order.settlement_state}, ended {order.order_ended_date}"

    def test_the_last_receipts_end_an_order_whatever_comes_with_them(self):
        rounds = self._prepare(self._prepare_signed)
        wrong = self._race_judged(rounds, self._judge_signed)
        self.assertEqual(wrong, [])

    def test_without_the_guard_nobody_sees_that_the_last_receipts_are_signed(self):
        self.assertTrue(self._race_unguarded(self._prepare_signed, self._judge_signed))
