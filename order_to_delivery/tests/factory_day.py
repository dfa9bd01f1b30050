"""A day of the factory: twenty orders, and what each department finds on its desk.

Nobody takes one order after the other. Whose turn it is, how much of what waits he
takes, what Quality finds and how much is reported of an output is drawn by lot, from a
seed that is printed; every step is a public one, taken as the user of its department.
"""

from odoo import fields

from .factory_day_floor import DayFloorMixin
from .factory_day_supply import DaySupplyMixin

ORDERS = 20
GRADES = "ABC"
# What becomes of some of the orders; all others are made and shipped as they are.
FATES = {3: "cancelled", 6: "reduced"}
# More turns than this, and something waits for nobody.
MOST_TURNS = 4000


class FactoryDay(DaySupplyMixin, DayFloorMixin):
    """``case`` lends the steps of the departments, and asserts nothing here."""

    def __init__(self, case, lot):
        self.case, self.lot = case, lot
        self.env, self.as_ = case.env, case.as_
        self.turns = 0
        self.exception = self.env["order.production.exception"]

    def live(self):
        """Go on until every order has come to its end."""
        self.before = self._get_last_ids()
        self.orders = self.env["sale.order"].union(
            *(self._take(number) for number in range(ORDERS))
        )
        self.dropped = self.orders.browse()
        self._ask_for_the_far_store()
        ways = [
            self._follow(order, FATES.get(number))
            for number, order in enumerate(self.orders)
        ]
        desks = [*self._get_supply_desks(), *self._get_floor_desks()]
        while ways or self._is_anything_left():
            self._pass_a_turn(ways, desks)
        self.env.flush_all()

    def _pass_a_turn(self, ways, desks):
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise AssertionError(f"Nobody goes on: {self._describe()}")
        if ways and self.lot.random() < 0.6:
            way = self.lot.choice(ways)
            if next(way, "arrived") == "arrived":
                ways.remove(way)
        else:
            self.lot.choice(desks)()

    def _some(self, records):
        """Return some of what waits on a desk, in no order."""
        ids = sorted(records.ids)  # so that the lot alone decides
        self.lot.shuffle(ids)
        return records.browse(ids[: max(1, round(len(ids) * self.lot.uniform(0.4, 1)))])

    def _is_anything_left(self):
        """Tell whether goods that vendors brought still lie on the way."""
        return bool(self._get_arrivals() or self._get_drafts("incoming"))

    # From the first call to the accepted instruction

    def _take(self, number):
        quantity = self.lot.randint(3, 6)
        return self.case._take_order(
            GRADES[number % 3], [(self.case.cabinet, quantity)]
        )

    def _follow(self, order, fate):
        """Take an order along its way, one step a turn."""
        case = self.case
        first = (case._submit, case._circulate, case._answer_all, case._close)
        yield from self._take_steps(order, *first)
        if order.partner_id == case.partners["A"]:
            yield from self._take_steps(order, self._confirm)
        else:
            yield from self._take_steps(order, *self._paper, self._pay_deposit)
        yield from self._take_steps(
            order, case._issue_instruction, case._accept_instruction
        )
        if order.partner_id == case.partners["A"]:
            yield from self._take_steps(order, *self._paper)
        if fate:
            yield from getattr(self, f"_live_{fate}")(order)
        if order not in self.dropped:
            yield from self._finish(order)

    def _take_steps(self, order, *steps):
        for step in steps:
            order.invalidate_recordset()
            step(order)
            yield

    @property
    def _paper(self):
        return self.case._send_confirmation, self.case._sign_confirmation

    def _confirm(self, order):
        self.as_("customer_service", order).action_confirm()

    def _pay_deposit(self, order):
        self.case._pay(order, order.deposit_due)

    # What becomes of some

    def _live_cancelled(self, order):
        """Cancel an order of which parts are bought: they are kept for stock.

        Where others' free parts were enough, it may be made before anything is bought.
        """
        while not (self._get_bought(order) or order.completion_date):
            yield
            order.invalidate_recordset(["completion_date"])
        self.as_("sales", order).action_cancel()
        self.dropped |= order
        productions = self._get_productions(order)
        alive = productions.filtered(lambda mo: mo.state not in ("done", "cancel"))
        self.as_("production", alive).action_cancel()
        self._decide_all(order, "kept")
        yield

    def _decide_all(self, order, decision):
        questions = self.env["order.supply.question"].search(
            [("sale_order_id", "=", order.id), ("state", "=", "open")]
        )
        for department in ("production", "purchasing"):
            own = questions.filtered(lambda q, d=department: q.department == d)
            self._decide(own, department, decision)

    def _decide(self, questions, department, decision):
        questions = questions.filtered(lambda question: question.state == "open")
        if questions:
            action = self.as_(department, questions).action_decide()
            dialog = self.as_(department, self.env[action["res_model"]])
            dialog.with_context(**action["context"]).create(
                {"decision": decision, "remark": "Agreed by telephone."}
            ).action_decide()

    def _live_reduced(self, order):
        """Take one cabinet off an order that nobody has begun to make."""
        dialog = self.as_("sales", self.env["order.revision.propose"])
        dialog = dialog.with_context(default_sale_order_id=order.id).create(
            {"reason": "One machine less is built."}
        )
        dialog.line_ids.quantity -= 1
        dialog.action_propose()
        case = self.case
        yield from self._take_steps(
            order, case._circulate, case._answer_all, case._close
        )
        yield from self._take_steps(order, *self._paper)
        yield from self._take_steps(
            order, case._issue_instruction, case._accept_instruction
        )
        # What was begun meanwhile is made to its end; the surplus is for stock.
        self._decide_all(order, "kept")

    # From the stock to the signed receipt

    def _finish(self, order):
        while not order.completion_date:
            yield
            order.invalidate_recordset(["completion_date"])
        case = self.case
        yield from self._take_steps(
            order,
            self._pay_balance,
            case._request_shipping,
            case._verify,
            case._release,
            case._ship,
            self._sign_receipt,
        )

    def _pay_balance(self, order):
        missing = order.release_due - order.money_received
        if missing > 0:
            self.case._pay(order, missing)

    def _sign_receipt(self, order):
        receipt = self.as_("logistics", order.order_delivery_receipt_ids)
        paper = self.as_("logistics", self.env["ir.attachment"]).create(
            {"name": "signed-receipt.pdf", "raw": b"%PDF-1.4 signed"}
        )
        receipt.action_mark_signed(paper.ids, "Mr Chen")

    # What the day was

    def _get_last_ids(self):
        models = ("mrp.production", "mrp.workorder", "stock.picking")
        return {
            name: self.env[name].search([], order="id desc", limit=1).id or 0
            for name in models
        }

    def _get_new(self, model, *domain):
        return self.env[model].search([("id", ">", self.before[model]), *domain])

    def count(self):
        """Return how much of everything the day brought."""
        done = ("state", "=", "done")
        receipts = ("picking_type_id.code", "=", "incoming")
        return {
            "orders": len(self.orders),
            "manufacturing orders": len(self._get_new("mrp.production", done)),
            "operations": len(self._get_new("mrp.workorder", done)),
            "receipts": len(self._get_new("stock.picking", done, receipts)),
            "turns": self.turns,
        }

    def _describe(self):
        """Tell where the day stands, for who has to find out why."""
        waiting = [
            f"{order.name}: {order.state}, {fields.Date.to_string(order.finished_date)}"
            for order in self.orders
            if not order.completion_date
        ]
        productions = self._get_new("mrp.production").filtered(
            lambda mo: mo.state not in ("done", "cancel")
        )
        reasons = [
            f"{mo.name} of {mo.customer_order_id.name}, {mo.state}: {mo.start_reasons}"
            for mo in productions
        ]
        return "\n".join([*waiting, *reasons, *self._get_arrivals().mapped("name")])
