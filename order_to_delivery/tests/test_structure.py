"""The interface as `readme/DEVELOP.md` lists it, and as the code has it."""

import inspect
import re

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

from ..models.order_desk_entry import BRANCHES
from ..models.order_station import STATIONS

DOCUMENTS = (
    "sale.order",
    "order.review",
    "order.review.signoff",
    "order.contract",
    "order.price.doubt",
    "order.sample",
    "order.confirmation",
    "order.production.instruction",
    "order.inspection",
    "order.inspection.line",
    "order.inspection.check",
    "order.production.exception",
    "order.shipping.request",
    "order.carrier.offer",
    "order.shipping.briefing",
    "order.shipping.document",
    "order.delivery.receipt",
    "order.door.report",
    "order.receipt",
    "order.offset",
    "account.payment",
    "stock.picking",
    "order.gate.waiver",
    "customer.grade.change",
    "purchase.order",
    "purchase.request",
    "order.schedule.replan",
    "order.daily.report",
    "order.monitoring.check",
    "order.patrol",
    "order.book.breach",
    "order.material.return",
)


@tagged("post_install", "-at_install", "structure")
class TestStructure(TransactionCase):
    def test_stations_and_their_floors_are_listed(self):
        for station in STATIONS:
            floors = ", ".join(f"`{floor}`" for floor in station.floors) or "–"
            self._assert_listed(f"| {station.key} | {station.department} | {floors} |")

    def test_gates_are_listed_with_their_sentences(self):
        for gate in self.env["order.gate"]._get_gates():
            place = f"| {gate._gate_station} | `{gate._gate_model}` |"
            self._assert_listed(f"{place} {gate._description} |")

    def test_public_methods_are_listed_with_their_departments(self):
        for model in DOCUMENTS:
            for name, kinds in self._get_actions(model).items():
                self._assert_listed(f"| `{model}` | `{name}` | {kinds} |")

    def test_every_public_step_answers_over_the_external_api(self):
        """XML-RPC cannot carry None: a step returns True, or an action."""
        for model in DOCUMENTS:
            for base in type(self.env[model]).__mro__:
                for name, function in vars(base).items():
                    if self._is_ours(base) and name.startswith("action_"):
                        source = inspect.getsource(function)
                        returns = re.findall(r"^        return .+", source, re.M)
                        self.assertTrue(returns, f"{model}.{name} returns None")

    def test_every_station_with_gates_has_its_floors_and_no_other(self):
        gated = self.env["order.station"]._get_gated_stations()
        floored = {station.key for station in STATIONS if station.floors}
        self.assertEqual(gated, floored)

    def test_no_two_rows_of_the_desk_have_one_id(self):
        """Each branch counts in tens, hundreds or thousands, with an end of its own."""
        ends = [
            (int(step), int(end or 0))
            for branch in BRANCHES
            for step, rest in re.findall(r"::bigint \* (\d+)([^,]*),", branch)
            for end in re.findall(r"\d+", rest) or [0]
        ]
        self.assertGreaterEqual(len(ends), len(BRANCHES))
        for number, (step, end) in enumerate(ends):
            for other_step, other_end in ends[:number]:
                with self.subTest((step, end, other_step, other_end)):
                    self.assertTrue((end - other_end) % min(step, other_step))

    def test_mixins_of_the_order_override_nothing_of_it(self):
        """A mixin listed behind the order's model would never be asked."""
        core = self._get_core_names()
        parents = self.env.registry["sale.order"]._inherit_module
        mixins = [name for name in parents if name.startswith("order.")]
        self.assertIn("order.review.mixin", mixins)
        self.assertIn("action_confirm", core)
        for mixin in mixins:
            own = self._get_own_names(mixin)
            self.assertFalse(own & core, f"{mixin} would override {own & core}")

    def _get_core_names(self):
        names = set()
        for base in type(self.env["sale.order"]).__mro__:
            if base.__module__.startswith("odoo.addons.") and not self._is_ours(base):
                names |= {n for n, v in vars(base).items() if inspect.isfunction(v)}
        return names

    def _get_own_names(self, model):
        names = set()
        for base in type(self.env[model]).__mro__:
            if self._is_ours(base):
                names |= {n for n, v in vars(base).items() if inspect.isfunction(v)}
        return names

    def _is_ours(self, base):
        return base.__module__.startswith("odoo.addons.order_to_delivery")

    def _get_actions(self, model):
        """Return the public steps of a document and the departments that take them."""
        actions = {}
        for base in type(self.env[model]).__mro__:
            if not self._is_ours(base):
                continue
            for name, function in vars(base).items():
                if name.startswith("action_") and inspect.isfunction(function):
                    kinds = self._get_kinds(function)
                    if kinds:
                        actions.setdefault(name, kinds)
        return actions

    def _get_kinds(self, function):
        found = re.search(
            r"_check_department\(([^)]*)\)", inspect.getsource(function), re.DOTALL
        )
        return ", ".join(re.findall(r'"(\w+)"', found[1])) if found else ""

    def _assert_listed(self, row):
        with open(file_path("order_to_delivery/readme/DEVELOP.md")) as handle:
            listed = handle.read()
        self.assertIn(row, listed)
