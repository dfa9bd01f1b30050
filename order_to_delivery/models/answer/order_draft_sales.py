"""Sales' answer, and that of who decides: what was sold before, and how it was paid."""

from odoo import api, models
from odoo.tools import format_date

from .order_draft_content import Draft, Fact


class OrderDraftSales(models.AbstractModel):
    _name = "order.draft.sales"
    _description = "Draft of Sales' Answer"

    @api.model
    def _draft(self, question):
        """Draft from price history and payment record (H7.1).

        What is signed tells no amounts: whoever is asked reads it.

        :rtype: Draft
        """
        facts = self.env["order.price.fact"]
        asked = facts._prepare_asked(question.order, question.snapshot["lines"])
        found = facts._get_facts(question.order, asked)
        payments, is_overdue = self.env["order.draft.payment"]._draft(question)
        known = sum(bool(found[item.key].deal) for item in asked)
        texts = [
            self.env._(
                "%(known)s of %(count)s products were sold to this customer before.",
                known=known,
                count=len(asked),
            ),
            self.env._("Payments of this customer are overdue.")
            if is_overdue
            else self.env._("No payment of this customer is overdue."),
        ]
        reasons = [self._tell(question, item, found[item.key]) for item in asked]
        return Draft("\n".join(texts), facts=[*reasons, *payments])

    def _tell(self, question, item, fact):
        name = item.product.display_name
        if not fact.deal:
            text = self.env._("%s was never sold to this customer.", name)
            return Fact(self._add_margin(question, text, fact))
        values = {"product": name, "day": format_date(self.env, fact.deal.day)}
        if not question.sees_prices:
            text = self.env._("%(product)s was sold to him on %(day)s.", **values)
            return Fact(text, "sale.order", fact.deal.order_id)
        currency = question.order.currency_id
        text = self.env._(
            "%(product)s: %(price)s asked, %(before)s for %(quantity)s on %(day)s.",
            price=currency.format(fact.price),
            before=currency.format(fact.deal.price),
            quantity=f"{fact.deal.quantity:.10g}",
            **values,
        )
        text = self._add_margin(question, text, fact)
        return Fact(text, "sale.order", fact.deal.order_id)

    def _add_margin(self, question, text, fact):
        """Add the margin for who sees prices, where a cost is known."""
        if not question.sees_prices or fact.margin is None:
            return text
        margin = self.env._("Margin %s %%.", f"{fact.margin:.1f}")
        return f"{text} {margin}"
