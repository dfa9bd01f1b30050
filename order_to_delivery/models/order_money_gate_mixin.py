"""What the rules on money share: whose money, how much is missing, who waives it."""

from odoo import fields, models


class OrderMoneyGateMixin(models.AbstractModel):
    _name = "order.money.gate.mixin"
    _description = "What Rules on Money Share"

    def _get_due(self, money):
        """Return which of an order's dues this rule asks for."""
        raise NotImplementedError

    def _get_money_reason(self, order):
        """Return why this rule is closed for an order, without any amount."""
        raise NotImplementedError

    def _get_money_orders(self, records):
        """Return ``{record: order}`` of records that have an order."""
        orders = {record: self._get_orders(record) for record in records}
        return {record: order for record, order in orders.items() if order}

    def _get_dues_of(self, orders, money):
        """Return ``{record: amount}`` that is due for each, in its order's currency.

        :param orders: ``{record: order}``
        :param money: ``{order: Money}`` of all these orders
        """
        return {record: self._get_due(money[order]) for record, order in orders.items()}

    def _get_missing(self, records):
        """Return ``{record: amount}`` that is missing, in its order's currency."""
        orders = self._get_money_orders(records)
        money = self.env["sale.order"].union(*orders.values())._get_money()
        missing = {}
        for record, due in self._get_dues_of(orders, money).items():
            received = money[orders[record]].received
            if not orders[record]._is_covered(received, due):
                missing[record] = due - received
        return missing

    def _reasons_closed(self, records):
        return {
            record: [self._get_money_reason(self._get_orders(record))]
            for record in self._get_missing(records)
        }

    def _get_waivable(self, order, record):
        """Return what the waivers are asked about: money is the whole order's."""
        return order

    def _waivers(self, records):
        """Return who may waive money: by the company's policy, or nobody."""
        policies = {
            order.company_id.order_money_waiver_policy
            for order in self._get_money_orders(records).values()
        }
        # Of several companies' records, all have to allow it.
        return tuple(policies) if policies == {"deputy_general_manager"} else ()

    def _is_waiver_enough(self, record, waivers):
        """Tell whether what is missing is within the cap of a waiver in force."""
        order = self._get_orders(record)
        if order.company_id.order_money_waiver_policy == "nobody":
            return False
        missing = self._get_missing(record).get(record, 0.0)
        caps = (self._get_cap(order, waiver) for waiver in waivers)
        return any(order._is_covered(cap, missing) for cap in caps)

    def _get_cap(self, order, waiver):
        """Return what a waiver lets pass, in the order's currency."""
        return min(waiver.cap_amount, self._get_waiver_limit(order))

    def _get_waiver_limit(self, order):
        """Return the most that a waiver may let pass, in the order's currency."""
        company = order.company_id
        return company.currency_id._convert(
            company.order_money_waiver_cap,
            order.currency_id,
            company,
            fields.Date.context_today(order),
        )
