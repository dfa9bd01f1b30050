"""The books of what was made: signed off, accepted, and put into stock."""

from odoo import api, models
from odoo.tools import SQL

from ..order_incoming_quantity import ACCEPTED

# What is inspected as it is made: for a governed order of a customer, or all of it.
INSPECTED = """
    SELECT production.id, production.production_group_id AS group_id,
           production.product_id, production.product_uom_id,
           company.order_to_delivery_since AS since
      FROM mrp_production production
      JOIN res_company company ON company.id = production.company_id
 LEFT JOIN mrp_bom bill ON bill.id = production.bom_id
     WHERE production.company_id IN %s
       AND production.order_to_delivery_exempt IS NOT TRUE
       AND bill.type IS DISTINCT FROM 'subcontract'
       AND (company.order_finished_inspection_policy = 'all' OR EXISTS (
            SELECT FROM sale_order sale
             WHERE sale.order_to_delivery_exempt IS NOT TRUE AND sale.id IN (
                SELECT sold.order_id FROM sale_order_line sold
                 WHERE sold.id = production.sale_line_id
                 UNION ALL
                SELECT sold.order_id
                  FROM stock_move need
                  JOIN sale_order_line sold ON sold.id = need.sale_line_id
                 WHERE need.created_production_id = production.id
                 UNION ALL
                SELECT owner.sale_id
                  FROM stock_reference_production_rel mine
                  JOIN stock_reference_sale_rel owner
                    ON owner.reference_id = mine.reference_id
                 WHERE mine.production_id = production.id
                   AND production.orderpoint_id IS NULL)))
"""

# What was made of operations that follow another, and what that was signed off for.
OPERATIONS = """
    WITH operation AS (
        SELECT workorder.id, inspected.group_id, inspected.product_id,
               COALESCE(workorder.operation_key, workorder.id::varchar) AS key,
               workorder.qty_produced * own.factor / unit.factor AS made
          FROM (%(inspected)s) inspected
          JOIN mrp_workorder workorder
            ON workorder.production_id = inspected.id
          JOIN product_product product ON product.id = inspected.product_id
          JOIN product_template template
            ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          JOIN uom_uom own ON own.id = inspected.product_uom_id
    ), book AS (
        SELECT after.group_id, after.product_id, before.key,
               SUM(after.made) AS made,
               MAX(after.id) FILTER (WHERE after.made > 0) AS workorder_id
          FROM mrp_workorder_dependencies_rel link
          JOIN operation after ON after.id = link.workorder_id
          JOIN operation before ON before.id = link.blocked_by_id
      GROUP BY after.group_id, after.product_id, before.key, after.key
    ), signed (group_id, product_id, key, quantity) AS (
        SELECT inspection.production_group_id, line.product_id,
               inspection.operation_key, %(accepted)s
         WHERE inspection.kind = 'process' AND inspection.state = 'judged'
      GROUP BY inspection.production_group_id, line.product_id,
               inspection.operation_key
    )
"""


class OrderBooksMakingMixin(models.AbstractModel):
    _name = "order.books.making.mixin"
    _inherit = ["order.books.mixin"]
    _description = "Books of What Was Made"

    @api.model
    def _query_operation(self, company_ids):
        """Select what operations went on with beyond what was signed off before.

        An operation is counted through all parts of its production.
        """
        over = SQL("book.made - COALESCE(signed.quantity, 0)")
        return SQL(
            """
            %(operations)s
            SELECT 'mrp.workorder' AS res_model, book.workorder_id AS res_id,
                   book.product_id, book.made AS booked,
                   COALESCE(signed.quantity, 0) AS signed, %(over)s AS over
              FROM book
         LEFT JOIN signed USING (group_id, product_id, key)
             WHERE %(is_over)s
          ORDER BY book.workorder_id
            """,
            operations=SQL(
                OPERATIONS,
                inspected=SQL(INSPECTED, company_ids),
                accepted=ACCEPTED,
            ),
            over=over,
            is_over=self._is_over(over),
        )

    @api.model
    def _query_finished(self, company_ids):
        """Select what was made and entered stock beyond what was accepted of it.

        What misses the second signature was not accepted (H9.14).
        """
        document = SQL(
            """
            'mrp.production' AS res_model,
            (SELECT MAX(move.production_id)
               FROM stock_move move
               JOIN mrp_production production ON production.id = move.production_id
              WHERE production.production_group_id = book.owner_id
                AND move.product_id = book.product_id
                AND move.state = 'done' AND move.quantity > 0) AS res_id
            """
        )
        accepted = SQL(
            """
            SELECT inspection.production_group_id, line.product_id, line.lot_id, %s
             WHERE inspection.kind = 'finished' AND inspection.state = 'judged'
               AND inspection.company_id IN %s
               AND (inspection.needs_second_signature IS NOT TRUE
                    OR inspection.second_signer_id IS NOT NULL)
          GROUP BY inspection.production_group_id, line.product_id, line.lot_id
            """,
            ACCEPTED,
            company_ids,
        )
        entered = SQL(
            """
            SELECT group_id, product_id, lot_id, SUM(quantity)
              FROM (%s) entry
          GROUP BY group_id, product_id, lot_id
            """,
            self._select_output(company_ids),
        )
        return self._select_beyond(document, accepted, entered)

    @api.model
    def _select_output(self, company_ids):
        """Select what each operation put into stock of what was made, or took back."""
        return SQL(
            """
            SELECT move.id AS move_id, inspected.group_id, inspected.product_id,
                   operation.lot_id,
                   operation.quantity_product_uom
                   * ((target.usage NOT IN ('production', 'inventory')
                       AND source.usage NOT IN ('internal', 'transit'))::int
                      - (target.usage = 'production'
                         AND source.usage IN ('internal', 'transit'))::int) AS quantity
              FROM (%s) inspected
              JOIN stock_move move ON move.production_id = inspected.id
               AND move.product_id = inspected.product_id
              JOIN stock_move_line operation ON operation.move_id = move.id
              JOIN stock_location source ON source.id = operation.location_id
              JOIN stock_location target ON target.id = operation.location_dest_id
             WHERE move.state = 'done'
               AND move.date >= COALESCE(inspected.since, '-infinity')
            """,
            SQL(INSPECTED, company_ids),
        )

    @api.model
    def _query_uninspected(self, company_ids):
        """Select the moves that put into stock what no inspection knows of."""
        return SQL(
            """
            SELECT 'stock.move' AS res_model, entry.move_id AS res_id,
                   entry.product_id, entry.quantity AS booked, 0 AS signed,
                   entry.quantity AS over
              FROM (%(bought)s
                    UNION ALL
                    SELECT made.move_id, made.product_id, SUM(made.quantity)
                      FROM (%(made)s) made
                     WHERE made.quantity > 0 AND NOT EXISTS (
                           SELECT FROM order_inspection inspection
                            WHERE inspection.production_group_id = made.group_id
                              AND inspection.kind = 'finished'
                              AND inspection.state = 'judged')
                  GROUP BY made.move_id, made.product_id) entry
          ORDER BY entry.move_id
            """,
            bought=self._select_uninspected_entries(company_ids),
            made=self._select_output(company_ids),
        )
