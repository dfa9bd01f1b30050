"""The steps of change: the order grows or shrinks, its plan or a cost changes."""

from odoo import Command

from .history_model import ORDERED, Plan

KINDS = ("deposit", "shipment", "door", "after")
PLANS = {
    "before release": Plan(),
    "deposit": Plan(deposit=0.3),
    "half later": Plan(deposit=0.2, door=0.2, after=0.3),
    "what ships": Plan(deposit=0.3, ships=0.7),
    "contract": Plan(after=1.0),
}
QUANTITIES = (ORDERED + 2, ORDERED - 3, ORDERED, ORDERED + 5)


def get_plan_commands(plan):
    """Return the lines of a plan, as they are typed in."""
    lines = [
        {"kind": kind, "percent": round(100 * share, 2)}
        for kind, share in zip(KINDS, plan, strict=True)
        if share
    ]
    rest = round(100 - sum(line["percent"] for line in lines), 2)
    if rest:
        lines.append({"kind": "release", "percent": rest})
    return [Command.create(line) for line in lines]


class ChangeStepsMixin:
    def step_change(self, number):
        """Have another quantity agreed and signed, but not below what has left."""
        quantity = QUANTITIES[number % len(QUANTITIES)]
        if quantity != self.model.ordered and quantity >= self.model.net:
            self._act(True, lambda: self._change(self.order, quantity=quantity))
            self.model.change(ordered=quantity)

    def step_change_plan(self, number):
        """Have another plan agreed and signed."""
        name = sorted(PLANS)[number % len(PLANS)]
        if PLANS[name] != self.model.plan:
            plan = [Command.clear(), *get_plan_commands(PLANS[name])]
            self._act(True, lambda: self._change(self.order, plan_line_ids=plan))
            self.model.change(plan=PLANS[name])

    def step_add_cost(self, number):
        """Add a carrier's cost, which raises what is due."""
        if self.model.extra:
            return
        cost = 5.0 + number % 7
        line = {
            "product_id": self.service.id,
            "product_uom_qty": 1,
            "price_unit": cost,
            "tax_ids": [Command.clear()],
            "is_delivery": True,
        }
        self._act(
            True,
            lambda: self.order.sudo().write({"order_line": [Command.create(line)]}),
        )
        self.model.extra = cost
        self.model.judge_money()

    def step_give_up(self, number):
        """Give up money that was lost, as the deputy general manager."""
        del number
        if not self.model.is_held:
            return
        cases = self.order.order_recovery_case_ids
        case = cases.filtered(lambda case: case.state == "open")
        case = self.as_("deputy_general_manager", case)
        case.given_up_reason = "He has ceased trading."
        self._act(True, case.action_give_up)
        self.model.give_up()
