"""Money beyond what an order costs: it is given back, or used for another order."""

from odoo import fields, models

# A row of the desk, told apart as those of the workshops are.
SURPLUSES = """
    SELECT so.id::bigint * 100 + 70, so.id, so.company_id, 'finance', 'give_back',
           NULL::int4, so.surplus_money_date, NULL::date, 'sale.order', so.id
      FROM sale_order so
     WHERE so.surplus_money_date IS NOT NULL
"""
SURPLUS_STEPS = [("give_back", "Give surplus money back, or use it for another order")]


class OrderSurplusMoneyMixin(models.AbstractModel):
    _name = "order.surplus.money.mixin"
    _description = "Surplus Money of an Order"

    surplus_money_date = fields.Datetime(
        string="Surplus Money since",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="More was received than the order costs, or it was cancelled after it "
        "was paid.",
    )

    _surplus_money = models.Index("(company_id) WHERE surplus_money_date IS NOT NULL")

    def _note_surplus_money(self):
        """Note which orders have more money than they cost, and which no longer.

        A cancelled order costs nothing. Finance finds them on its desk; a refund, or
        a payment that is tied to another order, settles it.
        """
        orders = self.sudo()  # whoever cancels or pays need not see the money
        hints = orders._get_money_hint()
        costs = orders._get_costs(hints)
        for order, money in hints.items():
            cost = 0.0 if order.state == "cancel" else costs[order]
            has_surplus = not order._is_covered(cost, money.received)
            if has_surplus != bool(order.surplus_money_date):
                order.surplus_money_date = has_surplus and fields.Datetime.now()
