"""What was requested, and what has moved: the tables of shipped quantities.

Each row of another table is looked up by itself. Left to PostgreSQL, tables would be
read whole as soon as there are some thousand orders, which takes ten times as long;
and a join of five tables takes it longer to plan than to run.
"""

from odoo.tools import SQL

# What a request's line releases by now; what left before it was withdrawn counts on.
RELEASED = SQL(
    """
    CASE WHEN request.is_released THEN line.quantity
         ELSE COALESCE(line.kept_quantity, 0) END
    """
)
REQUESTED = SQL(
    """
    order_shipping_request_line line
    CROSS JOIN LATERAL (
          SELECT asked.state, asked.revision_id,
                 asked.state = 'released'
                 AND (SELECT sale.state = 'sale'
                         AND (asked.revision_id
                              IS NOT DISTINCT FROM sale.current_revision_id
                              OR (SELECT signed.goods_hash || signed.destination_hash
                                    FROM order_revision signed
                                   WHERE signed.id = asked.revision_id)
                               = (SELECT now.goods_hash || now.destination_hash
                                    FROM order_revision now
                                   WHERE now.id = sale.current_revision_id))
                        FROM sale_order sale
                       WHERE sale.id = asked.sale_order_id)
                 AS is_released
            FROM order_shipping_request asked
           WHERE asked.id = line.request_id
          OFFSET 0) request
    """
)
# Goods for an order go on from where a move took them, to another warehouse.
GOES_ON = SQL(
    """
    EXISTS (SELECT FROM stock_move_move_rel way
              JOIN stock_move following ON following.id = way.move_dest_id
             WHERE way.move_orig_id = move.id
               AND following.sale_line_id = move.sale_line_id)
    """
)
# Done moves of order lines, `%s`, and the operations of each.
MOVED = """
    (SELECT id, sale_line_id, purchase_line_id, picking_type_id
       FROM stock_move
      WHERE sale_line_id IN %s AND state = 'done'
     OFFSET 0) move
    CROSS JOIN LATERAL (
          SELECT product_id, lot_id, quantity_product_uom, location_id, location_dest_id
            FROM stock_move_line
           WHERE move_id = move.id
          OFFSET 0) operation
    CROSS JOIN LATERAL (
          SELECT usage, company_id
            FROM stock_location
           WHERE id = operation.location_id
          OFFSET 0) source
    CROSS JOIN LATERAL (
          SELECT usage, company_id
            FROM stock_location
           WHERE id = operation.location_dest_id
          OFFSET 0) destination
     LEFT JOIN LATERAL (
          SELECT code
            FROM stock_picking_type
           WHERE id = move.picking_type_id
          OFFSET 0) kind ON TRUE
    """
