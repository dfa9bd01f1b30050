"""The books of what was bought: approved, accepted, and put into stock."""

from odoo import api, models
from odoo.tools import SQL

from ..order_incoming_quantity import ACCEPTED

# Of a place: whether goods wait there for Quality, and whether they are a vendor's.
PLACES = SQL(
    """
    (SELECT id, usage, COALESCE(awaits_inspection, FALSE) AS waits,
            usage = 'supplier' OR usage = 'transit' AND company_id IS NULL AS is_vendor
       FROM stock_location)
    """
)
# What binds a company to a vendor; what was under way before going live is spared.
LINES = """
    WITH RECURSIVE line AS (
        SELECT line.id, line.order_id, line.product_id, line.sale_line_id,
               company.order_requisition_policy AS policy,
               line.product_qty * own.factor / unit.factor AS quantity,
               line.price_subtotal / COALESCE(NULLIF(purchase.currency_rate, 0), 1)
                   AS spent
          FROM purchase_order_line line
          JOIN purchase_order purchase ON purchase.id = line.order_id
          JOIN res_company company ON company.id = purchase.company_id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          JOIN uom_uom own ON own.id = line.product_uom_id
         WHERE purchase.state = 'purchase' AND purchase.company_id IN %s
           AND purchase.order_to_delivery_exempt IS NOT TRUE
           AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
           AND line.product_qty > 0
    ), tie AS (
        SELECT tie.purchase_request_line_id AS asked_id, line.id AS line_id
          FROM purchase_request_purchase_order_line_rel tie
          JOIN line ON line.id = tie.purchase_order_line_id
    )
"""
# What is ordered on requisitions, beside what these have approved: for each line of a
# requisition by itself, and for all that share orders with each other.
FAMILIES = """
    , reach AS (
        SELECT asked_id AS root_id, asked_id FROM tie
         UNION
        SELECT reach.root_id, other.asked_id
          FROM reach
          JOIN tie mine ON mine.asked_id = reach.asked_id
          JOIN tie other ON other.line_id = mine.line_id
    ), family AS (
        SELECT asked_id, -asked_id AS family_id FROM tie
         UNION
        SELECT asked_id, MIN(root_id) FROM reach GROUP BY asked_id
    ), bound AS (
        SELECT family.family_id, tie.line_id
          FROM tie
          JOIN family USING (asked_id)
      GROUP BY family.family_id, tie.line_id
        HAVING COUNT(*) = (SELECT COUNT(*) FROM tie own
                            WHERE own.line_id = tie.line_id)
    ), bought AS (
        SELECT bound.family_id, line.product_id, MAX(line.order_id) AS order_id,
               SUM(line.quantity) AS quantity, SUM(line.spent) AS spent
          FROM bound
          JOIN line ON line.id = bound.line_id
      GROUP BY bound.family_id, line.product_id
    ), asked AS (
        SELECT asked.id, asked.product_id, asked.approved_cost AS cost,
               asked.approved_quantity * COALESCE(own.factor / unit.factor, 1)
                   AS quantity
          FROM purchase_request_line asked
          JOIN product_product product ON product.id = asked.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
     LEFT JOIN uom_uom own ON own.id = asked.product_uom_id
         WHERE asked.id IN (SELECT asked_id FROM tie)
    ), approved AS (
        SELECT family.family_id, asked.product_id, SUM(asked.quantity) AS quantity,
               SUM(asked.cost) AS cost,
               MAX(asked.cost / NULLIF(asked.quantity, 0)) AS dearest
          FROM family
          JOIN asked ON asked.id = family.asked_id
      GROUP BY family.family_id, asked.product_id
    )
"""
# Whether a line is for a customer's order that is governed.
IS_FOR_ORDERS = """
    EXISTS (
        SELECT FROM sale_order sale
         WHERE sale.order_to_delivery_exempt IS NOT TRUE AND sale.id IN (
            SELECT sold.order_id FROM sale_order_line sold
             WHERE sold.id = line.sale_line_id
             UNION ALL
            SELECT sold.order_id
              FROM stock_move_created_purchase_line_rel need
              JOIN stock_move move ON move.id = need.move_id
              JOIN sale_order_line sold ON sold.id = move.sale_line_id
             WHERE need.created_purchase_line_id = line.id
             UNION ALL
            SELECT owner.sale_id
              FROM stock_move_created_purchase_line_rel need
              JOIN stock_reference_move_rel mine ON mine.move_id = need.move_id
              JOIN stock_reference_sale_rel owner
                ON owner.reference_id = mine.reference_id
             WHERE need.created_purchase_line_id = line.id))
"""


