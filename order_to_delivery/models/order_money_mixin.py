"""What an order's plan makes due, and what was received for it."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import float_compare

from .before_commit import judge_before_commit
from .order_gate import FOUND_OPEN
from .order_money_query import READS, look_query, received_query
from .order_money_watch import PENDING

# The rows of the money's query, as this transaction has read them last.
READ = "order_to_delivery.money_read"
# For more orders than these, looking what they have costs more than it spares.
FEW = 5

MONEY_GROUPS = ",".join(
    f"order_to_delivery.group_{kind}"
    for kind in ("finance", "sales", "customer_service", "deputy_general_manager")
)


class PlanLine(NamedTuple):
    """A line of a plan as the query of the money returns it."""

    kind: str
    amount_type: str
    percent: float | None
    amount: float | None


class Money(NamedTuple):
    """What an order has to bring and has brought, in the order's currency."""

    received: float
    deposit_due: float
    release_due: float
    total: float
    # What of the due before release is asked by what ships, not by the whole order.
    shipment: float = 0.0


class OrderMoneyMixin(models.AbstractModel):
    _name = "order.money.mixin"
    _description = "Money of an Order"

    # Only so that the mixin stands alone: the order's own definition wins.
    currency_id = fields.Many2one("res.currency")
    customer_grade_id = fields.Many2one(
        "customer.grade",
        string="Grade",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="The customer's grade when the order was taken.",
    )
    order_contract_id = fields.Many2one(
        "order.contract",
        string="Contract",
        groups="order_to_delivery.group_user",
        check_company=True,
    )
    payment_plan_line_ids = fields.One2many(
        "order.payment.plan.line",
        "sale_order_id",
        string="Payment Plan",
        groups="order_to_delivery.group_user",
    )
    payment_plan_source = fields.Selection(
        [("grade", "Grade"), ("contract", "Contract"), ("order", "This order")],
        readonly=True,
        copy=False,
    )
    money_received = fields.Monetary(
        compute="_compute_money",
        groups=MONEY_GROUPS,
    )
    deposit_due = fields.Monetary(
        compute="_compute_money",
        groups=MONEY_GROUPS,
    )
    release_due = fields.Monetary(
        compute="_compute_money",
        string="Due before Release",
        groups=MONEY_GROUPS,
    )
    balance_notice_date = fields.Datetime(readonly=True, copy=False)

    @api.depends("amount_total", "payment_plan_line_ids")
    def _compute_money(self):
        money = self._get_money()
        for order in self:
            order.money_received = money[order].received
            order.deposit_due = money[order].deposit_due
            order.release_due = money[order].release_due

    def _get_money(self):
        """Tell what was received for orders and what their plans make due.

        One query tells what was received, however many the orders: floors ask here,
        never a stored figure. Amounts are in each order's currency (H1.14, H9.8).

        :return: ``{order: Money}`` for each of the orders
        """
        return self._join_dues(self._read_money())

    def _get_money_hint(self):
        """Tell the same for a hint, as this transaction has read it already."""
        known = self.env.cr.precommit.data.get(READ, {})
        if known.keys() >= set(self.ids):
            return self._join_dues(known)
        return self._get_money()

    def _join_dues(self, rows):
        money = {}
        # Who asks may lack the right to see the plan, the total or the currency.
        for order, shown in zip(self, self.sudo(), strict=True):
            received, plan = rows.get(order._origin.id, (0.0, None))
            if not isinstance(order.id, int):
                plan = None  # what is only proposed is not in the database
            received = shown.currency_id.round(received) if received else 0.0
            deposit, release, total = shown._get_dues(plan)
            lines = shown.payment_plan_line_ids if plan is None else plan
            by_goods = shown._get_plan_amount(lines, "shipment")
            by_goods = min(by_goods, release - deposit)
            money[order] = Money(received, deposit, release, total, by_goods)
        return money

    def _read_money(self):
        """Return ``{order id: (received, plan's lines)}`` with one query for all."""
        if not self.ids:
            return {}
        for model, names in READS.items():
            self.env[model].flush_model(names)
        found = (
            self._look_at_money()
            if len(self) <= FEW
            else self.env.execute_query(received_query(self.ids))
        )
        rows = {
            order_id: (received or 0.0, [PlanLine(*line) for line in plan or ()])
            for order_id, received, plan in found
        }
        self.env.cr.precommit.data.setdefault(READ, {}).update(rows)
        return rows

    def _look_at_money(self):
        """Return the rows of the money of a few orders, by a look at what they have."""
        looks = self.env.execute_query(look_query(self.ids))
        *traces, has_more = looks[0][3:] if looks else [False] * 4
        if has_more or any(traces):
            return self.env.execute_query(received_query(self.ids, *traces))
        return [look[:3] for look in looks]

    def _get_dues(self, plan=None):
        """Return what is due before production, before release, and in total.

        What no line of the plan leaves for later is due before release, which is
        the strictest: all of it where nothing was agreed.

        :param plan: the plan's lines, where they have been read already
        """
        self.ensure_one()
        lines = self.payment_plan_line_ids if plan is None else plan
        total = max(self.amount_total, 0.0)
        deposit = min(self._get_plan_amount(lines, "deposit"), total)
        later = sum(self._get_plan_amount(lines, kind) for kind in ("door", "after"))
        return deposit, max(deposit, total - later), total

    def _get_plan_amount(self, lines, kind):
        """Return what the plan's lines of one kind ask, rounded in the currency."""
        return self.currency_id.round(
            sum(
                self.amount_total * (line.percent or 0.0) / 100.0
                if line.amount_type == "percent"
                else line.amount or 0.0
                for line in lines
                if line.kind == kind
            )
        )

    def _is_covered(self, received, due):
        """Tell whether money covers a due, but for one rounding unit of tax.

        However coarse a currency is written to round, no more than one of it is left.
        """
        self.ensure_one()
        # Every asker has the order; its currency is no secret.
        unit = min(self.sudo().currency_id.rounding, 1.0)
        return float_compare(received + unit, due, precision_rounding=unit) >= 0

    # What follows when money changes

    def _judge_money_later(self):
        """Have these orders' money judged once the transaction is complete."""
        for known in (READ, FOUND_OPEN):
            self.env.cr.precommit.data.pop(known, None)
        # Money is handled by people and visitors who may not see the orders.
        judge = self.browse().sudo()._judge_changed_money
        judge_before_commit(self.env.cr, PENDING, self.ids, judge)

    def _judge_changed_money(self, ids):
        """Withdraw releases that money covers no more; let waiting orders go on.

        Where goods have left already, a recovery case is opened, or closed.
        """
        orders = self.browse(sorted(ids)).exists()._filter_gated()
        if orders:
            orders._withdraw_unpaid_releases()
            orders._follow_lost_money()
            orders._follow_settlement()
            orders._note_surplus_money()
            orders._follow_promises()
            orders._resume_soon()
            orders._touch_progress()
