"""Whether what moved is what was signed for: the books, one query a rule."""

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# rule: what it says. Each is the query `_query_<rule>`.
RULES = {
    "incoming": _lt("What entered stock from a vendor was accepted"),
    "operation": _lt("What an operation went on with was signed off"),
    "finished": _lt("What was made and put into stock was accepted"),
    "bought": _lt("What was bought was approved"),
    "price": _lt("What was bought cost no more than was approved"),
    "shipped": _lt("What left was released"),
    "uninspected": _lt("What entered stock was inspected"),
    "negative": _lt("What was taken from stock was there"),
    "unsigned": _lt("What is signed has its signer"),
}
# Documents, the states that somebody signs, and where his name stands.
SIGNERS = (
    ("order.review", ("closed",), "chair_id"),
    ("order.review.signoff", ("signed",), "signed_by_id"),
    ("order.confirmation", ("accepted",), "signed_by"),
    ("order.production.instruction", ("issued", "accepted"), "issued_by_id"),
    ("order.production.instruction", ("accepted",), "accepted_by_id"),
    ("purchase.request", ("approved", "in_progress", "done"), "approved_by_id"),
    ("order.inspection", ("judged",), "inspector_id"),
    ("order.production.exception", ("closed",), "closed_by_id"),
    ("order.daily.report", ("handed_in",), "handed_in_by_id"),
    ("order.patrol", ("done",), "inspected_by_id"),
    ("order.monitoring.check", ("checked",), "checked_by_id"),
    ("order.shipping.request", ("verified", "released"), "verified_by_id"),
    ("order.shipping.request", ("released",), "released_by_id"),
    ("order.delivery.receipt", ("signed",), "signed_by"),
    ("order.gate.waiver", ("granted", "settled"), "granted_by_id"),
    ("order.supply.question", ("decided",), "decided_by_id"),
    ("customer.grade.change", ("approved", "in_force"), "approved_by_id"),
)


class OrderBooks(models.AbstractModel):
    _name = "order.books"
    _inherit = [
        "order.books.supply.mixin",
        "order.books.making.mixin",
        "order.books.shipping.mixin",
    ]
    _description = "Books of What Was Signed and What Moved"

    @api.model
    def _get_breaches(self, companies):
        """Return what moved, was made, bought or shipped beyond what was signed.

        The queries are written beside the gates, and share no figure with them, so
        that a hole in one shows in the other. Left out is what was under way before
        a company went live, and every company whose switch is off. What was done
        while a running company had it off was signed by nobody, and is told.

        :return: ``[{rule, res_model, res_id, product_id, booked, signed, over}]``,
            quantities in the product's unit, prices in the company's currency
        """
        # The switch is read on the companies, which the user may not see.
        governed = companies.sudo().filtered("use_order_to_delivery")
        if not governed:
            return []
        self.env.flush_all()
        breaches = []
        for rule in RULES:
            query = getattr(self, f"_query_{rule}")(tuple(governed.ids))
            rows = self.env.execute_query_dict(query)
            breaches += [{"rule": rule, **row} for row in rows]
        return breaches

    @api.model
    def _query_negative(self, company_ids):
        """Select the places from which more was taken than was there."""
        return SQL(
            """
            SELECT 'stock.quant' AS res_model, quant.id AS res_id, quant.product_id,
                   quant.quantity AS booked, 0 AS signed, -quant.quantity AS over
              FROM stock_quant quant
              JOIN stock_location place ON place.id = quant.location_id
             WHERE place.usage IN ('internal', 'transit')
               AND quant.company_id IN %s
               AND %s
          ORDER BY quant.id
            """,
            company_ids,
            self._is_over(SQL("-quant.quantity")),
        )

    @api.model
    def _query_unsigned(self, company_ids):
        """Select the documents whose state says that somebody signed, without him."""
        queries = []
        for model, states, signer in SIGNERS:
            # The books are kept for everybody, and so are records put away.
            records = self.env[model].sudo().with_context(active_test=False)
            domain = [
                ("state", "in", states),
                (signer, "=", False),
                ("company_id", "in", company_ids),
            ]
            queries.append(
                records._search(domain, order="id").select(
                    SQL("%s AS res_model", model),
                    SQL("%s AS res_id", SQL.identifier(records._table, "id")),
                    SQL("NULL::int AS product_id"),
                    SQL("0 AS booked"),
                    SQL("0 AS signed"),
                    SQL("0 AS over"),
                )
            )
        return SQL(" UNION ALL ").join(SQL("(%s)", query) for query in queries)
