"""On which shipping request goods left, or are to leave (H9.17)."""

from collections import defaultdict
from functools import partial
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class TieBook(NamedTuple):
    """What was released, has left and is to leave of order lines.

    ``spans`` has by line ``[(request id, start, end)]`` in the line's unit: what is
    released first leaves first. ``left`` by line and product, net of returns, and
    ``planned`` by line and product ``[(delivery id, quantity)]`` in the product's unit.
    ``places`` has by request, the first released first, the id of its receiver, and
    ``receivers`` by open delivery the id of the one that it goes to.
    """

    spans: dict
    left: dict
    planned: dict
    places: dict
    receivers: dict


class OrderShipmentTie(models.AbstractModel):
    _name = "order.shipment.tie"
    _inherit = ["order.shipping.quantity"]
    _description = "Requests That Goods Leave on"

    @api.model
    def _tie(self, orders, left=None, book=None):
        """Tie deliveries to the released requests whose goods they carry, no others.

        Those still open, and those just made; two statements, as each validation of a
        delivery does it.

        :param orders: sale orders in sudo
        :param left: moves of theirs that have just left
        :param book: the TieBook of all their lines, where it has been read already
        :return: ``{(delivery id, order id): ids of its requests}``
        """
        lines = orders.order_line.filtered("product_id")
        book = book or self._get_book(lines)
        parts = defaultdict(list)
        for move, quantity in (left._get_outflow() if left else {}).items():
            key = move.sale_line_id.id, move.product_id.id
            parts[key].append((move.picking_id.id, quantity))
        pickings, ties = set(), defaultdict(set)
        for line_id, product_id in {*parts, *book.planned}:
            line, key = lines.browse(line_id), (line_id, product_id)
            gone, planned = sorted(parts[key]), sorted(book.planned[key])
            left_before = book.left[line_id][product_id]
            end = left_before - sum(quantity for _picking, quantity in gone)
            for picking_id, quantity in gone + planned:
                start, end = end, end + quantity
                pickings.add(picking_id)
                ties[picking_id, line.order_id.id].update(
                    self._get_served(book, line, product_id, start, end)
                )
        self._write_ties(orders, pickings, ties)
        self._direct(book, ties)
        return {key: sorted(requests) for key, requests in ties.items()}

    def _direct(self, book, ties):
        """Send open deliveries to the receiver of the request that they leave on.

        Of several requests, of the one that leaves first.
        """
        goes_to = defaultdict(set)
        for (picking_id, _order_id), requests in ties.items():
            places = [place for id_, place in book.places.items() if id_ in requests]
            is_open = picking_id in book.receivers
            if is_open and places[:1] not in ([], [book.receivers[picking_id]]):
                goes_to[places[0]].add(picking_id)
        for place_id, picking_ids in goes_to.items():
            pickings = self.env["stock.picking"].browse(sorted(picking_ids))
            pickings.partner_id = place_id
            place = pickings.partner_id.display_name
            body = self.env._("Goes to %s, to whom its goods were released.", place)
            pickings._message_log_batch(dict.fromkeys(pickings.ids, body))

    @api.model
    def _tie_followed(self, request, book):
        """Tie a request, and its receipts, to what left ahead of it in an emergency.

        :param book: the TieBook of its order's lines
        """
        lines = request.line_ids.sale_line_id
        is_late = any(
            request_id == request.id
            and self._is_positive(line, self._get_left_of(book, line) - start)
            for line in lines
            for request_id, start, _end in book.spans[line.id]
        )
        if not is_late:
            return
        pickings, moved = request.picking_ids.browse(), defaultdict(float)
        done = lines.move_ids.filtered(lambda move: move.state == "done")
        done = done.sorted(lambda move: (move.date, move.id))
        for move, quantity in done._get_outflow().items():
            line, product_id = move.sale_line_id, move.product_id.id
            start, end = moved[line, product_id], moved[line, product_id] + quantity
            moved[line, product_id] = end
            if request.id in self._get_served(book, line, product_id, start, end):
                pickings |= move.picking_id
        request.picking_ids |= pickings
        receipts = request.sale_order_id.order_delivery_receipt_ids.filtered(
            lambda receipt: receipt.picking_id in pickings
        )
        receipts.shipping_request_ids |= request
        receipts.filtered(
            lambda receipt: not receipt.shipping_request_id
        ).shipping_request_id = request

    @api.model
    def _get_left(self, requests, planned=None):
        """Return ``{(request id, line id): quantity}`` of what left on each request.

        In the line's unit; what is missing has not left.

        :param planned: ``{(line id, product id): quantity}`` in the product's unit of
            what is about to leave
        """
        lines = requests.line_ids.sale_line_id
        book = self._get_book(lines)
        for (line_id, product_id), quantity in (planned or {}).items():
            book.left[line_id][product_id] += quantity
        return {
            (request_id, line.id): min(max(total - start, 0.0), end - start)
            for line in lines
            for total in [self._get_left_of(book, line)]
            for request_id, start, end in book.spans[line.id]
        }

    @api.model
    def _get_served_by(self, moves):
        """Return ``{move: ids of the requests that it leaves on}``, as it is tied.

        :param moves: what has just left, or is about to
        """
        book = self._get_book(moves.sale_line_id)
        parts = {}
        for move in moves.sorted(lambda move: (move.picking_id.id, move.id)):
            planned = move._get_planned_shipping().values()
            gone = 0.0 if planned else move._get_outflow()[move]
            book.left[move.sale_line_id.id][move.product_id.id] -= gone
            parts[move] = gone or sum(planned)
        served = {}
        for move, quantity in parts.items():
            line, product_id = move.sale_line_id, move.product_id.id
            start = book.left[line.id][product_id]
            end = book.left[line.id][product_id] = start + quantity
            served[move] = self._get_served(book, line, product_id, start, end)
        return served

    def _get_left_of(self, book, line):
        """Return what left of a line, in its unit."""
        return self._get_shipped(line, book.left[line.id])

    def _get_served(self, book, line, product_id, start, end):
        """Return the ids of the requests to which a stretch of a product belongs."""
        start = self._get_shipped(line, {product_id: start})
        end = self._get_shipped(line, {product_id: end})
        return [
            request_id
            for request_id, first, last in book.spans[line.id]
            if self._is_positive(line, min(last, end) - max(first, start))
        ]

    def _write_ties(self, orders, pickings, ties):
        """Write which requests of orders deliveries belong to, in one statement."""
        pairs = {
            (request_id, picking_id)
            for (picking_id, _order_id), requests in ties.items()
            for request_id in requests
        }
        requests = self.env["order.shipping.request"]
        requests.flush_model(["sale_order_id", "picking_ids"])
        self.env.execute_query(
            SQL(
                """
                WITH wanted AS (
                    SELECT * FROM unnest(%(requests)s::int[], %(pickings)s::int[])
                        AS pair (request_id, picking_id)
                ), gone AS (
                    DELETE FROM order_shipping_request_stock_picking_rel rel
                          USING order_shipping_request request
                          WHERE request.id = rel.order_shipping_request_id
                            AND request.sale_order_id = ANY(%(orders)s)
                            AND rel.stock_picking_id = ANY(%(touched)s)
                            AND (request.id, rel.stock_picking_id)
                                NOT IN (SELECT request_id, picking_id FROM wanted)
                )
                INSERT INTO order_shipping_request_stock_picking_rel
                            (order_shipping_request_id, stock_picking_id)
                     SELECT request_id, picking_id FROM wanted
                ON CONFLICT DO NOTHING
                  RETURNING 1
                """,
                requests=[request_id for request_id, _picking in sorted(pairs)],
                pickings=[picking_id for _request, picking_id in sorted(pairs)],
                orders=orders.ids,
                touched=sorted(pickings),
            )
        )
        requests.invalidate_model(["picking_ids", "is_shipped"])
        self.env["stock.picking"].browse(pickings).invalidate_recordset(
            ["order_shipping_request_ids"]
        )

    # Read at once

    @api.model
    def _get_book(self, lines):
        """Return the TieBook of order lines, with one query."""
        by_product = partial(defaultdict, float)
        book = TieBook(
            defaultdict(list), defaultdict(by_product), defaultdict(list), {}, {}
        )
        if not lines:
            return book
        self._flush()
        self.env["order.shipping.request"].flush_model(["released_date", "address_id"])
        self.env["stock.picking"].flush_model(["partner_id"])
        query = SQL(
            "%s UNION ALL SELECT moved.*, 0 FROM (%s) moved UNION ALL %s ORDER BY 5, 3",
            self._query_spans(lines),
            self._query_moves(lines),
            self._query_planned(lines),
        )
        for (
            kind,
            line_id,
            res_id,
            quantity,
            _time,
            picking_id,
            place_id,
        ) in self.env.execute_query(query):
            if kind == "request":
                spans = book.spans[line_id]
                start = spans[-1][2] if spans else 0.0
                spans.append((res_id, start, start + quantity))
                book.places[res_id] = place_id
            elif kind == "move":
                book.left[line_id][res_id] += quantity or 0.0
            else:
                book.planned[line_id, res_id].append((picking_id, quantity))
                book.receivers[picking_id] = place_id
        return book

    @api.model
    def _query_spans(self, lines):
        """Select how much each request releases, whatever became of the order since."""
        return SQL(
            """
            SELECT 'request', line.sale_line_id, request.id,
                   SUM(CASE WHEN request.state = 'released' THEN line.quantity
                            ELSE line.kept_quantity END)::float8,
                   COALESCE(EXTRACT(EPOCH FROM request.released_date), 0)::float8, 0,
                   COALESCE(request.address_id, request.partner_shipping_id)
              FROM order_shipping_request_line line
              JOIN order_shipping_request request ON request.id = line.request_id
             WHERE line.sale_line_id IN %s
               AND (request.state = 'released' OR line.kept_quantity > 0)
          GROUP BY line.sale_line_id, request.id
            """,
            tuple(lines.ids),
        )

    @api.model
    def _query_planned(self, lines):
        """Select what open deliveries are to take out, in the product's unit."""
        return SQL(
            """
            SELECT 'planned', move.sale_line_id, move.product_id,
                   SUM(move.product_qty)::float8, 0, move.picking_id,
                   (SELECT delivery.partner_id FROM stock_picking delivery
                     WHERE delivery.id = move.picking_id)
              FROM stock_move move
             WHERE move.sale_line_id IN %s
               AND move.state NOT IN ('done', 'cancel')
               AND move.picking_id IS NOT NULL
               AND (SELECT NOT %s FROM stock_location source
                     WHERE source.id = move.location_id)
               AND (SELECT %s FROM stock_location destination
                     WHERE destination.id = move.location_dest_id)
          GROUP BY move.sale_line_id, move.product_id, move.picking_id
            """,
            tuple(lines.ids),
            self._is_outside(SQL.identifier("source")),
            self._is_outside(SQL.identifier("destination")),
        )
