"""What products are made of, and by which operations: read level by level by SQL."""

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .order_promise_goods import Bill, Bills, Goods, Operation, Part

# Deeper than any product is built; a product inside itself would have no end.
DEEPEST = 20


class OrderPromiseBill(models.AbstractModel):
    _name = "order.promise.bill"
    _description = "Bills of Materials That a Promise Reads"

    @api.model
    def _read(self, product_ids, warehouse):
        """Return the bills of products and of all that is below them.

        Five queries a level at most, however many products there are.

        :raise UserError: for a product that is a part of itself, with its name
        """
        bills = Bills(
            dict(self.env.execute_query(SQL("SELECT id, factor FROM uom_uom"))),
            self.env["decimal.precision"].precision_get("Product Unit"),
            self._get_skips(),
        )
        level = set(product_ids)
        depth = 0
        while level:
            if depth > DEEPEST:
                self._refuse_depth(min(level))
            self._read_goods(bills, level, warehouse)
            found = [bills.goods[id_] for id_ in level if id_ in bills.goods]
            self._read_bills(bills, {g.kit_id or g.bill_id for g in found} - {None})
            level = self._get_below(bills, found)
            depth += 1
        return bills

    def _get_below(self, bills, found):
        """Return the products that bills just read name, and that are not read yet."""
        below = set()
        waiting = [goods.kit_id or goods.bill_id for goods in found]
        while waiting:
            bill = bills.bills.get(waiting.pop())
            for part in bill.parts if bill else ():
                if part.kit_id:
                    waiting.append(part.kit_id)
                elif part.product_id not in bills.goods:
                    below.add(part.product_id)
        return below

    def _refuse_depth(self, product_id):
        product = self.env["product.product"]
        raise UserError(
            self.env._(
                "%(product)s is more than %(levels)s levels deep in its product: "
                "Technical looks whether a bill of materials contains itself.",
                # Its name is no secret to who asks for a date.
                product=product.sudo().browse(product_id).display_name,
                levels=DEEPEST,
            )
        )

    def _get_skips(self):
        known = {}
        # What a variant is made of is asked for whoever wants to know a date.
        env = self.sudo().env

        def skips(model, id_, product_id):
            key = (model, id_, product_id)
            if key not in known:
                record = env[model].browse(id_)
                product = env["product.product"].browse(product_id)
                known[key] = (
                    record._skip_bom_line(product)
                    if model == "mrp.bom.line"
                    else record._skip_operation_line(product)
                )
            return known[key]

        return skips

    def _read_goods(self, bills, product_ids, warehouse):
        """Read products with the bill by which Odoo would make each, and its routes."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id, template.uom_id, template.is_storable,
                       ARRAY(SELECT way.route_id FROM %(own)s way
                              WHERE way.product_id = template.id) AS routes,
                       ARRAY(SELECT way.route_id FROM product_category above
                               JOIN stock_route_categ way ON way.categ_id = above.id
                              WHERE category.parent_path
                                    LIKE above.parent_path || '%%') AS its_routes,
                       ARRAY(SELECT DISTINCT rule.action FROM %(own)s way
                               JOIN stock_rule rule
                                 ON rule.route_id = way.route_id AND rule.active
                              WHERE way.product_id = template.id) AS actions,
                       bill.id, bill.product_qty, bill.product_uom_id,
                       bill.produce_delay, bill.allow_operation_dependencies,
                       bill.batch, kit.id, kit.product_qty, kit.product_uom_id
                  FROM product_product product
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
             LEFT JOIN product_category category ON category.id = template.categ_id
             LEFT JOIN LATERAL (%(bill)s) bill ON template.type != 'service'
             LEFT JOIN LATERAL (%(kit)s) kit ON template.type != 'service'
                 WHERE product.id = ANY(%(ids)s)
                """,
                own=self._get_route_table(),
                bill=self._select_bill("normal", warehouse.company_id, warehouse),
                kit=self._select_bill("phantom", warehouse.company_id, warehouse),
                ids=list(product_ids),
            )
        )
        for row in rows:
            self._keep_goods(bills, *row)

    def _keep_goods(
        self, bills, id_, unit_id, is_storable, routes, its_routes, actions, *found
    ):
        bill, kit = found[:6], found[6:]
        if bill[0]:
            bills.bills.setdefault(bill[0], Bill(*bill))
        if kit[0]:
            bills.bills.setdefault(kit[0], Bill(*kit))
        bills.goods[id_] = Goods(
            id_,
            unit_id,
            bool(is_storable),
            "buy" in actions and "manufacture" not in actions,
            (tuple(routes), tuple(its_routes)),
            bill[0],
            kit[0],
        )

    def _get_route_table(self):
        routes = self.env["product.template"]._fields["route_ids"]
        return SQL.identifier(routes.relation)

    def _select_bill(self, kind, company, warehouse):
        """Select the bill of a product as ``_bom_find`` would, the best one first.

        One for another operation type is taken only where no other is there.
        """
        return SQL(
            """
            SELECT bom.id, bom.product_qty, bom.product_uom_id, bom.produce_delay,
                   bom.allow_operation_dependencies,
                   CASE WHEN bom.enable_batch_size THEN bom.batch_size END AS batch
              FROM mrp_bom bom
             WHERE bom.active AND bom.type = %(kind)s
               AND bom.product_tmpl_id = template.id
               AND (bom.product_id IS NULL OR bom.product_id = product.id)
               AND (bom.company_id IS NULL OR bom.company_id = %(company)s)
          ORDER BY (bom.picking_type_id IS NULL
                    OR bom.picking_type_id = %(operation)s) IS TRUE DESC,
                   bom.sequence, bom.product_id NULLS LAST, bom.id
             LIMIT 1
            """,
            kind=kind,
            company=company.id,
            operation=warehouse.manu_type_id.id or None,
        )

    def _read_bills(self, bills, bill_ids):
        """Read parts and operations of bills, and of the kits among their parts."""
        bill_ids -= bills.read
        while bill_ids:
            self._read_operations(bills, bill_ids)
            kits = self._read_parts(bills, bill_ids)
            bills.read |= bill_ids
            bill_ids = kits - bills.read

    def _read_parts(self, bills, bill_ids):
        """Read the parts of bills, and return the bills of the kits among them."""
        values = self.env["mrp.bom.line"]._fields[
            "bom_product_template_attribute_value_ids"
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.bom_id, line.id, line.product_id, line.product_uom_id,
                       line.product_qty,
                       EXISTS (SELECT FROM %(values)s only_in
                                WHERE only_in.%(line)s = line.id) AS has_values,
                       kit.id, kit.product_qty, kit.product_uom_id
                  FROM mrp_bom_line line
                  JOIN mrp_bom bill ON bill.id = line.bom_id
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
             LEFT JOIN LATERAL (%(kit)s) kit ON template.type != 'service'
                 WHERE line.bom_id = ANY(%(ids)s) AND template.type != 'service'
              ORDER BY line.bom_id, line.sequence, line.id
                """,
                values=SQL.identifier(values.relation),
                line=SQL.identifier(values.column1),
                kit=self._select_kit(),
                ids=list(bill_ids),
            )
        )
        kits = set()
        for bill_id, id_, product, unit, quantity, has_values, *kit in rows:
            if kit[0]:
                bills.bills.setdefault(kit[0], Bill(*kit))
                kits.add(kit[0])
            part = Part(id_, product, unit, quantity, has_values, kit[0])
            bills.bills[bill_id].parts.append(part)
        return kits

    def _select_kit(self):
        """Select the kit that a part is, as ``explode`` of its bill would find it."""
        return SQL(
            """
            SELECT bom.id, bom.product_qty, bom.product_uom_id
              FROM mrp_bom bom
             WHERE bom.active AND bom.type = 'phantom'
               AND bom.product_tmpl_id = template.id
               AND (bom.product_id IS NULL OR bom.product_id = product.id)
               AND (bill.company_id IS NULL OR bom.company_id IS NULL
                    OR bom.company_id = bill.company_id)
               AND (bill.picking_type_id IS NULL OR bom.picking_type_id IS NULL
                    OR bom.picking_type_id = bill.picking_type_id)
          ORDER BY bom.sequence, bom.product_id NULLS LAST, bom.id
             LIMIT 1
            """
        )

    def _read_operations(self, bills, bill_ids):
        """Read the operations of bills, and what tells how long some of them take."""
        fields = self.env["mrp.routing.workcenter"]._fields
        values = fields["bom_product_template_attribute_value_ids"]
        blocked = fields["blocked_by_operation_ids"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT operation.bom_id, operation.id, operation.workcenter_id,
                       operation.time_cycle_manual,
                       operation.time_mode = 'auto' AS is_automatic,
                       EXISTS (SELECT FROM %(values)s only_in
                                WHERE only_in.%(operation)s = operation.id)
                           AS has_values,
                       ARRAY(SELECT tie.%(before)s FROM %(blocked)s tie
                              WHERE tie.%(after)s = operation.id) AS after
                  FROM mrp_routing_workcenter operation
                 WHERE operation.bom_id = ANY(%(ids)s) AND operation.active
              ORDER BY operation.bom_id, operation.sequence, operation.id
                """,
                values=SQL.identifier(values.relation),
                operation=SQL.identifier(values.column1),
                blocked=SQL.identifier(blocked.relation),
                after=SQL.identifier(blocked.column1),
                before=SQL.identifier(blocked.column2),
                ids=list(bill_ids),
            )
        )
        automatic = []
        for bill_id, id_, workcenter, minutes, is_automatic, has_values, after in rows:
            operation = Operation(
                id_, workcenter, minutes or 0.0, is_automatic, has_values, tuple(after)
            )
            bills.bills[bill_id].operations.append(operation)
            if is_automatic:
                automatic.append(id_)
        if automatic:
            self._read_samples(bills, automatic)

    def _read_samples(self, bills, operation_ids):
        """Read how long the last work orders of operations took, and how many made."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT operation.id, done.duration, done.qty_produced,
                       done.workcenter_id, production.product_id,
                       production.product_uom_id, COALESCE(bill.product_qty, 1)
                  FROM mrp_routing_workcenter operation
                  JOIN mrp_bom bill ON bill.id = operation.bom_id
            CROSS JOIN LATERAL (
                       SELECT * FROM mrp_workorder workorder
                        WHERE workorder.operation_id = operation.id
                          AND workorder.qty_produced > 0 AND workorder.state = 'done'
                     ORDER BY workorder.date_finished DESC, workorder.id DESC
                        LIMIT operation.time_mode_batch) done
                  JOIN mrp_production production ON production.id = done.production_id
                 WHERE operation.id = ANY(%s)
                """,
                operation_ids,
            )
        )
        samples = defaultdict(list)
        for operation_id, *sample in rows:
            samples[operation_id].append(tuple(sample))
        bills.samples.update(samples)
