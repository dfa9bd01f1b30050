"""What is free in stock, what comes on which day, and who sells the rest."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .order_promise_free import Seller, Supply

ALIVE = ("waiting", "confirmed", "partially_available", "assigned")
UNSENT = ("draft", "sent", "to approve")


class OrderPromiseSupply(models.AbstractModel):
    _name = "order.promise.supply"
    _description = "Stock and Sellers That a Promise Reads"

    @api.model
    def _read(self, product_ids, warehouse, own_move_ids=(), is_given_back=False):
        """Return the supply of products, with two queries.

        :param own_move_ids: moves whose demand is asked about, and is not others'
        :param is_given_back: whether what they have already covers it
        """
        today = warehouse.company_id._get_local_day()
        ids, own = list(product_ids), list(own_move_ids)
        back = own if is_given_back else []
        selects = [
            self._select_stock(ids, warehouse),
            self._select_waiting(ids, warehouse, own),
            self._select_incoming(ids, warehouse, today, back),
            self._select_unsent(ids, warehouse, today, back),
        ]
        if back:
            selects.append(self._select_reserved(ids, back))
        rows = self.env.execute_query(SQL(" UNION ALL ").join(selects))
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
                   SUM(quant.quantity - quant.reserved_quantity) AS quantity,
                   FALSE AS is_own
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
                                   * its.factor / unit.factor, 0)),
                   FALSE
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

    def _select_reserved(self, ids, own):
        """Select what moves have reserved, wherever it lies."""
        return SQL(
            """
            SELECT taken.product_id, NULL, SUM(taken.quantity_product_uom), TRUE
              FROM stock_move_line taken
              JOIN stock_location place ON place.id = taken.location_id
             WHERE taken.move_id = ANY(%(own)s) AND taken.product_id = ANY(%(ids)s)
               AND place.usage IN ('internal', 'transit')
          GROUP BY taken.product_id
            """,
            ids=ids,
            own=own,
        )

    def _select_incoming(self, ids, warehouse, today, own):
        """Select what comes by day, save what is promised to others' moves already."""
        return SQL(
            """
            SELECT move.product_id, %(day)s,
                   SUM(LEAST(move.product_qty,
                             COALESCE(taker.quantity, move.product_qty))),
                   taker.is_own IS TRUE
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location destination
                ON destination.id = COALESCE(move.location_final_id,
                                             move.location_dest_id)
         LEFT JOIN purchase_order_line line
                ON line.id = COALESCE(move.purchase_line_id, move.incoming_line_id)
        CROSS JOIN LATERAL (
                   SELECT BOOL_OR(taker.id = ANY(%(own)s::int[])) AS is_own,
                          SUM(taker.product_qty)
                              FILTER (WHERE taker.id = ANY(%(own)s::int[])) AS quantity
                     FROM stock_move_move_rel tie
                     JOIN stock_move taker ON taker.id = tie.move_dest_id
                    WHERE tie.move_orig_id = move.id
                      AND taker.state NOT IN ('done', 'cancel')) taker
             WHERE move.product_id = ANY(%(ids)s) AND move.state IN %(alive)s
               AND NOT %(leaves)s AND %(enters)s
               AND taker.is_own IS NOT FALSE
               -- What is made for the order is asked about, and made anew.
               AND move.id != ALL(%(own)s::int[])
          GROUP BY 1, 2, 4
            """,
            ids=ids,
            own=own,
            day=self._get_day(
                SQL("COALESCE(line.date_planned, move.date)"), warehouse, today
            ),
            alive=ALIVE,
            leaves=self._in_stock("source", warehouse),
            enters=self._in_stock("destination", warehouse),
        )

    def _select_unsent(self, ids, warehouse, today, own):
        return SQL(
            """
            SELECT line.product_id, %(day)s,
                   SUM(LEAST(line.product_uom_qty,
                             COALESCE(taker.quantity, line.product_uom_qty))),
                   taker.is_own IS TRUE
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
              JOIN stock_picking_type operation
                ON operation.id = purchase.picking_type_id
        CROSS JOIN LATERAL (
                   SELECT BOOL_OR(taker.id = ANY(%(own)s::int[])) AS is_own,
                          SUM(taker.product_qty)
                              FILTER (WHERE taker.id = ANY(%(own)s::int[])) AS quantity
                     FROM stock_move_created_purchase_line_rel tie
                     JOIN stock_move taker ON taker.id = tie.move_id
                    WHERE tie.created_purchase_line_id = line.id) taker
             WHERE line.product_id = ANY(%(ids)s) AND purchase.state IN %(unsent)s
               AND operation.warehouse_id = %(warehouse)s
               AND taker.is_own IS NOT FALSE
          GROUP BY 1, 2, 4
            """,
            ids=ids,
            own=own,
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
