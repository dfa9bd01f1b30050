"""What an order has already, when it is asked about again: it is not others'."""

from types import MappingProxyType
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class Own(NamedTuple):
    """The moves and the planned time of an order, and what its customer has of it."""

    move_ids: tuple = ()
    leave_ids: tuple = ()
    delivered: dict = MappingProxyType({})

    def get_open(self, demand, bills):
        """Return a demand without what was delivered of the same product."""
        product_id, unit_id, quantity = self.delivered.get(
            demand.line_key, (None, None, 0.0)
        )
        if product_id != demand.product_id or not quantity:
            return demand
        delivered = bills.convert(quantity, unit_id, demand.uom_id)
        return demand._replace(qty=max(demand.qty - delivered, 0.0))


class OrderPromiseOwn(models.AbstractModel):
    _name = "order.promise.own"
    _description = "What an Order That a Promise Is for Has Already"

    @api.model
    def _read(self, order):
        """Return what is an order's own, with one query beside its lines' one."""
        if not order.ids:
            return Own()
        rows = self.env.execute_query(self._select(order))
        return Own(
            tuple(move for move, _leave in rows if move),
            tuple(leave for _move, leave in rows if leave),
            {
                line.line_key: (
                    line.product_id.id,
                    line.product_uom_id.id,
                    line.qty_delivered,
                )
                for line in order.order_line
                if line.line_key
            },
        )

    def _select(self, order):
        """Select moves and planned time; what is bought may be for others as well."""
        return SQL(
            """
            WITH mine AS (
                SELECT reference_id FROM stock_reference_sale_rel
                 WHERE sale_id = %s),
            made AS (
                SELECT DISTINCT tie.production_id
                  FROM stock_reference_production_rel tie
                  JOIN mine ON mine.reference_id = tie.reference_id)
            SELECT move.id, NULL
              FROM stock_move move
             WHERE COALESCE(move.purchase_line_id, move.incoming_line_id) IS NULL
               AND move.state NOT IN ('done', 'cancel')
               AND move.id IN (
                   SELECT tie.move_id FROM stock_reference_move_rel tie
                     JOIN mine ON mine.reference_id = tie.reference_id
                UNION ALL
                   SELECT id FROM stock_move
                    WHERE production_id IN (SELECT production_id FROM made)
                UNION ALL
                   SELECT id FROM stock_move
                    WHERE raw_material_production_id
                          IN (SELECT production_id FROM made))
         UNION ALL
            SELECT NULL, workorder.leave_id
              FROM mrp_workorder workorder
             WHERE workorder.production_id IN (SELECT production_id FROM made)
               AND workorder.leave_id IS NOT NULL
               AND workorder.state NOT IN ('done', 'cancel')
            """,
            order.id,
        )
