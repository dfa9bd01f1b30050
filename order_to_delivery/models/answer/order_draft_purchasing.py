"""Purchasing's answer: who sells what is short, for how much, and how reliably."""

from typing import Any, NamedTuple

from odoo import api, fields, models

from .order_draft_content import Draft, Fact


class Price(NamedTuple):
    """What a vendor asks for one of a product, in the product's unit."""

    amount: float
    currency: Any


class OrderDraftPurchasing(models.AbstractModel):
    _name = "order.draft.purchasing"
    _description = "Draft of Purchasing's Answer"

    @api.model
    def _draft(self, question):
        """Draft which vendor delivers each short part by when (H7.1).

        :rtype: Draft
        """
        draft = Draft()
        shorts = [short for short in question.shorts if short.kind != "incoming"]
        tell = self.env["order.draft.material"]._tell
        draft.text = "\n".join(tell(question, short) for short in shorts)
        if not shorts:
            draft.text = self.env._("Nothing has to be bought.")
        days = [short.day for short in shorts if short.day]
        if days and len(days) == len(shorts):
            draft.values["answer_date"] = fields.Date.to_string(max(days))
        prices = self._get_prices(question) if question.sees_costs else {}
        earliest = self.env["order.draft.material"]._get_earliest(question)
        draft.facts = earliest + [
            self._get_fact(question, short, prices.get(short)) for short in shorts
        ]
        return draft

    @api.model
    def _get_prices(self, question):
        """Return ``{short: Price}`` of what could be bought, as Odoo would choose."""
        prices = {}
        for short in question.shorts:
            if short.kind != "buy":
                continue
            product = question.parts[short.product_id]
            seller = product._select_seller(
                partner_id=question.vendors[short.partner_id],
                quantity=short.quantity,
                uom_id=product.uom_id,
            )
            if seller:
                unit = seller.product_uom_id or product.uom_id
                amount = unit._compute_price(seller.price_discounted, product.uom_id)
                prices[short] = Price(amount, seller.currency_id)
        return prices

    def _get_fact(self, question, short, price):
        if short.kind == "nobody":
            text = self.env["order.draft.material"]._tell(question, short)
            return Fact(text, "product.product", short.product_id)
        product = question.parts[short.product_id]
        vendor = question.vendors[short.partner_id]
        parts = [
            self.env._(
                "%(product)s: %(vendor)s, %(days)s days",
                product=product.display_name,
                vendor=vendor.display_name,
                days=(short.day - question.company._get_local_day()).days,
            ),
            self._tell_record(vendor),
        ]
        if price:
            amount = price.currency.format(price.amount)
            parts.append(f"{amount} / {product.uom_id.name}")
        return Fact("; ".join(parts), "res.partner", vendor.id)

    def _tell_record(self, vendor):
        count = vendor.vendor_delivery_count
        if not count:
            return self.env._("nothing delivered in a year")
        return self.env._(
            "on time %(percent)s %% of %(count)s deliveries",
            percent=f"{vendor.vendor_on_time_percent:.0f}",
            count=count,
        )
