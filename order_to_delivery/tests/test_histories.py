"""Random histories of an order's money and goods, against a plain model of the rules.

Every step is public and taken as the user of its department. What the model allows has
to be done, what it does not has to be refused; money, requests, goods and the hold on
the customer are compared after each. From wherever a history ends, the order is brought
to its customer: there is no dead end. `OTD_LONG` lives 500 histories, else 20.
"""

import os
import random
from contextlib import closing

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from .history_model import ORDERED, Asked, History
from .history_steps import StepsMixin
from .money_common import MoneyCase
from .shipping_common import ShippingCase

IS_LONG = bool(os.environ.get("OTD_LONG"))
SEED = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
# Shares of the total: the deposit, before release, at the door, after delivery.
PLANS = {
    "before release": (0, 100, 0, 0),
    "deposit": (30, 70, 0, 0),
    "half later": (20, 30, 20, 30),
    "contract": (0, 0, 0, 100),
}
KINDS = ("deposit", "release", "door", "after")
# The step that does nothing comes first: what fails is cut down to it.
STEPS = [
    "step_rest",
    *["step_pay"] * 4,
    *["step_request"] * 3,
    *["step_verify"] * 4,
    *["step_release"] * 4,
    *["step_ship"] * 4,
    *["step_lose_payment"] * 2,
    "step_pay_on_invoice",
    "step_cancel_invoice",
    "step_refund",
    "step_add_cost",
    "step_withdraw",
    "step_return",
]
histories = st.tuples(
    st.sampled_from(sorted(PLANS)),
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 29)), min_size=30, max_size=30
    ),
)


@tagged("post_install", "-at_install")
class TestHistories(StepsMixin, ShippingCase, MoneyCase):
    def step_rest(self, number):
        """Do nothing."""

    @seed(SEED)
    @settings(
        max_examples=500 if IS_LONG else 20,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(histories)
    def _live_all(self, history):
        name, steps = history
        with closing(self.env.cr.savepoint()):  # undone, however it ends
            self._start(name)
            for step, number in steps:
                getattr(self, step)(number)
                self._compare()
            self._finish()

    def test_every_history_is_as_the_rules_say_and_has_a_way_on(self):
        self.ready = {name: self._get_planned(plan) for name, plan in PLANS.items()}
        self._live_all()

    def _get_planned(self, plan):
        lines = [
            Command.create({"kind": kind, "percent": percent})
            for kind, percent in zip(KINDS, plan, strict=True)
            if percent
        ]
        return self._get_ready_order(payment_plan_line_ids=lines)

    def _start(self, name):
        deposit, _release, door, after = PLANS[name]
        self.order = self.ready[name]
        self.model = History(deposit / 100, (door + after) / 100)
        self.requests, self.payments, self.invoices = [], [], []

    def _compare(self):
        """Compare what Odoo has with what the model has."""
        order, model = self.order, self.model
        money = order._get_money()[order]
        self.assertAlmostEqual(money.received, model.received, 2)
        self.assertAlmostEqual(money.release_due, model.release_due, 2)
        self.assertEqual(
            [request.state for request in self.requests],
            [asked.state for asked in model.requests],
        )
        goods = order.order_line.filtered(lambda line: line.product_id == self.stocked)
        quantity = self.env["order.shipping.quantity"]._get_quantities(goods)[goods]
        self.assertEqual(
            (quantity.released, quantity.shipped), (model.released, model.net)
        )
        self.assertEqual(order.partner_id.is_order_held, model.is_held)

    def _finish(self):
        """Bring the order to its customer, from wherever it stands."""
        model = self.model
        if not model.is_covered(model.release_due):
            missing = round(model.release_due - model.received, 2)
            self._act(
                True, lambda: self._note_paid(self._pay(self.order, missing), missing)
            )
            model.judge_money()
            self._compare()
        if model.remaining > 0:
            quantity = model.remaining
            self._act(True, lambda: self._request(quantity))
            model.requests.append(Asked(quantity))
        for number, asked in enumerate(model.requests):
            if asked.state == "draft":
                self.step_verify(number)
            if asked.state == "verified":
                self.step_release(number)
            self.assertNotIn(asked.state, ("draft", "verified"))
        picking = self._get_open_delivery()
        if picking:
            self._act(True, lambda: self._validate(picking))
            model.shipped = ORDERED
        self._compare()
        self.assertEqual(model.shipped, ORDERED)
