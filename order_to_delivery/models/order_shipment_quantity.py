"""How much of an order's line was accepted before shipment, and how much has left."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .order_incoming_quantity import ACCEPTED
from .order_shipping_tables import RELEASED, REQUESTED


class ShipmentBooks(NamedTuple):
    """Quantities of order lines that concern their inspection before shipment.

    By line, in its unit: ``free`` was released without an inspection asked for,
    ``asked`` is still requested with one. By line and lot, in the product's unit:
    ``accepted`` by Quality; by line, ``offered`` to it and not settled yet. By line,
    product and lot, in the product's unit: what ``left``, each time that it did, and
    what came ``back``.
    """

    free: dict
    asked: dict
    accepted: dict
    offered: dict
    left: dict
    back: dict


class OrderShipmentQuantity(models.AbstractModel):
    _name = "order.shipment.quantity"
    _inherit = ["order.shipping.quantity"]
    _description = "Quantities Accepted before Shipment"

    @api.model
    def _get_uninspected(self, lines, planned=None):
        """Return ``{sale line: quantity}`` that left, or is to, without being accepted.

        A lot that was judged by name counts by itself; what was accepted without a
        lot, or released without an inspection asked for, covers any other. A kit is
        counted whole. What came back gives no acceptance back: it was out of our
        hands, and is accepted anew before it leaves again (H3.4, H9.15).

        :param planned: ``{(line id, product id, lot id): quantity}`` in the product's
            unit of what is about to leave
        """
        books = self._get_books(lines)
        for (line_id, product_id, lot_id), quantity in (planned or {}).items():
            books.left[line_id][product_id, lot_id] += quantity
        result = {}
        for line in lines.sudo():  # what was accepted decides for everybody alike
            excess = self._get_excess_of(books, line)
            if self._is_positive(line, excess):
                result[line] = excess
        return result

    @api.model
    def _get_excess_of(self, books, line):
        """Return what of a line left above what covers it, in its unit."""
        unit = line.product_id.uom_id
        free, accepted = books.free[line.id], books.accepted[line.id]
        left = self._get_left(books, line)
        if any(product_id != line.product_id.id for product_id, _lot_id in left):
            products = defaultdict(float)
            for (product_id, _lot_id), quantity in left.items():
                products[product_id] += quantity
            whole = unit._compute_quantity(
                sum(accepted.values()), line.product_uom_id, round=False
            )
            return self._get_shipped(line, products) - whole - free
        covered = defaultdict(float, accepted)
        covered[None] += line.product_uom_id._compute_quantity(free, unit, round=False)
        judge = self.env["order.incoming.quantity"]._get_excess_of
        entered = {lot_id: quantity for (_product, lot_id), quantity in left.items()}
        return unit._compute_quantity(
            judge(unit, covered, entered), line.product_uom_id, round=False
        )

    @api.model
    def _get_left(self, books, line):
        """Return ``{(product, lot): quantity}`` of a line that has to be covered.

        All that left; without what came back where nothing was to be inspected.
        """
        left = defaultdict(float, books.left[line.id])
        if not books.asked[line.id] and not books.accepted[line.id]:
            for goods, quantity in books.back[line.id].items():
                left[goods] -= quantity
        return left

    @api.model
    def _get_returned(self, books, line):
        """Return how much of a line ever came back, in its unit; a kit whole."""
        products = defaultdict(float)
        for (product_id, _lot_id), quantity in books.back[line.id].items():
            products[product_id] += quantity
        return self._get_shipped(line, products)

    @api.model
    def _get_returned_lots(self, books, lines):
        """Return ``{line: {lot: quantity}}`` of what came back of lots judged by name.

        In the line's unit.
        """
        lots = self.env["stock.lot"]
        return {
            line: {
                lots.browse(lot_id): line.product_id.uom_id._compute_quantity(
                    quantity, line.product_uom_id, round=False
                )
                for (_product_id, lot_id), quantity in books.back[line.id].items()
                if lot_id and lot_id in books.accepted[line.id]
            }
            for line in lines
        }

    @api.model
    def _filter_returned(self, lines):
        """Return the lines of which something came back."""
        books = self._get_books(lines)
        return lines.filtered(
            lambda line: self._is_positive(line, self._get_returned(books, line))
        )

    @api.model
    def _get_missing(self, books, lines):
        """Return ``{sale line: quantity}`` that nobody offered to Quality yet.

        What came back is to be offered anew. Below zero where more is offered than
        is asked for; in the line's unit.
        """
        return {
            line: books.asked[line.id]
            + self._get_returned(books, line)
            - line.product_id.uom_id._compute_quantity(
                sum(books.accepted[line.id].values()) + books.offered[line.id],
                line.product_uom_id,
                round=False,
            )
            for line in lines
        }

    @api.model
    def _get_overaccepted(self, lines):
        """Return the lines of which more is accepted than is to leave.

        As requested, and once more what came back.
        """
        books = self._get_books(lines)
        return lines.filtered(
            lambda line: (
                line.product_id.uom_id.compare(
                    sum(books.accepted[line.id].values()),
                    line.product_uom_id._compute_quantity(
                        books.asked[line.id] + self._get_returned(books, line),
                        line.product_id.uom_id,
                        round=False,
                    ),
                )
                > 0
            )
        )

    # Read at once

    @api.model
    def _get_books(self, lines, has_offered=False):
        """Return the ShipmentBooks of order lines, with one query.

        :param has_offered: whether what waits for Quality is asked for, too
        """
        books = ShipmentBooks(
            free=defaultdict(float),
            asked=defaultdict(float),
            accepted=defaultdict(lambda: defaultdict(float)),
            offered=defaultdict(float),
            left=defaultdict(lambda: defaultdict(float)),
            back=defaultdict(lambda: defaultdict(float)),
        )
        if not lines:
            return books
        self._flush_books()
        queries = [
            self._query_asked(lines),
            self._query_accepted(lines),
            self._query_moves(lines, by_way=True),
        ]
        if has_offered:
            queries.append(self._query_open(lines))
        query = SQL(" UNION ALL ").join(queries)
        for name, line_id, product_id, lot_id, quantity in self.env.execute_query(
            query
        ):
            if name in ("left", "back"):
                getattr(books, name)[line_id][product_id, lot_id] += quantity or 0.0
            elif name == "accepted":
                books.accepted[line_id][lot_id] += quantity or 0.0
            else:
                getattr(books, name)[line_id] += quantity or 0.0
        return books

    @api.model
    def _flush_books(self):
        self._flush()
        self.env["order.incoming.quantity"]._flush()
        self.env["order.shipping.request.line"].flush_model(["needs_inspection"])
        self.env["order.inspection"].flush_model(["previous_id"])

    @api.model
    def _query_asked(self, lines):
        """Select what is released as it is, and what is asked for with inspection."""
        return SQL(
            """
            SELECT CASE WHEN COALESCE(line.needs_inspection, FALSE)
                        THEN 'asked' ELSE 'free' END,
                   line.sale_line_id, NULL::int4, NULL::int4,
                   SUM(CASE WHEN NOT COALESCE(line.needs_inspection, FALSE) THEN %s
                            WHEN request.state = 'withdrawn'
                            THEN COALESCE(line.kept_quantity, 0)
                            ELSE line.quantity END)
              FROM %s
             WHERE line.sale_line_id IN %s
          GROUP BY 1, line.sale_line_id
            """,
            RELEASED,
            REQUESTED,
            tuple(lines.ids),
        )

    @api.model
    def _query_accepted(self, lines):
        """Select what Quality accepted of what the lines sell by now."""
        return SQL(
            """
            SELECT 'accepted', line.sale_line_id, NULL::int4, line.lot_id,
                   %s
             WHERE line.sale_line_id IN %s
               AND line.product_id = (SELECT sold.product_id
                                        FROM sale_order_line sold
                                       WHERE sold.id = line.sale_line_id)
               AND inspection.kind = 'shipment'
               AND inspection.state = 'judged'
          GROUP BY line.sale_line_id, line.lot_id
            """,
            ACCEPTED,
            tuple(lines.ids),
        )

    @api.model
    def _query_open(self, lines):
        """Select what waits for Quality, for its head, or to be reworked."""
        return SQL(
            """
            SELECT 'offered', line.sale_line_id, NULL::int4, NULL::int4,
                   SUM(CASE WHEN inspection.state = 'draft'
                            THEN line.offered_product_quantity
                            ELSE line.rejected_product_quantity END)
              FROM order_inspection_line line
              JOIN order_inspection inspection ON inspection.id = line.inspection_id
             WHERE line.sale_line_id IN %s
               AND inspection.kind = 'shipment'
               AND (inspection.state = 'draft'
                    OR inspection.state = 'judged'
                   AND (line.disposition = 'concession'
                        AND inspection.concession_id IS NULL
                        OR line.disposition = 'rework'
                       AND NOT EXISTS (
                           SELECT FROM order_inspection again
                            WHERE again.previous_id = inspection.id)))
          GROUP BY line.sale_line_id
            """,
            tuple(lines.ids),
        )
