"""What an order lacks: its needs over all levels, less stock and what comes in."""

from collections import defaultdict
from dataclasses import dataclass
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


@dataclass
class Lack:
    """What an order waits for of a product, and what covers it, in its unit."""

    date: object
    direct: float = 0.0
    indirect: float = 0.0
    free: float = 0.0
    incoming: float = 0.0
    short: float = 0.0
    is_made: bool = False
    level: int = 0

    def _take(self, quantity, free, coming, product):
        """Cover a quantity from what is free, then from what comes.

        :return: what nothing covers
        """
        taken = max(min(free[product], quantity), 0.0)
        free[product] -= taken
        self.free += taken
        came = max(min(coming[product], quantity - taken), 0.0)
        coming[product] -= came
        self.incoming += came
        short = quantity - taken - came
        if product.uom_id.compare(short, 0) <= 0:
            return 0.0
        self.short += short
        return short


class OrderMaterialNeed(models.AbstractModel):
    _name = "order.material.need"
    _description = "Material Needs of an Order"

    @api.model
    def _get_surplus(self, order):
        """Return what an order asks for, or has ordered, that it does not need now.

        Such as procurement asked for follows its own move.

        :return: ``{product: quantity}`` in the product's unit
        """
        products = order.order_requisition_ids.line_ids.product_id
        # Tools are asked for by people, and used up by nothing.
        products = products.filtered(lambda product: not product.is_tool)
        asked, _others = self._get_requested(order, products)
        needed = {
            need.product: need.quantity
            for need in self._get_short(order, is_asked_counted=False)
        }
        return {
            product: quantity - needed.get(product, 0.0)
            for product, quantity in asked.items()
            if product.uom_id.compare(quantity, needed.get(product, 0.0)) > 0
        }

    @api.model
    def _get_short(self, order, is_asked_counted=True):
        """Return what has to be bought for an order that nothing covers (H6.1).

        Needs are those of its transfers and manufacturing orders that wait for
        stock, and of what is missing of parts that are made themselves. What others
        waited for before comes first; what is on a requisition or purchase order of
        this order covers it, and that of another order does not.

        :param is_asked_counted: whether what its requisition asks for covers them
        """
        lacks = self._get_lacks(order, is_asked_counted=is_asked_counted)
        return [
            Need(product, product.uom_id.round(lack.short), lack.date)
            for product, lack in lacks.items()
            if not lack.is_made and product.uom_id.compare(lack.short, 0) > 0
        ]

    @api.model
    def _get_lacks(self, order, levels=None, is_asked_counted=True):
        """Return ``{product: Lack}`` of all that an order waits for, over all levels.

        :param levels: how deep below what is delivered a product is known to be
        """
        demands = self._get_demands(order)
        lacks = {}
        for move in demands:
            product = move.product_id
            day = order.company_id._get_local_day(move.date)
            lack = lacks.setdefault(
                product, Lack(date=day, level=(levels or {}).get(product, 0))
            )
            lack.direct += self._get_open(move)
            lack.date = min(lack.date, day)
        with self.env["mrp.bom"]._finding_once():
            bills = self.env["order.material.bill"]._find(order, demands.product_id)
            free, coming = self._get_cover(order, bills, demands, is_asked_counted)
            queue = [(product, lack.direct) for product, lack in lacks.items()]
            while queue:
                product, quantity = queue.pop()
                lack = lacks[product]
                short = lack._take(quantity, free, coming, product)
                parts = bills.get_parts(product, short) if short else None
                lack.is_made = bills.is_made(product)
                for part, part_quantity in parts or ():
                    below = lacks.setdefault(part, Lack(date=lack.date))
                    below.date = min(below.date, lack.date)
                    below.level = max(below.level, lack.level + 1)
                    below.indirect += part_quantity
                    queue.append((part, part_quantity))
        return lacks

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

    # What covers it

    def _get_cover(self, order, bills, demands, is_asked_counted=True):
        """Return how much of each product is free, and how much comes, for this order.

        What others wait for is taken from stock first.
        """
        products = bills.products
        stock = order.warehouse_id.lot_stock_id
        cover = self.env["order.stock.cover"]
        own = defaultdict(float)
        for move in demands:
            own[move.product_id] += self._get_open(move)
        waiting = cover._get_waiting(stock, products)
        asked, dedicated = self._get_requested(order, products)
        free, coming = defaultdict(float), self._get_coming(stock, products)
        for product, quantity, reserved in cover._read_stock(stock, products):
            free[product] = quantity - reserved
        for product in products:
            others = waiting[product] - own[product] - dedicated[product]
            left = free[product] - max(others, 0.0)
            free[product] = max(left, 0.0)
            coming[product] = max(coming[product] + min(left, 0.0), 0.0)
            coming[product] += asked[product] if is_asked_counted else 0.0
        return free, coming

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
