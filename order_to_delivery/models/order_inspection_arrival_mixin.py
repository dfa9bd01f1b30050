"""Inspections that come by themselves, for what arrives from vendors (H1.8)."""

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.tools import SQL

# What the next number is made of.
SEQUENCE_FIELDS = (
    "implementation",
    "use_date_range",
    "prefix",
    "suffix",
    "padding",
    "number_next",
    "number_increment",
)


class OrderInspectionArrivalMixin(models.AbstractModel):
    _name = "order.inspection.arrival.mixin"
    _description = "Inspections of What Arrives"

    @api.model
    def _await_moves(self, moves, is_final=False):
        """Draft inspections of what came, or is about to, and was not offered yet.

        Called in sudo; the moves come from vendors in companies that inspect.

        :param is_final: whether to take back what was offered and does not come
        """
        lines = moves.purchase_line_id
        open_quantities, has_drafts = self._get_not_offered(lines)
        drafts = self._get_drafts(lines) if has_drafts else self
        if is_final:
            drafts._drop_surplus(open_quantities)
        due = moves.filtered(lambda move: move._is_inspection_due())
        due = (due - drafts._take_along(due)).filtered(
            lambda move: (
                open_quantities.get((move.purchase_line_id.id, move.product_id.id), 0.0)
                > 0
            )
        )
        new = [
            self._prepare_inspection(picking, own, open_quantities, is_final)
            for picking, own in due.grouped("picking_id").items()
        ]
        # Nobody is told of a draft: it waits on the desk of Quality.
        return self.with_context(
            tracking_disable=True, mail_create_nosubscribe=True
        ).create(new)

    @api.model
    def _get_drafts(self, lines):
        """Return the drafts that offer goods of purchase lines."""
        return self.search(
            [("state", "=", "draft"), ("line_ids.purchase_line_id", "in", lines.ids)]
        )

    def _take_along(self, moves):
        """Return the moves whose goods drafts offer, and lead drafts to their receipt.

        A backorder, or a receipt that was split, takes its inspection along.
        """
        first = self.filtered(lambda inspection: not inspection.previous_id)
        taken = moves.browse()
        for move in moves if first else taken:
            lines = first.line_ids.filtered(
                lambda line, move=move: (
                    line.purchase_line_id == move.purchase_line_id
                    and line.product_id == move.product_id
                    and (line.move_id == move or line._is_left_by(move))
                )
            )
            if lines:
                taken |= move
                lines.filtered(lambda line, move=move: line.move_id != move).write(
                    {"move_id": move.id}
                )
                lines.inspection_id.filtered(
                    lambda inspection, move=move: (
                        inspection.picking_id != move.picking_id
                    )
                ).write({"picking_id": move.picking_id.id})
        return taken

    def _drop_surplus(self, open_quantities):
        """Take back what drafts offer of goods that do not come any more."""
        for line in self.line_ids.filtered(
            lambda line: not line.inspection_id.previous_id
        ):
            key = (line.purchase_line_id.id, line.product_id.id)
            surplus = min(
                max(-open_quantities.get(key, 0.0), 0.0), line.offered_product_quantity
            )
            if surplus > 0:
                open_quantities[key] += surplus
                line.offered_quantity -= line.product_id.uom_id._compute_quantity(
                    surplus, line.product_uom_id, round=False
                )
        for inspection in self:
            if not any(
                line.product_uom_id.compare(line.offered_quantity, 0.0) > 0
                for line in inspection.line_ids
            ):
                inspection._set_state("closed", ("draft",))

    @api.model
    def _get_not_offered(self, lines):
        """Return what came, or is ready to, less what was offered for inspection.

        :return: ``{(line id, product id): quantity}`` in the product's unit, below
            zero where more was offered than came; and whether drafts offer any of it
        """
        result, has_drafts = defaultdict(float), False
        if lines:
            self.env["order.incoming.quantity"]._flush()
            for line_id, product_id, quantity, is_draft in self.env.execute_query(
                self._query_not_offered(lines)
            ):
                result[line_id, product_id] += quantity or 0.0
                has_drafts = has_drafts or is_draft
        return result, has_drafts

    @api.model
    def _get_come(self, lines):
        """Return ``{(line id, product id): quantity}`` that came, or is ready to."""
        result = defaultdict(float)
        if lines:
            self.env["order.incoming.quantity"]._flush()
            for line_id, product_id, quantity, _is_draft in self.env.execute_query(
                self._query_come(lines)
            ):
                result[line_id, product_id] += quantity or 0.0
        return result

    @api.model
    def _query_not_offered(self, lines):
        """Select what came, and what was offered below zero."""
        return SQL(
            "%s UNION ALL %s", self._query_come(lines), self._query_offered(lines)
        )

    @api.model
    def _query_come(self, lines):
        quantities = self.env["order.incoming.quantity"]
        source = SQL.identifier("source")
        return SQL(
            """
            SELECT move.purchase_line_id, move.product_id,
                   SUM(CASE WHEN move.state = 'done' THEN operation.quantity
                            WHEN COALESCE(destination.awaits_inspection, FALSE)
                             AND NOT COALESCE(destination.is_quarantine, FALSE) THEN 0
                            ELSE GREATEST(move.product_qty, operation.quantity) END),
                   FALSE
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location destination ON destination.id = move.location_dest_id
         LEFT JOIN stock_picking_type kind ON kind.id = move.picking_type_id
         LEFT JOIN LATERAL (
                   SELECT SUM(line.quantity_product_uom) AS quantity
                     FROM stock_move_line line
                    WHERE line.move_id = move.id) operation ON TRUE
             WHERE move.purchase_line_id IN %(lines)s
               AND move.state NOT IN ('draft', 'cancel')
               AND (%(vendor_side)s
                    OR %(subcontractor)s
                    OR kind.code = 'incoming'
                   AND NOT COALESCE(source.awaits_inspection, FALSE))
          GROUP BY move.purchase_line_id, move.product_id
            """,
            vendor_side=quantities._is_vendor_side(source),
            subcontractor=quantities._is_subcontractor_place(source),
            lines=tuple(lines.ids),
        )

    @api.model
    def _query_offered(self, lines):
        return SQL(
            """
            SELECT line.purchase_line_id, line.product_id,
                   -SUM(line.offered_product_quantity),
                   BOOL_OR(inspection.state = 'draft')
              FROM order_inspection_line line
              JOIN order_inspection inspection ON inspection.id = line.inspection_id
             WHERE line.purchase_line_id IN %(lines)s
               AND inspection.previous_id IS NULL
               AND inspection.state IN ('draft', 'judged')
          GROUP BY line.purchase_line_id, line.product_id
            """,
            lines=tuple(lines.ids),
        )

    @api.model
    def _prepare_inspection(self, picking, moves, open_quantities, is_arrival):
        """Return the values of a draft for the receipt's goods not offered yet."""
        purchase = moves.purchase_line_id.order_id[:1]
        requests = moves.purchase_line_id.purchase_request_lines.request_id
        orders = requests.sale_order_id | purchase._get_sale_orders()
        has_come = all(move.state == "done" for move in moves)
        return {
            "name": self._get_next_name(picking.company_id or purchase.company_id),
            "company_id": moves.company_id[:1].id,
            "kind": "incoming",
            "picking_id": picking.id,
            "purchase_id": purchase.id,
            "sale_order_id": orders.id if len(orders) == 1 else False,
            "arrival_date": fields.Datetime.now()
            if has_come
            else picking.scheduled_date,
            "received_by_id": self._get_receiver(picking, is_arrival)
            if has_come
            else False,
            "line_ids": [
                Command.create(values)
                for move in moves
                for values in self._prepare_lines(move, open_quantities)
            ],
        }

    @api.model
    def _get_next_name(self, company):
        """Return the next number, its sequence found and read with one query."""
        sequence = self.env["ir.sequence"].search_fetch(
            [("code", "=", self._name), ("company_id", "in", (company.id, False))],
            SEQUENCE_FIELDS,
            order="company_id",
            limit=1,
        )
        return sequence.with_company(company)._next() if sequence else "/"

    @api.model
    def _get_receiver(self, picking, is_arrival):
        """Return who received: the user, or who did before, of what came already."""
        if is_arrival:
            return self.env.uid
        before = self.search(
            [("picking_id", "=", picking.id), ("received_by_id", "!=", False)], limit=1
        )
        return before.received_by_id.id

    @api.model
    def _prepare_lines(self, move, open_quantities):
        """Return the values of an arrival's lines: one a lot, where lots are known."""
        key = (move.purchase_line_id.id, move.product_id.id)
        lots = (
            move.move_line_ids.grouped("lot_id") if move.has_tracking != "none" else {}
        )
        parts = {
            lot: sum(operations.mapped("quantity_product_uom"))
            for lot, operations in lots.items()
        } or {move.env["stock.lot"]: open_quantities[key]}
        for lot, quantity in parts.items():
            offered = min(quantity, open_quantities[key])
            open_quantities[key] -= offered
            if offered > 0:
                yield {
                    "purchase_line_id": move.purchase_line_id.id,
                    "move_id": move.id,
                    "product_id": move.product_id.id,
                    "lot_id": lot.id,
                    "product_uom_id": move.product_uom.id,
                    # What else would follow from these is not written once more.
                    "company_id": move.company_id.id,
                    "offered_product_quantity": offered,
                    "accepted_product_quantity": 0.0,
                    "rejected_product_quantity": 0.0,
                    "offered_quantity": move.product_id.uom_id._compute_quantity(
                        offered, move.product_uom, round=False
                    ),
                }
