"""What is free in stock, what comes on which day, and who sells the rest."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, float_compare

ALIVE = ("waiting", "confirmed", "partially_available", "assigned")
UNSENT = ("draft", "sent", "to approve")
# What is left of a quantity by the way machines count fractions.
NOTHING = 1e-9


class Seller(NamedTuple):
    id: int
    partner_id: int
    delay: int  # calendar days
    least: float  # in the seller's unit
    unit_id: int
    price: float
    sequence: int
    first: date | None
    last: date | None


class Supply:
    """The stock and the sellers of products; each unit is given away once.

    :param rows: product id, day (nothing: now) and quantity in the product's unit;
        what others wait for is negative
    """

    def __init__(self, rows, sellers, today):
        self._today = today
        self._sellers = sellers
        self._free = defaultdict(list)
        wanted = defaultdict(float)
        for product_id, day, quantity in rows:
            if day:
                self._free[product_id].append([day, quantity])
            else:
                wanted[product_id] -= quantity
        for product_id, quantity in wanted.items():
            if quantity < 0:
                self._free[product_id].append([date.min, -quantity])
        for queue in self._free.values():
            queue.sort()
        for product_id, quantity in wanted.items():
            if quantity > 0:
                # Who waits already takes what comes first.
                self.take(product_id, quantity)

    def take(self, product_id, quantity, is_now=False):
        """Take what is free, the earliest first.

        :param is_now: leave what is only to come
        :return: how much is there now, how much comes, and when the last of it does
        """
        left, now, day = quantity, 0.0, None
        queue = self._free[product_id]
        while queue and left > NOTHING and not (is_now and queue[0][0] > date.min):
            first, free = queue[0]
            taken = min(free, left)
            left -= taken
            if first == date.min:
                now += taken
            else:
                day = first
            queue[0][1] -= taken
            if queue[0][1] <= NOTHING:
                queue.pop(0)
        return now, quantity - left - now, day

    def find_seller(self, product_id, quantity, unit_id, bills):
        """Return from whom Odoo would buy a quantity, or nobody.

        The first vendor who fits, by his cheapest price; else the first one at all.
        """
        sellers = self._sellers.get(product_id, [])
        fitting = [
            seller
            for seller in sellers
            if not (seller.first and seller.first > self._today)
            and not (seller.last and seller.last < self._today)
            and float_compare(
                bills.convert(quantity, unit_id, seller.unit_id),
                seller.least,
                precision_digits=bills.digits,
            )
            >= 0
        ]
        if not fitting:
            return sellers[0] if sellers else None
        vendor = fitting[0].partner_id
        return min(
            (seller for seller in fitting if seller.partner_id == vendor),
            key=lambda seller: (seller.price, seller.sequence, seller.id),
        )

    def get_bought_day(self, seller, days_to_purchase):
        """Return the day that is ``days_to_purchase`` and the vendor's days away."""
        return self._today + timedelta(days=int(days_to_purchase) + (seller.delay or 0))


