"""How what was booked is compared with what was signed."""

from odoo import api, models
from odoo.tools import SQL

# What entered stock, and what was accepted of it, by owner and product.
BOOKS = """
    WITH accepted (owner_id, product_id, lot_id, quantity) AS (%(accepted)s),
    entered (owner_id, product_id, lot_id, quantity) AS (%(entered)s),
    book AS (
        SELECT entered.owner_id, entered.product_id,
               SUM(entered.quantity) AS booked,
               SUM(CASE WHEN named.lot_id IS NULL
                        THEN entered.quantity ELSE 0 END) AS free,
               SUM(CASE WHEN named.lot_id IS NULL THEN 0
                        ELSE GREATEST(entered.quantity - named.quantity, 0)
                        END) AS over
          FROM entered
     LEFT JOIN accepted named USING (owner_id, product_id, lot_id)
      GROUP BY entered.owner_id, entered.product_id
    ), signed AS (
        SELECT owner_id, product_id, SUM(quantity) AS quantity,
               SUM(quantity) FILTER (WHERE lot_id IS NULL) AS free
          FROM accepted
      GROUP BY owner_id, product_id
    )
"""


class OrderBooksMixin(models.AbstractModel):
    _name = "order.books.mixin"
    _description = "Comparison of What Was Booked with What Was Signed"

    @api.model
    def _is_over(self, quantity):
        """Return the condition that a quantity counts, as units are rounded."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return SQL("ROUND((%s)::numeric, %s) > 0", quantity, digits)

    @api.model
    def _select_beyond(self, document, accepted, entered):
        """Select what entered stock beyond what was accepted, by owner and product.

        A lot that was judged by name counts by itself; what was accepted without a
        lot covers any other.

        :param document: the model and id of an owner's document
        :param accepted: rows of owner, product, lot and quantity, as ``entered``
        """
        over = SQL("book.over + GREATEST(book.free - COALESCE(signed.free, 0), 0)")
        return SQL(
            """
            %(books)s
            SELECT %(document)s, book.product_id, book.booked,
                   COALESCE(signed.quantity, 0) AS signed, %(over)s AS over
              FROM book
         LEFT JOIN signed USING (owner_id, product_id)
             WHERE %(is_over)s
          ORDER BY book.owner_id, book.product_id
            """,
            books=SQL(BOOKS, accepted=accepted, entered=entered),
            document=document,
            over=over,
            is_over=self._is_over(over),
        )
