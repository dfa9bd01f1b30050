"""What an order lacks: its needs over all levels, less stock and what comes in."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

from .order_requisition_room import OPEN

STOPPED = ("done", "cancel")
WAITING = ("confirmed", "partially_available")


class Need(NamedTuple):
    """How much of a product is missing, in its unit, and from which day on."""

    product: models.BaseModel
    quantity: float
    date: object


class OrderMaterialNeed(models.AbstractModel):
    _name = "order.material.need"
    _description = "Material Needs of an Order"

    @api.model
    def _get_short(self, order):
        """Return what has to be bought for an order that nothing covers (H6.1).

        Needs are those of its transfers and manufacturing orders that wait for
        stock, and of what is missing of parts that are made themselves. What others
        waited for before comes first; what is on a requisition or purchase order of
        this order covers it, and that of another order does not.

        :return: list of Need
        """
        demands = self._get_demands(order)
        wanted = defaultdict(float)
        days = {}
        for move in demands:
            product = move.product_id
            wanted[product] += self._get_open(move)
            day = order.company_id._get_local_day(move.date)
            days[product] = min(days.get(product, day), day)
        boms = self._find_boms(order, demands.product_id)
        covered = self._get_cover(order, boms, demands)
        missing = defaultdict(float)
        queue = list(wanted.items())
        while queue:
            product, quantity = queue.pop()
            taken = max(min(covered[product], quantity), 0.0)
            covered[product] -= taken
            short = quantity - taken
            if product.uom_id.compare(short, 0) <= 0:
                continue
            parts = self._explode(boms[product], product, short)
            if parts is None:
                missing[product] += short
                continue
            for part, part_quantity in parts:
                days[part] = min(days.get(part, days[product]), days[product])
                queue.append((part, part_quantity))
        return [
            Need(product, product.uom_id.round(quantity), days[product])
            for product, quantity in missing.items()
        ]

    def _get_demands(self, order):
        """Return the moves for the order that wait for stock."""
        productions = order.stock_reference_ids.production_ids.filtered(
            lambda production: (
                not production.orderpoint_id and production.state not in STOPPED
            )
        )
        moves = order.order_line.move_ids | productions.move_raw_ids
        moves |= moves.move_orig_ids
        stock = order.warehouse_id.lot_stock_id
        return moves.filtered(
            lambda move: (
                move.state in WAITING
                and move.procure_method == "make_to_stock"
                and move.product_id.is_storable
                and move.location_id._child_of(stock)
            )
        )

    def _get_open(self, move):
        """Return what a move still has to take from stock, in its product's unit."""
        reserved = move.product_uom._compute_quantity(
            move.quantity, move.product_id.uom_id, round=False
        )
        return max(move.product_qty - reserved, 0.0)

    # What is made of what

    def _find_boms(self, order, products):
        """Return ``{product: bill}`` of products and all parts below; empty: bought."""
        boms = {}
        while products:
            found = self.env["mrp.bom"]._bom_find(
                products, company_id=order.company_id.id, bom_type="normal"
            )
            below = self.env["product.product"]
            for product in products:
                bom = found[product]
                boms[product] = bom if self._is_made(product, bom) else bom.browse()
                for part, _quantity in self._explode(boms[product], product, 1) or ():
                    below |= part
            products = below - below.browse(product.id for product in boms)
        return boms

    def _is_made(self, product, bom):
        """Tell whether a product with a bill is made, and not bought all the same."""
        actions = set(product.route_ids.rule_ids.mapped("action"))
        return bool(bom) and not ("buy" in actions and "manufacture" not in actions)

    def _explode(self, bom, product, quantity):
        """Return the stocked parts of a quantity and how much of each, or None."""
        if not bom:
            return None
        factor = (
            product.uom_id._compute_quantity(quantity, bom.product_uom_id, round=False)
            / bom.product_qty
        )
        return [
            (
                line.product_id,
                line.product_uom_id._compute_quantity(
                    values["qty"], line.product_id.uom_id, round=False
                ),
            )
            for line, values in bom.explode(product, factor)[1]
            if line.product_id.is_storable
        ]

    # What covers it

    def _get_cover(self, order, boms, demands):
        """Return how much of each product is there, or comes, for this order."""
        products = self.env["product.product"].union(*boms)
        stock = order.warehouse_id.lot_stock_id
        cover = self.env["order.stock.cover"]
        own = defaultdict(float)
        for move in demands:
            own[move.product_id] += self._get_open(move)
        waiting = cover._get_waiting(stock, products)
        asked, dedicated = self._get_requested(order, products)
        coming = self._get_coming(stock, products)
        for product, quantity, reserved in cover._read_stock(stock, products):
            coming[product] += quantity - reserved
        covered = defaultdict(float)
        for product in products:
            others = waiting[product] - own[product] - dedicated[product]
            covered[product] = (
                max(coming[product] - max(others, 0.0), 0.0) + asked[product]
            )
        return covered

    def _get_requested(self, order, products):
        """Return what open requisitions ask for: this order's, and other orders'.

        What is asked for a move that procurement launched is that move's alone.
        """
        lines = self.env["purchase.request.line"].search(
            [
                ("product_id", "in", products.ids),
                ("sale_order_id", "!=", False),
                ("request_state", "in", OPEN),
                ("cancelled", "=", False),
                ("move_dest_ids", "=", False),
                ("company_id", "=", order.company_id.id),
            ]
        )
        own, others = defaultdict(float), defaultdict(float)
        for line in lines:
            unit = line.product_id.uom_id
            open_quantity = (line.product_uom_id or unit)._compute_quantity(
                max(line.product_qty - line.qty_done, 0.0), unit, round=False
            )
            sums = own if line.sale_order_id == order else others
            sums[line.product_id] += open_quantity
        return own, others

    def _get_coming(self, stock, products):
        """Return what comes in, or is being asked for, that belongs to no order."""
        coming = defaultdict(float)
        for move in self.env["stock.move"].search(
            [
                ("product_id", "in", products.ids),
                ("state", "not in", ("draft", *STOPPED)),
                "!",
                ("location_id", "child_of", stock.id),
                "|",
                ("location_dest_id", "child_of", stock.id),
                ("location_final_id", "child_of", stock.id),
                ("move_dest_ids", "=", False),
            ]
        ):
            if not move.purchase_line_id.purchase_request_lines.sale_order_id:
                coming[move.product_id] += move.product_qty
        for line in self.env["purchase.order.line"].search(
            [
                ("product_id", "in", products.ids),
                ("state", "in", ("draft", "sent", "to approve")),
                ("order_id.picking_type_id.warehouse_id", "=", stock.warehouse_id.id),
                ("move_dest_ids", "=", False),
                ("purchase_request_lines", "=", False),
            ]
        ):
            coming[line.product_id] += line.product_uom_id._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False
            )
        return coming
