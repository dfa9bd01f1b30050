"""What a price is compared with: price plan, cost and the last deal (H9.2)."""

from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Who sees prices, and what they are compared with; no workshop does.
PRICE_GROUPS = ",".join(
    f"order_to_delivery.group_{kind}"
    for kind in (
        "sales",
        "customer_service",
        "deputy_general_manager",
        "marketing_director",
    )
)
# What the question for the last deals reads.
READ_OF_DEALS = {
    "res.partner": ["commercial_partner_id"],
    "sale.order": ["date_order", "partner_id", "state"],
    "sale.order.line": [
        "company_id",
        "currency_id",
        "order_id",
        "order_partner_id",
        "price_subtotal",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "state",
    ],
}


class Asked(NamedTuple):
    """A price that is asked of a customer, on a line or only proposed for one.

    ``line`` is the order's line, or empty; ``discount`` is in percent.
    """

    key: Any
    product: Any
    unit: Any
    quantity: float
    price_unit: float
    discount: float
    taxes: Any
    line: Any


class Deal(NamedTuple):
    """What a customer agreed to last, in unit and currency of what is asked now."""

    order_id: int
    day: date
    price: float
    quantity: float


class PriceFact(NamedTuple):
    """What is known of a price, a unit, in the currency of its order.

    ``price`` is what is asked, ``planned`` what the price plan asks on the same terms,
    None where it has no say; ``net`` is what is asked without taxes.
    """

    price: float
    planned: float | None
    net: float
    cost: float
    deal: Deal | None

    @property
    def margin(self):
        """Return the margin in percent, or None where no cost is known."""
        if self.cost <= 0:
            return None
        return (self.net - self.cost) / self.net * 100 if self.net > 0 else -100.0


