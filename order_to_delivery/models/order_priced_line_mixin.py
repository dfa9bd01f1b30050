"""What a salesperson sees beside a price: the price plan and the last deal (H9.2)."""

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from .order_price_fact import PRICE_GROUPS, Asked

PRICED = frozenset({"price_unit", "discount"})


class OrderPricedLineMixin(models.AbstractModel):
    _name = "order.priced.line.mixin"
    _description = "Price of an Order's Line"

    # Only so that the mixin stands alone: the line's own definitions win.
    order_id = fields.Many2one("sale.order")
    product_id = fields.Many2one("product.product")
    product_uom_id = fields.Many2one("uom.uom")
    product_uom_qty = fields.Float()

    price_typed_by_id = fields.Many2one(
        "res.users",
        string="Price Typed by",
        readonly=True,
        copy=False,
        help="Who wrote price or discount last; what Odoo fills in is nobody's.",
    )
    planned_price = fields.Float(
        string="Price Plan",
        digits="Product Price",
        compute="_compute_price_facts",
        groups=PRICE_GROUPS,
        help="What the order's price plan asks, in the order's currency.",
    )
    last_deal = fields.Char(
        compute="_compute_price_facts",
        groups=PRICE_GROUPS,
        help="Day, price without taxes and quantity at which this customer bought the "
        "product last.",
    )
    last_deal_date = fields.Date(compute="_compute_price_facts", groups=PRICE_GROUPS)
    last_deal_price = fields.Float(
        digits="Product Price", compute="_compute_price_facts", groups=PRICE_GROUPS
    )
    last_deal_quantity = fields.Float(
        digits="Product Unit", compute="_compute_price_facts", groups=PRICE_GROUPS
    )

    @api.depends("order_id", "product_id", "product_uom_id", "product_uom_qty")
    def _compute_price_facts(self):
        self.planned_price = self.last_deal_price = self.last_deal_quantity = 0.0
        self.last_deal = self.last_deal_date = False
        gated = self.order_id._filter_gated()
        priced = self.filtered(lambda line: line.order_id in gated and line.product_id)
        for order, lines in priced.grouped("order_id").items():
            asked = [line._prepare_asked_price() for line in lines]
            facts = self.env["order.price.fact"]._get_facts(order, asked)
            for line in lines:
                line._show_price_fact(facts[line.id])

    def _prepare_asked_price(self):
        # Costs and taxes are compared for whoever sees prices.
        line = self.sudo().with_company(self.order_id.company_id)
        return Asked(
            key=self.id,
            product=line.product_id._origin,
            unit=line.product_uom_id or line.product_id.uom_id,
            quantity=line.product_uom_qty,
            price_unit=line.price_unit,
            discount=line.discount,
            taxes=line.tax_ids._origin,
            line=line,
        )

    def _show_price_fact(self, fact):
        self.planned_price = fact.planned or 0.0
        if fact.deal:
            self.last_deal_date = fact.deal.day
            self.last_deal_price = fact.deal.price
            self.last_deal_quantity = fact.deal.quantity
            self.last_deal = self._format_deal(fact.deal)

    def _format_deal(self, deal):
        return self.env._(
            "%(day)s: %(price)s for %(quantity)s %(unit)s",
            day=format_date(self.env, deal.day),
            price=formatLang(
                self.env, deal.price, currency_obj=self.order_id.currency_id
            ),
            quantity=f"{deal.quantity:g}",
            unit=self.product_uom_id.name or "",
        )

    @api.model
    def _note_typist(self, vals):
        """Return values with who types the price, whoever they say it was."""
        vals = {n: value for n, value in vals.items() if n != "price_typed_by_id"}
        if PRICED & vals.keys():
            vals["price_typed_by_id"] = self.env.uid
        return vals
