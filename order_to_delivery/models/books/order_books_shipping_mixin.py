"""The books of what left for customers: released, and not above it."""

from odoo import api, models
from odoo.tools import SQL

from ..order_leaving_move_mixin import DIVERTED_USAGES, SHIPPING_GATE
from ..order_shipping_tables import GOES_ON

# Of a place: whether goods there are a customer's, or another company's.
PLACES = SQL(
    """
    (SELECT id, usage,
            usage = 'customer' OR usage = 'transit' AND company_id IS NULL AS is_outside
       FROM stock_location)
    """
)

# What has left of each line, and what was released of it, in the product's unit.
BOOK = """
    WITH moved AS (%(moved)s), book AS (
        SELECT line.id, line.order_id, line.product_id,
               own.factor / unit.factor * (%(shipped)s) AS shipped,
               own.factor / unit.factor * (
                   SELECT COALESCE(SUM(
                              CASE WHEN request.state = 'released'
                                   THEN asked.quantity
                                   ELSE COALESCE(asked.kept_quantity, 0)
                                   END), 0)
                     FROM order_shipping_request_line asked
                     JOIN order_shipping_request request
                       ON request.id = asked.request_id
                    WHERE asked.sale_line_id = line.id) AS released
          FROM sale_order_line line
          JOIN moved ON moved.sale_line_id = line.id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template
            ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          JOIN uom_uom own ON own.id = line.product_uom_id
      GROUP BY line.id, own.id, unit.id
    )
"""


class OrderBooksShippingMixin(models.AbstractModel):
    _name = "order.books.shipping.mixin"
    _inherit = ["order.books.mixin"]
    _description = "Books of What Left for Customers"

    @api.model
    def _query_shipped(self, company_ids):
        """Select what left, net of returns, beyond what was released (H9.17).

        A kit has left as often as the component of which the most went out. What the
        supervisor let leave in an emergency is booked on the waiver, order by order.
        """
        over = SQL("book.shipped - book.released")
        return SQL(
            """
            %(book)s, beyond AS (
                SELECT book.*, SUM(%(over)s) OVER (PARTITION BY order_id) AS total
                  FROM book
                 WHERE %(is_over)s
            )
            SELECT 'sale.order' AS res_model, book.order_id AS res_id, book.product_id,
                   book.shipped AS booked, book.released AS signed, %(over)s AS over
              FROM beyond book
             WHERE %(is_uncovered)s
          ORDER BY book.id
            """,
            book=SQL(
                BOOK,
                moved=self._select_moved(company_ids),
                shipped=self._sum_shipped(),
            ),
            over=over,
            is_over=self._is_over(over),
            is_uncovered=self._is_over(
                SQL(
                    """
                    book.total - COALESCE((
                        SELECT SUM(waiver.used_quantity) FROM order_gate_waiver waiver
                         WHERE waiver.sale_order_id = book.order_id
                           AND waiver.gate = %s AND waiver.state = 'granted'), 0)
                    """,
                    SHIPPING_GATE,
                )
            ),
        )

    @api.model
    def _sum_shipped(self):
        """Return what of a line has left, in its unit, by the products that moved."""
        return SQL(
            """
            COALESCE(SUM(moved.quantity)
                         FILTER (WHERE moved.product_id = line.product_id), 0)
                * unit.factor / own.factor
            + COALESCE(MAX(moved.quantity / NULLIF((
                  line.kit_needs -> 'needs' ->> moved.product_id::varchar)::float, 0))
                         FILTER (WHERE moved.product_id != line.product_id), 0)
            """
        )

    @api.model
    def _select_moved(self, company_ids):
        """Select what left of each line by product, less what came back."""
        return SQL(
            """
            SELECT move.sale_line_id, operation.product_id,
                   SUM(operation.quantity_product_uom * CASE
                       WHEN source.is_outside AND NOT target.is_outside
                        AND target.usage <> 'inventory' THEN -1
                       WHEN source.is_outside THEN 0
                       WHEN target.is_outside THEN 1
                       WHEN target.usage = 'supplier'
                       THEN CASE WHEN move.purchase_line_id IS NULL THEN 1 ELSE 0 END
                       WHEN target.usage = 'transit' AND %(goes_on)s THEN 0
                       WHEN kind.code = 'outgoing' AND target.usage IN %(diverted)s
                       THEN 1
                       ELSE 0 END) AS quantity
              FROM stock_move move
              JOIN stock_move_line operation ON operation.move_id = move.id
              JOIN %(places)s source ON source.id = operation.location_id
              JOIN %(places)s target ON target.id = operation.location_dest_id
              JOIN sale_order_line sold ON sold.id = move.sale_line_id
              JOIN sale_order sale ON sale.id = sold.order_id
              JOIN res_company company ON company.id = sale.company_id
         LEFT JOIN stock_picking_type kind ON kind.id = move.picking_type_id
             WHERE move.state = 'done' AND sale.company_id IN %(companies)s
               AND sale.order_to_delivery_exempt IS NOT TRUE
               AND move.date >= COALESCE(company.order_to_delivery_since, '-infinity')
          GROUP BY move.sale_line_id, operation.product_id
            """,
            places=PLACES,
            diverted=DIVERTED_USAGES,
            goes_on=GOES_ON,
            companies=company_ids,
        )
