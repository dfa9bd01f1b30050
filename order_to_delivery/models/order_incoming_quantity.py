"""How much of what a vendor brings was accepted, and how much has entered stock."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .order_entry_mixin import TAKEN_BACK

# What Quality accepted, with what its head conceded.
ACCEPTED = SQL(
    """
    SUM(line.accepted_product_quantity
        + CASE WHEN line.disposition = 'concession'
                AND (SELECT concession.state != 'revoked'
                       FROM order_gate_waiver concession
                      WHERE concession.id = inspection.concession_id)
               THEN line.rejected_product_quantity ELSE 0 END)
      FROM order_inspection_line line
      JOIN order_inspection inspection ON inspection.id = line.inspection_id
    """
)


class OrderIncomingQuantity(models.AbstractModel):
    _name = "order.incoming.quantity"
    _description = "Quantities Accepted and Put into Stock"

    @api.model
    def _get_excess(self, lines, planned=None):
        """Return what has entered stock, or is about to, above what was accepted.

        A lot that was judged by name counts by itself; what was accepted without
        a lot covers any other. Goods that went back to the vendor do not make
        room: what replaces them is inspected like everything that arrives.

        :param lines: purchase order lines
        :param planned: ``{(line id, product id, lot id): quantity}`` in the
            product's unit of what is about to enter stock
        :return: ``{purchase line: {product: quantity}}``, of excesses only
        """
        accepted, entered = self._get_quantities(lines)
        for (line_id, product_id, lot_id), quantity in (planned or {}).items():
            entered[line_id, product_id][lot_id] += quantity
        result = defaultdict(dict)
        for (line_id, product_id), by_lot in entered.items():
            product = self.env["product.product"].browse(product_id)
            excess = self._get_excess_of(
                product.uom_id, accepted[line_id, product_id], by_lot
            )
            if excess:
                result[lines.browse(line_id)][product] = excess
        return dict(result)

    @api.model
    def _get_held_reasons(self, moves):
        """Return ``{purchase line: [text]}`` of what moves may not put into stock yet.

        :param moves: moves that are not done and would bring goods into stock
        """
        lines = moves._get_vendor_lines()
        planned = defaultdict(float)
        for operation in moves.sudo().move_line_ids:  # whose the goods are
            line = operation.move_id._get_vendor_lines()
            if operation._get_inflow() > 0:
                key = (line.id, operation.product_id.id, operation.lot_id.id or None)
                planned[key] += operation.quantity_product_uom
        gate = self.env["order.gate.incoming.needs.inspection"]
        return {
            line: [reason.text for reason in gate._get_reasons_of(line, products)]
            for line, products in self._get_excess(lines, planned).items()
        }

    @api.model
    def _get_excess_of(self, unit, accepted, entered):
        """Return what entered of a product above what was accepted, or nothing.

        :param accepted: quantity by lot; a lot that was judged is named, even at zero
        :param entered: quantity by lot
        """
        judged, free = 0.0, -accepted.get(None, 0.0)
        for lot_id, quantity in entered.items():
            if lot_id in accepted and lot_id is not None:
                judged += max(quantity - accepted[lot_id], 0.0)
            else:
                free += quantity
        excess = max(judged, 0.0) + max(free, 0.0)
        return excess if unit.compare(excess, 0.0) > 0 else 0.0

    @api.model
    def _get_quantities(self, lines):
        """Return what was accepted and what entered, with one query for the batch.

        :return: two of ``{(line id, product id): {lot id: quantity}}``
        """
        accepted = defaultdict(lambda: defaultdict(float))
        entered = defaultdict(lambda: defaultdict(float))
        if lines:
            self._flush()
            rows = self.env.execute_query(
                SQL(
                    "%s UNION ALL %s",
                    self._query_inspections(lines),
                    self._query_moves(lines),
                )
            )
            for kind, line_id, product_id, lot_id, quantity in rows:
                book = accepted if kind == "accepted" else entered
                book[line_id, product_id][lot_id] += quantity or 0.0
        return accepted, entered

    @api.model
    def _get_left_outside(self, moves):
        """Return what was sent to subcontractors and has not come back, nor was used.

        What they made and sold is not in it.

        :return: ``{(company id, product id): quantity}`` in the product's unit
        """
        if not moves:
            return {}
        self._flush()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.company_id, operation.product_id,
                       SUM(CASE WHEN NOT %(starts_there)s AND %(ends_there)s
                                 AND source.usage != 'production'
                                 AND NOT COALESCE(source.awaits_inspection, FALSE)
                                THEN operation.quantity_product_uom
                                WHEN %(starts_there)s AND NOT %(ends_there)s
                                 AND move.purchase_line_id IS NULL
                                THEN -operation.quantity_product_uom
                                ELSE 0 END)
                  FROM stock_move_line operation
                  JOIN stock_move move ON move.id = operation.move_id
                  JOIN stock_location destination
                    ON destination.id = operation.location_dest_id
                  JOIN stock_location source ON source.id = operation.location_id
                 WHERE operation.product_id IN %(products)s
                   AND move.company_id IN %(companies)s
                   AND move.state = 'done'
              GROUP BY move.company_id, operation.product_id
                """,
                starts_there=self._is_subcontractor_place(SQL.identifier("source")),
                ends_there=self._is_subcontractor_place(SQL.identifier("destination")),
                products=tuple(moves.product_id.ids),
                companies=tuple(moves.company_id.ids),
            )
        )
        return {(company, product): quantity for company, product, quantity in rows}

    @api.model
    def _flush(self):
        flushed = {
            "order.inspection": ["state", "kind", "concession_id"],
            "order.inspection.line": None,
            "order.gate.waiver": ["state"],
            "stock.location": ["awaits_inspection", "is_quarantine", "usage"],
            # Whole, so that what follows from a move's state is written with it.
            "stock.move": None,
            "stock.move.line": [
                "quantity_product_uom",
                "move_id",
                "lot_id",
                "location_id",
                "location_dest_id",
            ],
        }
        for model, names in flushed.items():
            self.env[model].flush_model(names)

    @api.model
    def _query_inspections(self, lines):
        """Select what Quality accepted, with what its head conceded."""
        return SQL(
            """
            SELECT 'accepted', line.purchase_line_id, line.product_id, line.lot_id,
                   %s
             WHERE line.purchase_line_id IN %s
               AND inspection.kind = 'incoming'
               AND inspection.state = 'judged'
          GROUP BY line.purchase_line_id, line.product_id, line.lot_id
            """,
            ACCEPTED,
            tuple(lines.ids),
        )

    @api.model
    def _query_moves(self, lines):
        """Select what entered stock, less what went back to wait, as in Python."""
        return SQL(
            """
            SELECT 'entered',
                   COALESCE(move.purchase_line_id, move.incoming_line_id),
                   operation.product_id, operation.lot_id,
                   SUM(CASE WHEN (%(source_vendor)s
                                  OR COALESCE(source.awaits_inspection, FALSE)
                                 AND destination.usage != 'inventory')
                             AND NOT COALESCE(destination.awaits_inspection, FALSE)
                             AND NOT %(destination_vendor)s
                            THEN operation.quantity_product_uom
                            WHEN COALESCE(destination.awaits_inspection, FALSE)
                             AND NOT COALESCE(source.awaits_inspection, FALSE)
                             AND NOT %(source_vendor)s
                            THEN -operation.quantity_product_uom
                            ELSE 0 END)
              FROM stock_move move
              JOIN stock_move_line operation ON operation.move_id = move.id
              JOIN stock_location destination
                ON destination.id = operation.location_dest_id
              JOIN stock_location source ON source.id = operation.location_id
         LEFT JOIN stock_picking_type kind ON kind.id = move.picking_type_id
             WHERE (move.purchase_line_id IN %(lines)s
                    OR move.incoming_line_id IN %(lines)s)
               AND move.state = 'done'
          GROUP BY COALESCE(move.purchase_line_id, move.incoming_line_id),
                   operation.product_id, operation.lot_id
            """,
            source_vendor=SQL(
                "(%s OR %s "
                "OR move.purchase_line_id IS NOT NULL AND kind.code = 'incoming' "
                "AND NOT COALESCE(source.awaits_inspection, FALSE))",
                self._is_vendor_side(SQL.identifier("source")),
                self._is_subcontractor_place(SQL.identifier("source")),
            ),
            destination_vendor=self._stays_outside(),
            lines=tuple(lines.ids),
        )

    @api.model
    def _stays_outside(self):
        """Return the condition that goods stay with a vendor, as in Python."""
        is_vendor_side = self._is_vendor_side(SQL.identifier("destination"))
        if not self._has_subcontractors():
            return is_vendor_side
        return SQL(
            """
            (%(is_vendor_side)s
             OR %(starts_there)s
                AND (%(ends_there)s OR destination.usage NOT IN %(taken_back)s)
             OR %(ends_there)s
                AND EXISTS (SELECT FROM stock_move made
                             WHERE made.id = move.origin_returned_move_id
                               AND made.is_subcontract))
            """,
            is_vendor_side=is_vendor_side,
            starts_there=self._is_subcontractor_place(SQL.identifier("source")),
            ends_there=self._is_subcontractor_place(SQL.identifier("destination")),
            taken_back=TAKEN_BACK,
        )

    @api.model
    def _has_subcontractors(self):
        """Tell whether the database knows subcontracting at all."""
        return "subcontracting_location_id" in self.env["res.company"]._fields

    @api.model
    def _is_subcontractor_place(self, location):
        """Return the condition that a location is a subcontractor's, as in Python."""
        if not self._has_subcontractors():
            return SQL("FALSE")
        return SQL(
            """
            EXISTS (SELECT FROM res_company company
                      JOIN stock_location root
                        ON root.id = company.subcontracting_location_id
                     WHERE company.id = %(location)s.company_id
                       AND %(location)s.parent_path LIKE root.parent_path || '%%')
            """,
            location=location,
        )

    @api.model
    def _is_vendor_side(self, location):
        """Return the condition that a location is a vendor's, as in Python."""
        return SQL(
            "(%(location)s.usage = 'supplier' "
            "OR %(location)s.usage = 'transit' AND %(location)s.company_id IS NULL)",
            location=location,
        )