class OrderPromiseSupply(models.AbstractModel):
    _name = "order.promise.supply"
    _description = "Stock and Sellers That a Promise Reads"

    @api.model
    def _read(self, product_ids, warehouse, own_move_ids=()):
        """Return the supply of products, with two queries.

        :param own_move_ids: moves whose demand is asked about, and is not others'
        """
        today = warehouse.company_id._get_local_day()
        ids = list(product_ids)
        rows = self.env.execute_query(
            SQL(
                "%s UNION ALL %s UNION ALL %s UNION ALL %s",
                self._select_stock(ids, warehouse),
                self._select_waiting(ids, warehouse, list(own_move_ids)),
                self._select_incoming(ids, warehouse, today),
                self._select_unsent(ids, warehouse, today),
            )
        )
        return Supply(rows, self._read_sellers(ids, warehouse.company_id), today)

    def _in_stock(self, location, warehouse):
        return SQL(
            "%s LIKE %s",
            SQL.identifier(location, "parent_path"),
            f"{warehouse.lot_stock_id.parent_path}%",
        )

    def _select_stock(self, ids, warehouse):
        return SQL(
            """
            SELECT quant.product_id, NULL::date AS day,
                   SUM(quant.quantity - quant.reserved_quantity) AS quantity
              FROM stock_quant quant
              JOIN stock_location place ON place.id = quant.location_id
             WHERE quant.product_id = ANY(%(ids)s) AND %(is_inside)s
          GROUP BY quant.product_id
            """,
            ids=ids,
            is_inside=self._in_stock("place", warehouse),
        )

    def _select_waiting(self, ids, warehouse, own_move_ids):
        """Select what others still wait to take, as ``order.stock.cover`` counts it."""
        return SQL(
            """
            SELECT move.product_id, NULL::date,
                   -SUM(GREATEST(move.product_qty
                                 - COALESCE(move.quantity, 0)
                                   * its.factor / unit.factor, 0))
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location destination ON destination.id = move.location_dest_id
              JOIN product_product product ON product.id = move.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom unit ON unit.id = template.uom_id
              JOIN uom_uom its ON its.id = move.product_uom
             WHERE move.product_id = ANY(%(ids)s)
               AND move.state IN ('confirmed', 'partially_available')
               AND move.procure_method = 'make_to_stock'
               AND %(leaves)s AND NOT %(stays)s
               AND move.id != ALL(%(own)s::int[])
          GROUP BY move.product_id
            """,
            ids=ids,
            leaves=self._in_stock("source", warehouse),
            stays=self._in_stock("destination", warehouse),
            own=own_move_ids,
        )

    def _select_incoming(self, ids, warehouse, today):
        """Select what comes by day, save what is promised to moves already."""
        return SQL(
            """
            SELECT move.product_id, %(day)s, SUM(move.product_qty)
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location destination
                ON destination.id = COALESCE(move.location_final_id,
                                             move.location_dest_id)
         LEFT JOIN purchase_order_line line
                ON line.id = COALESCE(move.purchase_line_id, move.incoming_line_id)
             WHERE move.product_id = ANY(%(ids)s) AND move.state IN %(alive)s
               AND NOT %(leaves)s AND %(enters)s
               AND NOT EXISTS (
                   SELECT FROM stock_move_move_rel tie
                     JOIN stock_move taker ON taker.id = tie.move_dest_id
                    WHERE tie.move_orig_id = move.id
                      AND taker.state NOT IN ('done', 'cancel'))
          GROUP BY 1, 2
            """,
            ids=ids,
            day=self._get_day(
                SQL("COALESCE(line.date_planned, move.date)"), warehouse, today
            ),
            alive=ALIVE,
            leaves=self._in_stock("source", warehouse),
            enters=self._in_stock("destination", warehouse),
        )

    def _select_unsent(self, ids, warehouse, today):
        return SQL(
            """
            SELECT line.product_id, %(day)s, SUM(line.product_uom_qty)
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
              JOIN stock_picking_type operation
                ON operation.id = purchase.picking_type_id
             WHERE line.product_id = ANY(%(ids)s) AND purchase.state IN %(unsent)s
               AND operation.warehouse_id = %(warehouse)s
               AND NOT EXISTS (
                   SELECT FROM stock_move_created_purchase_line_rel tie
                    WHERE tie.created_purchase_line_id = line.id)
          GROUP BY 1, 2
            """,
            ids=ids,
            day=self._get_day(SQL("line.date_planned"), warehouse, today),
            unsent=UNSENT,
            warehouse=warehouse.id,
        )

    def _get_day(self, moment, warehouse, today):
        """Return the day that a vendor promised, else of a moment; never past."""
        company = warehouse.company_id.sudo()  # its zone is no secret
        return SQL(
            """
            GREATEST(COALESCE(line.promised_date,
                              (%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date), %s)
            """,
            moment,
            company.resource_calendar_id.tz or company.partner_id.tz or "UTC",
            today,
        )

    def _read_sellers(self, ids, company):
        """Return ``{product id: sellers}`` in the order of ``_prepare_sellers``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id, seller.id, seller.partner_id, seller.delay,
                       seller.min_qty, COALESCE(seller.product_uom_id, template.uom_id),
                       seller.price * unit.factor / COALESCE(its.factor, unit.factor)
                           * (1 - COALESCE(seller.discount, 0) / 100),
                       seller.sequence, seller.date_start, seller.date_end
                  FROM product_product product
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                  JOIN uom_uom unit ON unit.id = template.uom_id
                  JOIN product_supplierinfo seller
                    ON seller.product_tmpl_id = template.id
                   AND (seller.product_id IS NULL OR seller.product_id = product.id)
                   AND (seller.company_id IS NULL OR seller.company_id = %(company)s)
                  JOIN res_partner vendor
                    ON vendor.id = seller.partner_id AND vendor.active
             LEFT JOIN uom_uom its ON its.id = seller.product_uom_id
                 WHERE product.id = ANY(%(ids)s)
              ORDER BY product.id, seller.sequence, seller.min_qty DESC, seller.price,
                       seller.id
                """,
                company=company.id,
                ids=ids,
            )
        )
        sellers = defaultdict(list)
        for product_id, *values in rows:
            sellers[product_id].append(Seller(*values))
        return dict(sellers)
