"""Random histories of an order's money and goods, against a plain model of the rules.

Every step is public and taken as the user of its department. What the model allows has
to be done, what it does not has to be refused; money, documents, requests, goods and
the hold on the customer are compared after each. From wherever a history ends, the
order is brought to its customer: there is no dead end, and nothing more is asked for.
`OTD_LONG` lives 500 histories, else 12; `OTD_HISTORIES` so many.
"""

import os
import random
from contextlib import closing

from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from .after_common import AfterMixin
from .change_common import ChangeMixin
from .collection_common import CollectionCase
from .history_books import Books
from .history_change_steps import PLANS, ChangeStepsMixin, get_plan_commands
from .history_compare import CompareMixin
from .history_door_steps import DoorStepsMixin
from .history_end import EndMixin
from .history_goods_steps import GoodsStepsMixin
from .history_invoice_steps import InvoiceStepsMixin
from .history_ledger import Ledger
from .history_model import ORDERED, PRICE, History
from .history_money_steps import OTHER_PRICE, MoneyStepsMixin
from .history_steps import StepsMixin
from .offset_common import OffsetMixin
from .receipt_common import ReceiptCase

IS_LONG = bool(os.environ.get("OTD_LONG"))
NUMBER = int(os.environ.get("OTD_HISTORIES") or (500 if IS_LONG else 12))
SEED = int(os.environ.get("OTD_SEED") or random.randrange(10**6))
# What the company lets count: from when on bills do, and bank charges up to what.
POLICIES = (("cashed", 0.0), ("accepted", 5.0))
# The step that does nothing comes first: what fails is cut down to it.
STEPS = [
    "step_rest",
    *["step_pay"] * 3,
    *["step_request"] * 3,
    *["step_verify"] * 4,
    *["step_release"] * 4,
    *["step_ship"] * 4,
    *["step_lose_payment"] * 2,
    *["step_receipt"] * 2,
    *["step_paper"] * 2,
    "step_share_rest",
    "step_undo_receipt",
    *["step_offset"] * 2,
    *["step_countersign"] * 2,
    "step_undo_offset",
    "step_refund",
    "step_invoice_deposit",
    "step_invoice_balance",
    "step_pay_on_invoice",
    "step_cancel_invoice",
    "step_add_cost",
    "step_change",
    "step_change_plan",
    "step_give_up",
    "step_withdraw",
    "step_urgent",
    "step_return",
    "step_exchange",
    "step_report",
    "step_book",
]
# By these a part of the goods has left, and what was due before is paid.
UNDER_WAY = [
    ("step_pay", 0),
    ("step_request", 9),
    ("step_verify", 0),
    ("step_release", 0),
    ("step_ship", 5),
]
histories = st.tuples(
    st.sampled_from(sorted(PLANS)),
    st.booleans(),
    st.sampled_from(POLICIES),
    st.sampled_from(([], UNDER_WAY)),
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 29)), min_size=30, max_size=30
    ),
)


@tagged("post_install", "-at_install")
class TestHistories(
    MoneyStepsMixin,
    InvoiceStepsMixin,
    DoorStepsMixin,
    GoodsStepsMixin,
    ChangeStepsMixin,
    CompareMixin,
    EndMixin,
    StepsMixin,
    AfterMixin,
    ChangeMixin,
    OffsetMixin,
    ReceiptCase,
    CollectionCase,
):
    @seed(SEED)
    @settings(
        max_examples=NUMBER,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(histories)
    def _live_all(self, history):
        *setting, begun, steps = history
        with closing(self.env.cr.savepoint()):  # undone, however it ends
            self._start(*setting)
            for step, number in begun + steps[len(begun) :]:
                self.has_acted = False
                getattr(self, step)(number)
                if self.has_acted:
                    note(f"{step} {number}")
                    self._compare()
            self._finish()

    def test_every_history_is_as_the_rules_say_and_has_a_way_on(self):
        # What changed is no matter here, and takes time to write down.
        self.env = self.env(context={**self.env.context, "tracking_disable": True})
        later = self._build_product("Relay", "T-RELAY", list_price=PRICE)
        later.write({"is_storable": True, "invoice_policy": "delivery"})
        self._stock(later, 1000)
        # Invoiced as ordered, or as delivered.
        self.ready = [self._get_walked(goods) for goods in (self.stocked, later)]
        self.sister = self._get_walked(self.stocked, OTHER_PRICE / PRICE)
        self.bill = self._bill(self.sister, 100000)
        self._live_all()

    def _get_walked(self, goods, pieces=ORDERED):
        """Return an order of a contract's customer, walked until it ships."""
        # What the review of a change writes is there already.
        values = {"packing": "Wooden case", "lines": [(goods, pieces)]}
        order = self._walk_to("deposit", grade="A", **values)
        order._resume_held()  # its supply is launched
        return order

    def _start(self, name, is_by_delivery, policy):
        note(f"{name}, by {'delivery' if is_by_delivery else 'order'}, bills {policy}")
        company = self.company.sudo()
        company.order_bill_policy, company.order_bank_charge_limit = policy
        self.is_by_delivery = is_by_delivery
        self.order = self.ready[is_by_delivery]
        self.orders = (self.order, self.sister)
        self.goods = self.order.order_line
        plan = [Command.clear(), *get_plan_commands(PLANS[name])]
        self.order.sudo()._write_content({"payment_plan_line_ids": plan}, {})
        self.rewritten = self.order.current_revision_id  # past everybody
        self._put_revision_in_force(self.order)
        self.ledger = Ledger(*policy)
        self.model = History(PLANS[name], self.ledger)
        self.books = Books()
        self.reported = []  # at the door, and not booked yet