class OrderPriceFact(models.AbstractModel):
    _name = "order.price.fact"
    _description = "What Prices Are Compared with"

    @api.model
    def _get_facts(self, order, asked):
        """Return what is known of prices, with as many queries for one as for many.

        :param order: the order to which they belong
        :param asked: list of Asked
        :return: ``{key: PriceFact}``
        """
        # Costs and other orders' prices are compared for whoever submits.
        order = order.sudo().with_company(order.company_id)
        deals = self._get_deals({order: asked})
        planned = self._get_planned_prices(order, asked)
        return {
            item.key: PriceFact(
                price=item.price_unit * (1 - item.discount / 100),
                planned=planned.get(item.key),
                net=self._get_net_price(order, item),
                cost=self._get_cost(order, item),
                deal=deals.get((order, item.key)),
            )
            for item in asked
        }

    @api.model
    def _prepare_asked(self, order, contents):
        """Return the prices of a snapshot's lines that a price plan can know.

        :param contents: ``{line_key: content}`` as snapshots have it
        """
        order = order.sudo().with_company(order.company_id)  # as above
        lines = order.order_line.with_prefetch().grouped("line_key")
        goods = {key: content["goods"] for key, content in contents.items()}
        products = self._browse_all("product.product", goods, "product_id", order)
        units = self._browse_all("uom.uom", goods, "product_uom_id", order)
        prices = {key: content["price"] for key, content in contents.items()}
        taxes = order.env["account.tax"]
        return [
            Asked(
                key=key,
                product=products[content["product_id"]],
                unit=units[content["product_uom_id"]],
                quantity=float(content["product_uom_qty"]),
                price_unit=float(prices[key]["price_unit"]),
                discount=float(prices[key]["discount"]),
                taxes=taxes.browse([tax["id"] for tax in prices[key]["taxes"]]),
                line=lines.get(key, order.env["sale.order.line"]),
            )
            for key, content in goods.items()
            if content["product_id"]
        ]

    def _browse_all(self, model, goods, name, order):
        """Return ``{id: record}``, all read at once."""
        ids = {content[name] for content in goods.values() if content[name]}
        return {record.id: record for record in order.env[model].browse(sorted(ids))}

    # The price plan

    def _get_planned_prices(self, order, asked):
        """Return ``{key: price}`` by the order's pricelist, as Odoo would fill it in.

        The rules are looked up once. What a combination asks is shared out over its
        parts by Odoo, so that the price plan has no say of them.
        """
        moment = order.date_order or fields.Datetime.now()
        products = order.env["product.product"].union(*(i.product for i in asked))
        rules = order.pricelist_id._get_applicable_rules(products, moment)
        return {
            item.key: self._get_planned_price(order, item, rules, moment)
            for item in asked
            if item.product.type != "combo" and not item.line.combo_item_id
        }

    def _get_planned_price(self, order, item, rules, moment):
        product, quantity = item.product, item.quantity or 1.0
        if item.line:
            extra = item.line.product_no_variant_attribute_value_ids
            product = product.with_context(**product._get_product_price_context(extra))
        count = item.unit._compute_quantity(
            quantity, product.uom_id, raise_if_failure=False
        )
        fitting = (rule for rule in rules if rule._is_applicable_for(product, count))
        return next(fitting, rules.browse())._compute_price(
            product, quantity, item.unit, date=moment, currency=order.currency_id
        )

    # Cost, and what is left without taxes

    def _get_net_price(self, order, item):
        price = item.price_unit * (1 - item.discount / 100)
        if not any(tax.price_include for tax in item.taxes.flatten_taxes_hierarchy()):
            return price
        quantity = item.quantity or 1.0
        total = item.taxes.compute_all(
            price, order.currency_id, quantity, item.product, order.partner_id
        )
        return total["total_excluded"] / quantity

    def _get_cost(self, order, item):
        """Return what a unit costs by the product; what was typed is no proof."""
        product = item.product
        cost = product.uom_id._compute_price(product.standard_price, item.unit)
        return self._convert(cost, product.cost_currency_id, order)

    def _convert(self, amount, currency, order):
        return currency._convert(
            amount,
            order.currency_id,
            order.company_id,
            order.date_order or fields.Datetime.now(),
            round=False,
        )

    # The last deals

    @api.model
    def _get_deals(self, asked_by_order):
        """Return what the orders' customers agreed to last, with one query for all.

        A deal is a line of another order of the same customer and company that is
        confirmed, and that was not for free. It is told without taxes.

        :param asked_by_order: ``{order: [Asked]}``
        :return: ``{(order, key): Deal}``; what was never sold is left out
        """
        rows = {(row[0], row[1]): row[2:] for row in self._query_deals(asked_by_order)}
        deals = {}
        for order, asked in asked_by_order.items():
            for item in asked:
                row = rows.get((order._origin.id or 0, item.product.id))
                if row:
                    deals[order, item.key] = self._prepare_deal(order, item, *row)
        return deals

    def _query_deals(self, asked_by_order):
        products = {i.product.id for asked in asked_by_order.values() for i in asked}
        # A line of which nothing is chosen yet has no product.
        products = [product_id for product_id in products if product_id]
        orders = [o for o in asked_by_order if o.partner_id.commercial_partner_id.ids]
        if not orders or not products:
            return []
        for model, names in READ_OF_DEALS.items():
            self.env[model].flush_model(names)
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (asked.order_id, line.product_id)
                       asked.order_id, line.product_id, deal.id, deal.date_order,
                       line.price_subtotal / line.product_uom_qty,
                       line.product_uom_qty, line.product_uom_id, line.currency_id
                  FROM unnest(%s::int[], %s::int[], %s::int[], %s::timestamp[])
                       AS asked (order_id, customer_id, company_id, since)
                  JOIN res_partner buyer
                    ON buyer.commercial_partner_id = asked.customer_id
                  JOIN sale_order_line line
                    ON line.order_partner_id = buyer.id AND line.state = 'sale'
                   AND line.product_id = ANY(%s)
                   AND line.company_id = asked.company_id
                   AND line.order_id != asked.order_id
                   AND line.price_subtotal > 0 AND line.product_uom_qty > 0
                  JOIN sale_order deal
                    ON deal.id = line.order_id
                   AND (asked.since IS NULL OR deal.date_order >= asked.since)
              ORDER BY asked.order_id, line.product_id, deal.date_order DESC,
                       line.id DESC
                """,
                [order._origin.id or 0 for order in orders],
                [order.partner_id.commercial_partner_id.ids[0] for order in orders],
                [order.company_id.id for order in orders],
                [self._get_deal_limit(order) for order in orders],
                products,
            )
        )

    def _get_deal_limit(self, order):
        """Return since when deals count, or None where all do."""
        months = order.company_id.sudo().order_price_months  # a policy is no secret
        return fields.Datetime.now() - relativedelta(months=months) if months else None

    def _prepare_deal(
        self, order, item, order_id, moment, price, quantity, unit_id, currency_id
    ):
        """Return a deal in unit and currency of what is asked now."""
        unit = self.env["uom.uom"].browse(unit_id)
        currency = self.env["res.currency"].browse(currency_id)
        price = unit._compute_price(float(price), item.unit)
        return Deal(
            order_id=order_id,
            # Which day it was is the company's to say, which the reader may not see.
            day=order.company_id.sudo()._get_local_day(moment),
            price=self._convert(price, currency, order),
            quantity=unit._compute_quantity(
                float(quantity), item.unit, round=False, raise_if_failure=False
            ),
        )
