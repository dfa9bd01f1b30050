from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .order_requisition_room import OPEN

# From where goods are pushed on, in what is noted until the transaction's end.
PUSH_SOURCES = "order_to_delivery.push_sources"


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _run_pull(self, procurements):
        return super()._run_pull(self._split_made_for_order(procurements))

    @api.model
    def _split_made_for_order(self, procurements):
        """Let what stock does not cover of goods to make be made for its order.

        A delivery of a line to make takes what is free in stock, and has the rest
        manufactured: core's own make-to-order route ships inactive, so that the
        delivery would wait for nothing. Kits come here as their parts.
        """
        # The procurement of a line carries its id; its user may not read the line.
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .browse(
                {
                    procurement.values["sale_line_id"]
                    for procurement, _rule in procurements
                    if procurement.values.get("sale_line_id")
                    and not procurement.values.get("move_dest_ids")
                }
            )
        )
        made = {line.id: line for line in lines._filter_made_for_order()}
        if not made:
            return procurements
        to_split = [
            (procurement, rule)
            for procurement, rule in procurements
            if procurement.values.get("sale_line_id") in made
            and not procurement.values.get("move_dest_ids")
        ]
        kept = [pair for pair in procurements if pair not in to_split]
        cover = self.env["order.stock.cover"]._take(to_split)
        return kept + [
            part
            for (procurement, rule), covered in zip(to_split, cover, strict=True)
            for part in self._split_procurement(procurement, rule, covered)
        ]

    @api.model
    def _split_procurement(self, procurement, rule, covered):
        """Return the part taken from stock and the part that is made."""
        missing = procurement.product_qty - covered
        parts = []
        if not procurement.product_uom.is_zero(covered):
            parts.append((procurement._replace(product_qty=covered), rule))
        if not procurement.product_uom.is_zero(missing):
            values = {
                **procurement.values,
                "is_made_for_order": True,
                "route_ids": rule._get_manufacture_route(procurement.product_id),
            }
            made = procurement._replace(product_qty=missing, values=values)
            parts.append((made, rule))
        return parts

    def _get_manufacture_route(self, product):
        """Return the route by which the warehouse of a delivery manufactures.

        :raise UserError: when it does not manufacture
        """
        warehouse = self.warehouse_id or self.location_src_id.warehouse_id
        # Routes are configuration that the user may not read.
        route = warehouse.sudo().manufacture_pull_id.filtered("active").route_id
        if not route:
            raise UserError(
                self.env._(
                    "%(warehouse)s does not manufacture, so %(product)s cannot be made "
                    "there: an inventory manager sets Manufacture to Resupply on the "
                    "warehouse, or Sales sets the line's Supply to From stock.",
                    warehouse=warehouse.display_name,
                    product=product.display_name,
                )
            )
        return route

    def _get_stock_move_values(self, *procurement):
        move_values = super()._get_stock_move_values(*procurement)
        if procurement[-1].get("is_made_for_order"):
            # Core overwrites the method after this; the move's `create` sets it.
            move_values["is_made_for_order"] = True
        return move_values

    def _push_prepare_move_copy_values(self, move_to_copy, new_date):
        values = super()._push_prepare_move_copy_values(move_to_copy, new_date)
        # Core drops the purchase's line: the next step would know no acceptance.
        values["incoming_line_id"] = move_to_copy._get_vendor_lines().id
        return values

    def _make_mo_get_domain(self, procurement, bom):
        domain = super()._make_mo_get_domain(procurement, bom)
        if self._get_made_line(procurement.values):
            # What a further instruction asks for is an order of its own: core would
            # raise an existing one, whose goods are not promised to this delivery.
            return (*domain, ("id", "=", False))
        return domain

    @api.model
    def _run_manufacture(self, procurements):
        joined = self._get_joined_productions(procurements)
        result = super()._run_manufacture(procurements)
        for production, moves in joined:
            # Core raises what is made already, and promises it to the first alone.
            goods = production._get_open_goods()
            goods.move_dest_ids |= moves
            production.move_dest_ids |= moves
        return result

    @api.model
    def _get_joined_productions(self, procurements):
        """Return what core raises for another part of an order, with who asks for it.

        What one part asks for joins what another part has made before it.
        """
        joined = []
        for procurement, rule in procurements:
            asked = procurement.values
            moves = asked.get("move_dest_ids")
            is_more = procurement.product_uom.compare(procurement.product_qty, 0) > 0
            if not moves or not is_more or not self._get_requiring_order(asked):
                continue
            if self._get_made_line(asked):
                continue  # an order of its own
            product, company = procurement.product_id, procurement.company_id
            bill = rule._get_matching_bom(product, company, asked)
            if bill.enable_batch_size:
                continue
            domain = rule._make_mo_get_domain(procurement, bill)
            # Who moves the order on need not see what is made for it.
            production = self.env["mrp.production"].sudo().search(domain, limit=1)
            if production:
                joined.append((production, moves))
        return joined

    def _prepare_mo_vals(self, *procurement_and_bom):
        mo_values = super()._prepare_mo_vals(*procurement_and_bom)
        line = self._get_made_line(procurement_and_bom[-2])
        mo_values.update(line._get_production_dates() if line else {})
        return mo_values

    @api.model
    def _get_made_line(self, values):
        """Return the line for whose delivery something is made, empty when off."""
        lines = self.env["sale.order.line"].sudo()  # its user may not read the line
        if not values.get("move_dest_ids") or not values.get("sale_line_id"):
            return lines
        return lines.browse(values["sale_line_id"]).filtered(
            lambda line: line.order_id._filter_gated()
        )

    # What is bought for orders comes on their requisition

    @api.model
    def _get_requiring_order(self, values):
        """Return the governed order for whose demand something is procured."""
        company = values.get("company_id") or self[:1].company_id
        # The switch is the company's, which the user may not see.
        if company and not company.sudo().use_order_to_delivery:
            return self.env["sale.order"]
        references = values.get("reference_ids") or self.env["stock.reference"]
        orders = references.sudo().sale_ids  # whoever moves it on need not see it
        line_id = values.get("sale_line_id")
        if not orders and line_id:
            Line = self.env["sale.order.line"].sudo()  # as above
            orders = Line.browse(line_id).order_id
        return orders._filter_gated().filtered(lambda o: o.state == "sale")[:1]

    def is_create_purchase_request_allowed(self, procurement):
        asked, rule = procurement
        if super().is_create_purchase_request_allowed(procurement):
            return True
        # What the vendor sends to the customer himself keeps its request for
        # quotation, which knows the address; its gate asks for the requisition.
        return bool(
            rule.action == "buy"
            and rule.picking_type_id.code == "incoming"
            and self._get_requiring_order(asked.values)
        )

    def create_purchase_request(self, procurement_group):
        procurement = procurement_group[0]
        order = self._get_requiring_order(procurement.values)
        if order and procurement.product_uom.compare(procurement.product_qty, 0) < 0:
            order._need_less(procurement.product_id, -procurement.product_qty)
            return None
        # Machines ask for material, in the name of whoever moves the order on.
        asker, rule = self.sudo(), procurement_group[1].sudo()
        return super(StockRule, asker).create_purchase_request((procurement, rule))

    @api.model
    def _make_pr_get_domain(self, values):
        domain = super()._make_pr_get_domain(values)
        order = self._get_requiring_order(values)
        if order:
            return (("sale_order_id", "=", order.id), ("state", "in", OPEN))
        # What no order asks for is not put on an order's requisition.
        return (*domain, ("sale_order_id", "=", False)) if domain else domain

    @api.model
    def _prepare_purchase_request(self, origin, values):
        prepared = super()._prepare_purchase_request(origin, values)
        order = self._get_requiring_order(values)
        if order:
            prepared.update(order._prepare_requisition())
            prepared["picking_type_id"] = self.picking_type_id.id
        return prepared

    @api.model
    def _prepare_purchase_request_line(self, request_id, procurement):
        line = super()._prepare_purchase_request_line(request_id, procurement)
        order = request_id.sale_order_id
        if order:
            unit = procurement.product_id.uom_id
            line.update(
                date_required=order._get_needed_by(line["date_required"]),
                estimated_cost=request_id.line_ids._estimate_cost(
                    procurement.product_id,
                    line["product_qty"],
                    unit,
                    order.company_id,
                ),
            )
        return line

    # What core does move by move

    @api.model
    def _get_push_rule(self, product_id, location_dest_id, values):
        """Search for no rule where nothing is pushed on from a place or its parents.

        Core searches the routes of each product that moves.
        """
        sources, place = self._get_push_sources(), location_dest_id
        while sources is not None and place and place.id not in sources:
            place = place.location_id
        if not place:
            return self.browse()
        return super()._get_push_rule(product_id, location_dest_id, values)

    @api.model
    def _get_push_sources(self):
        """Return the ids of all places that goods are pushed on from, whosever rules.

        None where rules were changed in this transaction, which may be undone.
        """
        noted = self.env.cr.precommit.data
        if PUSH_SOURCES not in noted:
            rows = self.env.execute_query(
                SQL(
                    """SELECT DISTINCT location_src_id FROM stock_rule
                        WHERE action IN ('push', 'pull_push')"""
                )
            )
            noted[PUSH_SOURCES] = {location_id for (location_id,) in rows}
        return noted[PUSH_SOURCES]

    @api.model_create_multi
    def create(self, vals_list):
        self.env.cr.precommit.data[PUSH_SOURCES] = None
        return super().create(vals_list)

    def write(self, vals):
        self.env.cr.precommit.data[PUSH_SOURCES] = None
        return super().write(vals)