class OrderBooksSupplyMixin(models.AbstractModel):
    _name = "order.books.supply.mixin"
    _inherit = ["order.books.mixin"]
    _description = "Books of What Was Bought"

    @api.model
    def _query_bought(self, company_ids):
        """Select what was bought beyond what requisitions have approved, or on none."""
        return SQL(
            """
            %(lines)s %(families)s
            SELECT DISTINCT 'purchase.order' AS res_model, bought.order_id AS res_id,
                   bought.product_id, bought.quantity AS booked,
                   COALESCE(approved.quantity, 0) AS signed,
                   bought.quantity - COALESCE(approved.quantity, 0) AS over
              FROM bought
         LEFT JOIN approved USING (family_id, product_id)
             WHERE %(is_over)s
             UNION
            SELECT 'purchase.order', line.order_id, line.product_id,
                   SUM(line.quantity), 0, SUM(line.quantity)
              FROM line
             WHERE NOT EXISTS (SELECT FROM tie WHERE tie.line_id = line.id)
               AND (line.policy = 'all' OR %(is_for_orders)s)
          GROUP BY line.order_id, line.product_id
          ORDER BY res_id, product_id
            """,
            lines=SQL(LINES, company_ids),
            families=SQL(FAMILIES),
            is_for_orders=SQL(IS_FOR_ORDERS),
            is_over=self._is_over(
                SQL("bought.quantity - COALESCE(approved.quantity, 0)")
            ),
        )

    @api.model
    def _query_price(self, company_ids):
        """Select what cost more than requisitions have approved for what was bought.

        Requisitions that share an order are asked for no more than the dearest of
        them allows: which of them was used first, the books do not know.
        """
        allowed = SQL("LEAST(approved.cost, bought.quantity * approved.dearest)")
        return SQL(
            """
            %(lines)s %(families)s
            SELECT DISTINCT 'purchase.order' AS res_model, bought.order_id AS res_id,
                   bought.product_id, bought.spent AS booked, %(allowed)s AS signed,
                   bought.spent - %(allowed)s AS over
              FROM bought
              JOIN approved USING (family_id, product_id)
             WHERE ROUND((bought.spent - %(allowed)s)::numeric, 2) > 0
          ORDER BY res_id, product_id
            """,
            lines=SQL(LINES, company_ids),
            families=SQL(FAMILIES),
            allowed=allowed,
        )

    @api.model
    def _query_incoming(self, company_ids):
        """Select what entered stock beyond what Quality accepted of a purchase."""
        document = SQL(
            """
            'purchase.order' AS res_model,
            (SELECT line.order_id FROM purchase_order_line line
              WHERE line.id = book.owner_id) AS res_id
            """
        )
        accepted = SQL(
            """
            SELECT line.purchase_line_id, line.product_id, line.lot_id, %s
             WHERE inspection.kind = 'incoming' AND inspection.state = 'judged'
               AND inspection.company_id IN %s AND line.purchase_line_id IS NOT NULL
          GROUP BY line.purchase_line_id, line.product_id, line.lot_id
            """,
            ACCEPTED,
            company_ids,
        )
        entered = SQL(
            """
            SELECT line_id, product_id, lot_id, SUM(quantity)
              FROM (%s) entry
             WHERE line_id IS NOT NULL
          GROUP BY line_id, product_id, lot_id
            """,
            self._select_entries(company_ids),
        )
        return self._select_beyond(document, accepted, entered)

    @api.model
    def _select_entries(self, company_ids):
        """Select what each operation brought into stock, or took back to wait."""
        return SQL(
            """
            SELECT move.id AS move_id, operation.product_id, operation.lot_id,
                   COALESCE(move.purchase_line_id, move.incoming_line_id) AS line_id,
                   origin.is_vendor AND target.usage != 'customer'
                   AND company.order_unordered_receipt_policy = 'refuse' AS is_refused,
                   operation.quantity_product_uom * CASE
                       WHEN target.waits AND NOT source.waits AND NOT origin.is_vendor
                       THEN -1
                       WHEN target.waits OR target.is_vendor THEN 0
                       WHEN origin.is_vendor THEN 1
                       WHEN source.waits AND target.usage != 'inventory' THEN 1
                       ELSE 0 END AS quantity
              FROM stock_move move
              JOIN res_company company ON company.id = move.company_id
              JOIN stock_move_line operation ON operation.move_id = move.id
              JOIN %(places)s source ON source.id = operation.location_id
              JOIN %(places)s target ON target.id = operation.location_dest_id
         LEFT JOIN stock_picking_type kind ON kind.id = move.picking_type_id
         LEFT JOIN stock_picking picking ON picking.id = move.picking_id
         LEFT JOIN purchase_order_line line
                ON line.id = COALESCE(move.purchase_line_id, move.incoming_line_id)
         LEFT JOIN purchase_order purchase ON purchase.id = line.order_id
        CROSS JOIN LATERAL (
                   SELECT source.is_vendor
                          OR move.purchase_line_id IS NOT NULL
                         AND kind.code = 'incoming' AND NOT source.waits
                          AS is_vendor) origin
             WHERE move.state = 'done' AND move.company_id IN %(companies)s
               AND move.date >= COALESCE(company.order_to_delivery_since, '-infinity')
               AND CASE WHEN purchase.id IS NULL THEN picking.order_to_delivery_exempt
                        ELSE purchase.order_to_delivery_exempt END IS NOT TRUE
            """,
            places=PLACES,
            companies=company_ids,
        )

    @api.model
    def _select_uninspected_entries(self, company_ids):
        """Select moves that put a vendor's goods into stock without an inspection.

        Where no purchase knows of them, the company says who may let them in; only
        where nobody may, they are told here.
        """
        return SQL(
            """
            SELECT entry.move_id, entry.product_id, SUM(entry.quantity) AS quantity
              FROM (%s) entry
             WHERE entry.quantity > 0
               AND CASE WHEN entry.line_id IS NULL THEN entry.is_refused
                   ELSE NOT EXISTS (
                       SELECT FROM order_inspection_line line
                         JOIN order_inspection inspection
                           ON inspection.id = line.inspection_id
                        WHERE line.purchase_line_id = entry.line_id
                          AND line.product_id = entry.product_id
                          AND inspection.state = 'judged') END
          GROUP BY entry.move_id, entry.product_id
            """,
            self._select_entries(company_ids),
        )
