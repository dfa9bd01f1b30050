"""Which prices of a revision are doubted, and who is told (H9.2)."""

from odoo import api, models
from odoo.tools import float_compare, float_repr

from .order_snapshot_mixin import hash_canonical

# Who is told besides the sales rep; the first who may is asked to settle.
TOLD = ("marketing_director", "supervisor")


class OrderPriceFindingMixin(models.AbstractModel):
    _name = "order.price.finding.mixin"
    _description = "Finding of Price Doubts"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    @api.model
    def _open_for(self, revisions):
        """Open a doubt for each price out of bounds that nobody settled as it is."""
        # The submitter need not see costs and other orders.
        doubting = revisions.sudo().filtered(
            lambda revision: revision.company_id._doubts_prices()
        )
        values = []
        for revision in doubting:
            values += self._prepare_doubts(revision)
        # Nobody opens doubts by hand: prices do.
        doubts = self.sudo().with_context(mail_create_nolog=True).create(values)
        doubts._tell()
        return doubts

    @api.model
    def _prepare_doubts(self, revision):
        order, company = revision.sale_order_id, revision.company_id
        prices = self.env["order.price.fact"]
        asked = prices._prepare_asked(order, self._get_judged_contents(revision))
        facts = prices._get_facts(order, asked)
        settled = self._get_settled(order)
        values = [
            {"sale_order_id": order.id, "revision_id": revision.id, **doubt}
            for item in asked
            for doubt in self._compare(order, company, item, facts[item.key])
        ]
        return [
            doubt
            for doubt in values
            if (doubt["line_key"], doubt["kind"], doubt["judged"]) not in settled
        ]

    def _get_judged_contents(self, revision):
        """Return the lines whose price is new; what is in force was agreed to."""
        lines = revision.snapshot["lines"]
        agreed = revision.sale_order_id.current_revision_id.snapshot or {"lines": {}}
        return {
            key: content
            for key, content in lines.items()
            if self._get_priced(content) != self._get_priced(agreed["lines"].get(key))
        }

    def _get_priced(self, content):
        """Return what of a line's content its price depends on."""
        if not content:
            return None
        names = ("product_id", "product_uom_id", "product_uom_qty")
        return [*(content["goods"][name] for name in names), content["price"]]

    def _get_settled(self, order):
        # What was settled for this order, whoever asks.
        doubts = self.sudo().search(
            [("sale_order_id", "=", order.id), ("state", "=", "settled")]
        )
        return {(doubt.line_key, doubt.kind, doubt.judged) for doubt in doubts}

    def _compare(self, order, company, item, fact):
        """Return the values of what is doubted about one price."""
        found = {
            "floor": self._compare_with_plan(company, fact),
            "margin": self._compare_with_cost(company, fact),
            "deviation": self._compare_with_deal(company, fact),
        }
        common = {
            "line_key": item.key,
            "product_id": item.product.id,
            "quantity": item.quantity,
            "product_uom_id": item.unit.id,
            "currency_id": order.currency_id.id,
            "typed_by_id": item.line.price_typed_by_id.id,
        }
        return [
            {**common, **values, "kind": kind, "judged": self._hash(item, values)}
            for kind, values in found.items()
            if values
        ]

    def _compare_with_plan(self, company, fact):
        floor = company.order_price_floor
        planned = fact.planned
        if not floor or planned is None:
            return None
        if not self._is_less(fact.price, planned * floor / 100):
            return None
        return {
            "price": fact.price,
            "reference_price": planned,
            "difference_percent": (fact.price / planned - 1) * 100 if planned else -100,
            "limit_percent": floor,
        }

    def _compare_with_cost(self, company, fact):
        least = company.order_price_margin
        if not least or fact.margin is None:
            return None
        # The least price, so that what is compared is money and no quotient of it.
        if fact.net > 0 and not self._is_less(fact.net * (1 - least / 100), fact.cost):
            return None
        return {
            "price": fact.net,
            "reference_price": fact.cost,
            "difference_percent": fact.margin,
            "limit_percent": least,
        }

    def _compare_with_deal(self, company, fact):
        limit, deal = company.order_price_deviation, fact.deal
        if not limit or not deal:
            return None
        if not self._is_less(deal.price * limit / 100, abs(fact.net - deal.price)):
            return None
        return {
            "price": fact.net,
            "reference_price": deal.price,
            "difference_percent": (fact.net / deal.price - 1) * 100,
            "limit_percent": limit,
            "deal_order_id": deal.order_id,
            "deal_date": deal.day,
            "deal_quantity": deal.quantity,
        }

    def _is_less(self, price, limit):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_compare(price, limit, precision_digits=digits) < 0

    def _hash(self, item, values):
        goods = [item.product.id, item.unit.id, float_repr(item.quantity, 6)]
        prices = [float_repr(values[name], 6) for name in ("price", "reference_price")]
        return hash_canonical([*goods, *prices])

    # Telling

    def _tell(self):
        """Tell sales rep, marketing director and supervisor of new doubts, once.

        The doubts of an order are told together, by the first of them.
        """
        for doubts in self.grouped("sale_order_id").values():
            first, order = doubts[:1], doubts.sale_order_id
            people = first._get_people_told()
            doubts.message_subscribe(people.partner_id.ids)
            first.message_post(
                subject=self.env._("Prices of %s are doubted", order.name),
                body=first._get_notice(doubts),
                partner_ids=people.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
                author_id=self.env.user.partner_id.id,
            )
            first._ask_settler()

    def _get_notice(self, doubts):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(order)s of %(customer)s, submitted by %(user)s: %(doubts)s. Until the "
            "marketing director or the supervisor settles them with a reason, the "
            "review stays open.",
            order=self.sale_order_id.name,
            customer=self.partner_id.display_name,
            user=self.proposed_by_id.name,
            doubts="; ".join(
                f"{doubt.product_id.display_name} ({labels[doubt.kind]})"
                for doubt in doubts
            ),
        )

    def _get_people_told(self):
        people = self.sale_order_id.user_id
        for department in self._get_departments():
            people |= department._resolve_person()[0]
        return people.filtered("active")

    def _get_departments(self):
        """Return the departments that are told, the one that is asked first."""
        departments = self.env["order.department"].search(
            [("kind", "in", TOLD), ("company_id", "=", self.company_id.id)]
        )
        return departments.sorted(lambda department: TOLD.index(department.kind))

    def _ask_settler(self):
        """Put the doubts of an order before the first who may settle them."""
        authors = self._get_authors()
        for department in self._get_departments():
            person = department._resolve_person(requester=authors)[0]
            if person:
                asked = self.with_context(
                    lang=person.lang, mail_activity_quick_update=True
                )
                asked.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=self.company_id._get_local_day(),
                    summary=asked.env._(
                        "Settle the prices of %s", self.sale_order_id.name
                    ),
                    user_id=person.id,
                )
                return
