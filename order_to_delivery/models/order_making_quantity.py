"""How much of what a workshop makes was accepted, made, and has entered stock."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .order_incoming_quantity import ACCEPTED


class Books(NamedTuple):
    """What was accepted, made and moved, in the product's unit.

    ``accepted`` and ``unsigned`` by (group, product, operation), finished goods under
    no operation, and lot; ``entered`` by (manufacturing order, product) and lot;
    ``made`` by (manufacturing order, operation).
    """

    accepted: dict
    unsigned: dict
    entered: dict
    made: dict


class OrderMakingQuantity(models.AbstractModel):
    _name = "order.making.quantity"
    _description = "Quantities Accepted, Made and Put into Stock"

    @api.model
    def _get_missing_signoffs(self, workorders, planned=None):
        """Return which operations before are signed off for less than is made after.

        What counts of an operation is made by all work orders of its production
        group that have the operation before it: a partial output makes new ones.

        :param planned: ``{work order: quantity}`` in the product's unit that work
            orders are about to be finished with
        :return: ``{work order: {work order before: missing quantity}}``
        """
        books = self._get_books(workorders.production_id)
        planned = planned or {}
        for workorder, quantity in planned.items():
            key = (workorder.production_id.id, workorder._get_operation_key())
            books.made[key] = quantity
        result = defaultdict(dict)
        for workorder in workorders:
            production = workorder.production_id
            unit = production.product_id.uom_id
            own = books.made.get((production.id, workorder._get_operation_key()), 0.0)
            for before in workorder.blocked_by_workorder_ids:
                made = self._sum_made(books, workorder, before)
                room = self._sum_accepted(books, production, before) - made
                # What is only begun needs something that it may be begun on.
                if unit.compare(room, 0.0) < (0 if own > 0 else 1):
                    result[workorder][before] = max(-room, 0.0)
        return dict(result)

    @api.model
    def _sum_made(self, books, workorder, before):
        """Return what was made of an operation where another one comes before it."""
        key = workorder._get_operation_key()
        return sum(
            books.made.get((production_id, key), 0.0)
            for production_id in self._get_group_ids(workorder.production_id)
            if (production_id, before._get_operation_key()) in books.made
        )

    @api.model
    def _sum_accepted(self, books, production, workorder):
        key = (
            production.production_group_id.id,
            production.product_id.id,
            workorder._get_operation_key(),
        )
        return sum(books.accepted.get(key, {}).values())

    @api.model
    def _get_group_ids(self, production):
        """Return the ids of the manufacturing orders that one was split into."""
        return (production.production_group_id.production_ids | production).ids

    @api.model
    def _get_excess(self, productions, planned=None):
        """Return what has entered stock, or is about to, above what was accepted.

        :param planned: ``{production: {lot id: quantity}}`` in the product's unit
        :return: ``{production: {work order: excess}}``; finished goods stand under
            no work order, with the part that only the second signature misses
        """
        books = self._get_books(productions)
        for production, by_lot in (planned or {}).items():
            key = (production.id, production.product_id.id)
            for lot_id, quantity in by_lot.items():
                books.entered[key][lot_id] += quantity
        result = {}
        for production in productions:
            excess = self._get_excess_of(books, production)
            if excess:
                result[production] = excess
        return result

    @api.model
    def _get_excess_of(self, books, production):
        """Return what one manufacturing order's group has too much in stock."""
        product = production.product_id
        none = production.workorder_ids.browse()
        key = (production.production_group_id.id, product.id, None)
        entered = self._sum_entered(books, production)
        judge = self.env["order.incoming.quantity"]._get_excess_of
        excess = {}
        missing = judge(product.uom_id, books.accepted.get(key, {}), entered)
        if missing:
            both = defaultdict(float, books.accepted.get(key, {}))
            for lot_id, quantity in books.unsigned.get(key, {}).items():
                both[lot_id] += quantity
            excess[none] = (missing, not judge(product.uom_id, both, entered))
        for workorder in production.workorder_ids:
            # What nothing follows is signed off with the finished goods.
            if workorder.needed_by_workorder_ids:
                moved = sum(self._sum_entered(books, production, workorder).values())
                over = moved - self._sum_accepted(books, production, workorder)
                if product.uom_id.compare(over, 0.0) > 0:
                    excess[workorder] = (over, False)
        return excess

    @api.model
    def _sum_entered(self, books, production, workorder=None):
        """Return what entered stock by lot, of all that have an operation if named."""
        result = defaultdict(float)
        for production_id in self._get_group_ids(production):
            if workorder:
                key = (production_id, workorder._get_operation_key())
                if key not in books.made:
                    continue
            by_lot = books.entered.get((production_id, production.product_id.id), {})
            for lot_id, quantity in by_lot.items():
                result[lot_id] += quantity
        return result

    # Read at once

    @api.model
    def _get_books(self, productions):
        """Return the Books of manufacturing orders' groups, with one query."""
        books = Books(
            *(defaultdict(lambda: defaultdict(float)) for _name in range(3)),
            defaultdict(float),
        )
        groups = productions.production_group_id
        if not groups:
            return books
        self._flush()
        query = SQL(
            "%s UNION ALL %s UNION ALL %s",
            self._query_inspections(groups),
            self._query_moves(groups),
            self._query_workorders(groups),
        )
        for name, owner_id, product_id, key, lot_id, quantity in self.env.execute_query(
            query
        ):
            if name == "made":
                books.made[owner_id, key] += quantity or 0.0
            elif name == "entered":
                books.entered[owner_id, product_id][lot_id] += quantity or 0.0
            else:
                book = books.accepted if name == "accepted" else books.unsigned
                book[owner_id, product_id, key][lot_id] += quantity or 0.0
        return books

    @api.model
    def _flush(self):
        self.env["order.incoming.quantity"]._flush()
        flushed = {
            "order.inspection": [
                "production_group_id",
                "operation_key",
                "needs_second_signature",
                "second_signer_id",
            ],
            "mrp.production": ["production_group_id", "product_id", "product_uom_id"],
            "mrp.workorder": ["production_id", "operation_key", "qty_produced"],
        }
        for model, names in flushed.items():
            self.env[model].flush_model(names)

    @api.model
    def _query_inspections(self, groups):
        """Select what Quality accepted, and what still misses the second signature."""
        return SQL(
            """
            SELECT CASE WHEN COALESCE(inspection.needs_second_signature, FALSE)
                         AND inspection.second_signer_id IS NULL
                        THEN 'unsigned' ELSE 'accepted' END,
                   inspection.production_group_id, line.product_id,
                   CASE WHEN inspection.kind = 'process'
                        THEN inspection.operation_key END,
                   line.lot_id,
                   %s
             WHERE inspection.production_group_id IN %s
               AND inspection.kind IN ('process', 'finished')
               AND inspection.state = 'judged'
          GROUP BY 1, 2, 3, 4, 5
            """,
            ACCEPTED,
            tuple(groups.ids),
        )

    @api.model
    def _query_moves(self, groups):
        """Select what entered stock of what was made, net, as in Python."""
        return SQL(
            """
            SELECT 'entered', production.id, production.product_id, NULL,
                   operation.lot_id,
                   SUM(CASE WHEN source.usage NOT IN ('internal', 'transit')
                             AND destination.usage NOT IN ('production', 'inventory')
                            THEN operation.quantity_product_uom
                            WHEN source.usage IN ('internal', 'transit')
                             AND destination.usage = 'production'
                            THEN -operation.quantity_product_uom
                            ELSE 0 END)
              FROM mrp_production production
              JOIN stock_move move ON move.production_id = production.id
               AND move.product_id = production.product_id AND move.state = 'done'
              JOIN stock_move_line operation ON operation.move_id = move.id
              JOIN stock_location source ON source.id = operation.location_id
              JOIN stock_location destination
                ON destination.id = operation.location_dest_id
             WHERE production.production_group_id IN %s
          GROUP BY production.id, production.product_id, operation.lot_id
            """,
            tuple(groups.ids),
        )

    @api.model
    def _query_workorders(self, groups):
        """Select what was made of each operation, in the product's unit."""
        return SQL(
            """
            SELECT 'made', production.id, NULL::int4,
                   COALESCE(workorder.operation_key, workorder.id::varchar),
                   NULL::int4,
                   SUM(workorder.qty_produced * own.factor / unit.factor)
              FROM mrp_workorder workorder
              JOIN mrp_production production
                ON production.id = workorder.production_id
              JOIN product_product product ON product.id = production.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom unit ON unit.id = template.uom_id
              JOIN uom_uom own ON own.id = production.product_uom_id
             WHERE production.production_group_id IN %s
          GROUP BY production.id, 4
            """,
            tuple(groups.ids),
        )
