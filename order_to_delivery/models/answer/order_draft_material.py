"""Technical's and Material Control's answer: what is short, when it could be here."""

from odoo import api, fields, models
from odoo.tools import format_date

from .order_draft_content import Draft, Fact


class OrderDraftMaterial(models.AbstractModel):
    _name = "order.draft.material"
    _description = "Draft of the Position of Materials"

    @api.model
    def _draft(self, question):
        """Draft the position of the materials, and the recipe's (H9.3).

        :rtype: Draft
        """
        draft, signoff = Draft(), question.signoff
        texts = []
        if signoff.kind == "technical":
            texts += self._draft_recipe(question, draft)
        notes = {short: self._tell(question, short) for short in question.shorts}
        if signoff._owes_material_position():
            draft.values["material_position"] = self._get_position(question)
            draft.values["material_note"] = "\n".join(notes.values())
            texts.append(self._get_headline(question))
        if signoff.kind == "material_control":
            draft.values["answer_date"] = self._get_last_day(question)
            texts = texts or [self._get_headline(question)]
        draft.text = "\n".join(texts)
        draft.values = {name: value for name, value in draft.values.items() if value}
        draft.facts = self._get_facts(question, notes)
        return draft

    def _draft_recipe(self, question, draft):
        """Say that nothing changes, where nothing does; the rest is for people."""
        signoff = question.signoff
        if signoff.review_id.kind != "full" or signoff._has_changed_products():
            return []
        if signoff._keeps_old_recipe():
            draft.values["recipe_kind"] = "old"
            return [self.env._("Made by the old recipe, as the customer insists.")]
        draft.values["recipe_kind"] = "same"
        return [self.env._("Nothing is new or changed: made as before.")]

    def _get_position(self, question):
        kinds = {short.kind for short in question.shorts}
        if kinds & {"nobody", "buy"}:
            return "short"
        if not kinds:
            return "available"
        wanted = question.snapshot["header"]["dates"]["wanted_date"]
        wanted, earliest = fields.Date.to_date(wanted), question.promise.earliest
        is_late = earliest is None or wanted and earliest > wanted
        return "short" if is_late else "arriving"

    def _get_last_day(self, question):
        """Return by when all is here; nothing where nobody sells some of it."""
        days = [short.day for short in question.shorts]
        if None in days:
            return ""
        today = question.company._get_local_day()
        return fields.Date.to_string(max(days, default=today))

    def _get_headline(self, question):
        shorts = question.shorts
        if not shorts:
            return self.env._("All materials are in stock.")
        if any(short.kind == "nobody" for short in shorts):
            return self.env._("Materials are short, and not all of them can be bought.")
        return self.env._(
            "All materials can be here on %s.",
            format_date(self.env, max(short.day for short in shorts)),
        )

    @api.model
    def _tell(self, question, short):
        """Return what is short of a part, and when it could be here."""
        product = question.parts[short.product_id]
        values = {
            "product": product.display_name,
            "quantity": f"{short.quantity:.10g}",
            "unit": product.uom_id.name,
            "day": short.day and format_date(self.env, short.day),
        }
        if short.kind == "nobody":
            return self.env._(
                "%(product)s: %(quantity)s %(unit)s are short, and nobody sells it.",
                **values,
            )
        if short.kind == "incoming":
            return self.env._(
                "%(product)s: %(quantity)s %(unit)s come on %(day)s.", **values
            )
        vendor = question.vendors[short.partner_id]
        return self.env._(
            "%(product)s: %(quantity)s %(unit)s are short; %(vendor)s delivers on "
            "%(day)s what is ordered today.",
            vendor=vendor.display_name,
            **values,
        )

    def _get_facts(self, question, notes):
        facts = [
            Fact(note, "product.product", short.product_id)
            for short, note in notes.items()
        ]
        costs = self._get_cost(question) if question.sees_costs else ""
        if costs:
            facts.append(
                Fact(self.env._("Ordering what is short would cost %s.", costs))
            )
        return [*self._get_earliest(question), *facts]

    @api.model
    def _get_earliest(self, question):
        """Return the earliest date of the order with the one thing that decides it."""
        promise = question.promise
        if not promise.earliest:
            return [Fact(promise.why, *(promise.link or ()))]
        text = self.env._(
            "Earliest date %(day)s: %(why)s",
            day=format_date(self.env, promise.earliest),
            why=promise.why,
        )
        return [Fact(text, *(promise.link or ()))]

    def _get_cost(self, question):
        """Return what the short parts cost by their vendors, in each currency."""
        sums = {}
        purchasing = self.env["order.draft.purchasing"]
        for short, price in purchasing._get_prices(question).items():
            amount = sums.get(price.currency, 0.0)
            sums[price.currency] = amount + price.amount * short.quantity
        return " + ".join(currency.format(sums[currency]) for currency in sums)
