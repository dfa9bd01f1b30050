"""Two people who invoice one order, or change what is to be invoiced, at once."""

from .race_judged import act
from .race_orders import Round

DEPOSIT = "action_create_deposit_invoice"
BALANCE = "action_create_balance_invoice"


class InvoicingRacesMixin:
    """H9.8, H9.15: no customer is asked for more than his order costs."""

    def _get_deposit_orders(self, number, percent):
        line = self.grades["R"].payment_plan_line_ids
        line.write({"kind": "deposit", "percent": percent})
        orders = self._get_ready_orders(number)
        line.write({"kind": "release", "percent": 100})
        return orders

    def _get_invoiced(self, order):
        """Return what the invoices of an order ask for, drafts too."""
        invoices = order.invoice_ids.filtered(lambda move: move.state != "cancel")
        return sum(invoices.mapped("amount_total_signed"))

    def _prepare_invoices(self, number):
        """Return rounds in which deposit and balance are invoiced, or one twice."""
        return [
            Round(
                [
                    [act("finance", order, BALANCE)],
                    [act("sales", order, DEPOSIT if turn % 4 else BALANCE)],
                ],
                order.ids,
                0,
            )
            for turn, order in enumerate(self._get_deposit_orders(number, 30))
        ]

    def _judge_invoices(self, env, one, outcomes):
        order = self._get_orders(env, one)
        invoiced = self._get_invoiced(order)
        if invoiced > order.amount_total:
            yield f"{invoiced} invoiced of {order.amount_total}"
        if not any(outcome.succeeded for outcome in outcomes):
            yield "nobody could invoice"

    def test_deposit_and_balance_together_ask_for_no_more_than_the_order_costs(self):
        rounds = self._prepare(self._prepare_invoices)
        wrong = self._race_judged(rounds, self._judge_invoices)
        self.assertEqual(wrong, [])

    def test_without_the_guard_the_deposit_is_asked_for_twice(self):
        prepare, judge = self._prepare_invoices, self._judge_invoices
        self.assertTrue(self._race_unguarded(prepare, judge))

    def _prepare_plan_changed(self, number):
        """Return rounds in which a deposit is invoiced while it is raised to half."""
        return [
            Round(
                [
                    [act("finance", order, DEPOSIT)],
                    [
                        act(
                            "sales",
                            order.payment_plan_line_ids,
                            "write",
                            {"percent": 50},
                        )
                    ],
                ],
                order.ids,
                0,
            )
            for order in self._get_deposit_orders(number, 30)
        ]

    def _judge_plan_changed(self, env, one, outcomes):
        for outcome in outcomes:
            yield from self._complain_unless_done(outcome, "who invoiced, or planned")
        order = self._get_orders(env, one)
        half = order._get_money()[order].deposit_due
        if half != order.amount_total / 2:
            yield f"a deposit of {half} is due"
        first = self._get_invoiced(order)
        if first not in (half, half / 50 * 30):
            yield f"a deposit of {first} was invoiced"
        elif first != half:
            # Whoever asks again asks for the difference.
            order.with_user(self.user_ids["finance"]).action_create_deposit_invoice()
        order.invalidate_recordset()
        if self._get_invoiced(order) != half:
            yield f"{self._get_invoiced(order)} is invoiced in the end"

    def test_a_deposit_invoiced_while_it_is_raised_is_asked_for_in_the_end(self):
        rounds = self._prepare(self._prepare_plan_changed)
        wrong = self._race_judged(rounds, self._judge_plan_changed)
        self.assertEqual(wrong, [])
