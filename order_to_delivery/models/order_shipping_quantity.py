"""How much of an order's line was asked for, released and has left, net of returns."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .order_leaving_move_mixin import DIVERTED_USAGES
from .order_shipping_tables import GOES_ON, MOVED, RELEASED, REQUESTED


class ShippingQuantity(NamedTuple):
    """Quantities of one order line, all in the line's unit.

    ``limit`` is what was ordered with its tolerance; ``released`` counts what
    was withdrawn after it left, too; ``shipped`` is net of returns.
    """

    ordered: float = 0.0
    limit: float = 0.0
    pending: float = 0.0
    verified: float = 0.0
    released: float = 0.0
    shipped: float = 0.0


class ShippingExcess(NamedTuple):
    """What of a line leaves beyond what was released, in its unit and at its price."""

    quantity: float
    amount: float
    is_above_order: bool


class OrderShippingQuantity(models.AbstractModel):
    _name = "order.shipping.quantity"
    _inherit = ["order.kit.mixin"]
    _description = "Quantities Released and Shipped"

    @api.model
    def _get_quantities(self, lines, planned=None, is_released_only=False):
        """Return ``{sale line: ShippingQuantity}`` with one query for the batch.

        Moves are judged by their operations' real source and destination, and
        kits by the component that went out in the highest proportion.

        :param lines: sale order lines
        :param planned: ``{(line id, product id): quantity}`` in the product's
            unit of what is about to leave
        :param is_released_only: whether what left is not asked for, which takes
            PostgreSQL longer than the rest
        """
        # What was released and shipped decides for everybody alike.
        lines = lines.sudo()
        requested, moved = {}, {}
        for kind, line_id, product_id, *amounts in self._query(lines, is_released_only):
            if kind == "request":
                requested[line_id] = [amount or 0.0 for amount in amounts]
            else:
                moved.setdefault(line_id, {})[product_id] = amounts[0] or 0.0
        for (line_id, product_id), quantity in (planned or {}).items():
            products = moved.setdefault(line_id, {})
            products[product_id] = products.get(product_id, 0.0) + quantity
        result = {}
        for line in lines:
            pending, verified, released = requested.get(line.id, (0.0, 0.0, 0.0))
            ordered = line.product_uom_qty
            result[line] = ShippingQuantity(
                ordered=ordered,
                limit=ordered * (1 + (line.tolerance_over or 0.0) / 100),
                pending=pending,
                verified=verified,
                released=released,
                shipped=self._get_shipped(line, moved.get(line.id, {})),
            )
        return result

    @api.model
    def _get_excess(self, lines, planned=None):
        """Return ``{sale line: ShippingExcess}`` of the lines that exceed a release."""
        result = {}
        for line, quantity in self._get_quantities(lines, planned).items():
            excess = quantity.shipped - quantity.released
            if self._is_positive(line, excess):
                result[line] = ShippingExcess(
                    quantity=excess,
                    amount=excess * line.price_total / quantity.ordered
                    if quantity.ordered
                    else 0.0,
                    is_above_order=self._is_positive(
                        line, quantity.shipped - quantity.limit
                    ),
                )
        return result

    @api.model
    def _get_over_returned(self, lines):
        """Return the lines of which more of a product came back than had left."""
        return lines.browse(
            {
                line_id
                for kind, line_id, product_id, quantity, *_rest in self._query(lines)
                if kind == "move"
                and self.env["product.product"]
                .browse(product_id)
                .uom_id.compare(quantity or 0.0, 0.0)
                < 0
            }
        )

    @api.model
    def _is_positive(self, line, quantity):
        """Tell whether a quantity in a line's unit counts, in the product's unit.

        A hundredth of a thousand is ten pieces: too much to round away. A line without
        a product, such as a down payment's or a section, has no goods.
        """
        if quantity <= 0:
            return False  # in whatever unit
        unit = line.product_id.uom_id
        if not unit:
            return False
        if line.product_uom_id != unit:
            quantity = line.product_uom_id._compute_quantity(
                quantity, unit, round=False
            )
        return unit.compare(quantity, 0.0) > 0

    @api.model
    def _query(self, lines, is_released_only=False):
        """Return the rows of requests and of moves; both in one round trip."""
        if not lines:
            return []
        self._flush()
        query = self._query_requests(lines)
        if not is_released_only:
            query = SQL("%s UNION ALL %s", query, self._query_moves(lines))
        return self.env.execute_query(query)

    @api.model
    def _flush(self):
        flushed = {
            "order.shipping.request": ["state", "revision_id"],
            "order.shipping.request.line": [
                "quantity",
                "kept_quantity",
                "sale_line_id",
            ],
            "order.revision": ["goods_hash", "destination_hash"],
            "sale.order": ["state", "current_revision_id"],
            # Whole, so that what follows from a move's state is written with it.
            "stock.move": None,
            "stock.move.line": [
                "quantity_product_uom",
                "move_id",
                "location_id",
                "location_dest_id",
            ],
        }
        for model, names in flushed.items():
            self.env[model].flush_model(names)

    @api.model
    def _query_requests(self, lines):
        """Select what requests ask for; an outdated one releases nothing more."""
        return SQL(
            """
            SELECT 'request', line.sale_line_id, NULL::int,
                   SUM(line.quantity) FILTER (WHERE request.state = 'draft'),
                   SUM(line.quantity) FILTER (WHERE request.state = 'verified'),
                   SUM(%s)
              FROM %s
             WHERE line.sale_line_id IN %s
          GROUP BY line.sale_line_id
            """,
            RELEASED,
            REQUESTED,
            tuple(lines.ids),
        )

    @api.model
    def _query_moves(self, lines, by_way=False):
        """Select what left for customers less what came back, by product.

        :param by_way: whether what left and what came back are told apart, both by
            lot, too
        """
        goes_out, comes_back = self._get_ways()
        return SQL(
            """
            SELECT %(name)s, move.sale_line_id, operation.product_id, %(lot)s
                   SUM(CASE WHEN %(goes_out)s THEN operation.quantity_product_uom
                            WHEN %(comes_back)s
                            THEN %(sign)s operation.quantity_product_uom
                            ELSE 0 END)
                   %(rest)s
              FROM %(moved)s
          GROUP BY %(by_way)s move.sale_line_id, operation.product_id
            """,
            name=SQL("CASE WHEN %s THEN 'left' ELSE 'back' END", goes_out)
            if by_way
            else SQL("'move'"),
            lot=SQL("operation.lot_id,") if by_way else SQL(),
            sign=SQL() if by_way else SQL("-"),
            rest=SQL() if by_way else SQL(", 0, 0"),
            by_way=SQL("1, operation.lot_id,") if by_way else SQL(),
            goes_out=goes_out,
            comes_back=comes_back,
            moved=SQL(MOVED, tuple(lines.ids)),
        )

    @api.model
    def _get_ways(self):
        """Return the conditions that an operation goes out, and that it comes back."""
        source, destination = SQL.identifier("source"), SQL.identifier("destination")
        names = {
            "is_outside": self._is_outside(source),
            "ends_outside": self._is_outside(destination),
        }
        goes_out = SQL(
            "NOT %(is_outside)s AND (%(ends_outside)s "
            "OR destination.usage = 'supplier' AND move.purchase_line_id IS NULL "
            "OR kind.code = 'outgoing' AND destination.usage IN %(diverted)s "
            "AND NOT (destination.usage = 'transit' AND %(goes_on)s))",
            diverted=DIVERTED_USAGES,
            goes_on=GOES_ON,
            **names,
        )
        comes_back = SQL(
            "%(is_outside)s AND NOT %(ends_outside)s "
            "AND destination.usage <> 'inventory'",
            **names,
        )
        return goes_out, comes_back

    @api.model
    def _is_outside(self, location):
        """Return the condition that a location is outside, as in Python."""
        return SQL(
            "(%(location)s.usage = 'customer' "
            "OR %(location)s.usage = 'transit' AND %(location)s.company_id IS NULL)",
            location=location,
        )

    @api.model
    def _get_shipped(self, line, products):
        """Return in the line's unit what a line's products amount to."""
        if not any(products.values()):
            return 0.0
        products = dict(products)
        shipped = products.pop(line.product_id.id, 0.0)
        unit = line.product_id.uom_id
        if unit != line.product_uom_id:
            shipped = unit._compute_quantity(shipped, line.product_uom_id, round=False)
        if any(products.values()):
            needs = self._get_kit_needs(line)
            shares = [
                quantity / needs[product_id]
                for product_id, quantity in products.items()
                if needs.get(product_id)
            ]
            shipped += max(shares, default=0.0)
        return shipped
