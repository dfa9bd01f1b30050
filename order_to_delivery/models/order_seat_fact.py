"""What seat rules ask about a revision: looked up once, however many rules ask."""

from functools import cached_property
from typing import Any, NamedTuple

from odoo import api, models

from .order_bill_tree import BillTree


class Goods(NamedTuple):
    """A line of the revision's content, as rules look at it."""

    product: Any
    change_kind: str
    is_made: bool


class SeatFacts:
    """The facts of a revision's content, each read when the first rule asks for it."""

    def __init__(self, revision):
        self.revision = revision
        self.env = revision.env
        self.order = revision.sale_order_id.with_company(revision.company_id)
        self.company = revision.company_id
        self.header = revision.snapshot["header"]
        self.contents = revision.snapshot["lines"]

    @cached_property
    def goods(self):
        """Return the lines with a product."""
        goods = [c["goods"] for c in self.contents.values() if c["goods"]["product_id"]]
        products = self.order.env["product.product"].browse(
            dict.fromkeys(content["product_id"] for content in goods)
        )
        by_id = {product.id: product for product in products}
        return [
            Goods(
                by_id[content["product_id"]],
                content["change_kind"],
                content["supply_kind"] == "make",
            )
            for content in goods
        ]

    # Where it goes and to whom

    def _browse_partner(self, name):
        partner_id = self.header["destination"][name]
        return self.env["res.partner"].browse(partner_id or ())

    @cached_property
    def customer(self):
        """Return the company of the customer."""
        return self._browse_partner("partner_id").commercial_partner_id

    @cached_property
    def is_export(self):
        """Tell whether the goods leave the company's country."""
        country = self._browse_partner("partner_shipping_id").country_id
        return bool(country) and country != self.company.country_id

    # What it is worth

    @cached_property
    def _amounts(self):
        """Return (without taxes, the same of what has a cost, that cost)."""
        facts = self.env["order.price.fact"]
        total = costed = cost = 0.0
        for item in facts._prepare_asked(self.order, self.contents):
            net = facts._get_net_price(self.order, item) * item.quantity
            unit_cost = facts._get_cost(self.order, item)
            total += net
            if unit_cost > 0:
                costed += net
                cost += unit_cost * item.quantity
        return total + self._sum_without_product(), costed, cost

    def _sum_without_product(self):
        return sum(
            float(content["price"]["price_unit"])
            * (1 - float(content["price"]["discount"]) / 100)
            * float(content["goods"]["product_uom_qty"])
            for content in self.contents.values()
            if not content["goods"]["product_id"]
        )

    @cached_property
    def amount(self):
        """Return what is ordered without taxes, in the company's currency.

        By the rate of the day on which the content was given to the review.
        """
        currency = self.order.currency_id
        day = self.company._get_local_day(self.revision.create_date)
        return currency._convert(
            self._amounts[0], self.company.currency_id, self.company, day
        )

    @cached_property
    def margin(self):
        """Return the margin over the products' costs in percent, or None."""
        _total, costed, cost = self._amounts
        if cost <= 0:
            return None
        return (costed - cost) / costed * 100 if costed > 0 else -100.0

    # How it is made

    @cached_property
    def _tree(self):
        made = [line.product for line in self.goods if line.is_made]
        return BillTree(self.order, self.env["product.product"].union(*made))

    def get_workcenters(self, product):
        """Return the work centers through which a product and all its parts go."""
        return self._tree.get_bills(product).operation_ids.workcenter_id


class OrderSeatFact(models.AbstractModel):
    _name = "order.seat.fact"
    _description = "What Seat Rules Ask about a Revision"

    @api.model
    def _get_facts(self, revision):
        """Return the facts of a revision's content, for rules to look at."""
        # Prices, costs and bills are compared for whoever submits or circulates.
        return SeatFacts(revision.sudo())
