"""Netting demands against what is free, what is to come, and what can be bought."""

import math
from collections import deque

from .order_promise_node import Line, Need, Node

NOTHING = 1e-9


class CircleError(Exception):
    """A product is a part of itself; carries its id."""


class Netting:
    """Gives stock, and what is to come, to lines in their order, level by level.

    :param bills: ``Bills``
    :param supply: ``Supply``
    :param routes: ``Routes``
    :param days_to_purchase: of the company, calendar days
    """

    def __init__(self, bills, supply, routes, days_to_purchase):
        self._bills, self._supply, self._routes = bills, supply, routes
        self._days_to_purchase = days_to_purchase
        self._shared = {}  # what is made to order, by product

    def net(self, demand):
        """Return the line of a demand.

        :raise CircleError: for a product that is a part of itself
        """
        line = Line(demand.line_key)
        goods = self._bills.goods[demand.product_id]
        waiting = deque()
        if goods.kit_id:
            kit = self._bills.bills[goods.kit_id]
            times = self._bills.convert(demand.qty, demand.uom_id, kit.unit_id)
            parts, _none = self._bills.explode(kit.id, goods.id, times)
            for part, quantity in parts:
                wanted = (part.product_id, quantity, part.unit_id)
                is_made = self._bills.is_made(part.product_id)
                # Of a kit that is made, the parts that have a bill are.
                kind = "stock" if demand.kind == "make" and not is_made else demand.kind
                self._cover_line(line, wanted, kind, waiting)
        else:
            wanted = (demand.product_id, demand.qty, demand.uom_id)
            self._cover_line(line, wanted, demand.kind, waiting)
        self.net_below(waiting)
        return line

    def net_below(self, waiting):
        """Cover the parts of nodes, those that are nearer to the line first.

        :param waiting: pairs of node and the quantity by which it has grown
        """
        while waiting:
            node, growth = waiting.popleft()
            if node.bill_id is None:
                continue
            parts, node.operations = self._bills.explode(
                node.bill_id, node.product_id, growth
            )
            for part, quantity in parts:
                self._cover_part(node, part, quantity, waiting)

    def _cover_line(self, line, wanted, kind, waiting):
        product_id, quantity, unit_id = wanted
        goods = self._bills.goods[product_id]
        is_made = self._bills.is_made(product_id)
        # A line that says nothing is supplied as its product is.
        kind = kind or ("make" if is_made else "stock")
        if not goods.is_counted and kind != "make":
            return
        left = self._take(line.needs, wanted, is_own=True)
        if kind != "buy":
            wanted = (product_id, left, unit_id)
            left = self._take(line.needs, wanted, is_now=kind == "make")
        if not self._bills.exceeds(left):
            return
        if kind == "make" or kind == "stock" and is_made:
            nodes = self._make(line.line_key, product_id, left, unit_id, None)
            line.nodes += nodes
            waiting.extend((node, node.quantity) for node in nodes)
        else:
            line.needs.append(self._buy(product_id, left, unit_id))

    def _cover_part(self, node, part, quantity, waiting):
        goods = self._bills.goods[part.product_id]
        is_made = self._bills.is_made(goods.id)
        if not goods.is_counted or not self._bills.exceeds(quantity):
            return
        wanted = (goods.id, quantity, part.unit_id)
        left = self._take(node.needs, wanted, is_own=True)
        is_to_order = self._routes.is_to_order(goods)
        if not is_to_order:
            left = self._take(node.needs, (goods.id, left, part.unit_id))
        if not self._bills.exceeds(left):
            return
        if not is_made:
            node.needs.append(self._buy(goods.id, left, part.unit_id))
            return
        if node.has_above(goods.id):
            raise CircleError(goods.id)
        if is_to_order and goods.id in self._shared:
            self._grow(node, self._shared[goods.id], left, part.unit_id, waiting)
            return
        children = self._make(node.line_key, goods.id, left, part.unit_id, node)
        node.children += children
        waiting.extend((child, child.quantity) for child in children)
        if is_to_order and not self._bills.bills[goods.bill_id].batch:
            self._shared[goods.id] = children[0]

    def _grow(self, node, shared, quantity, unit_id, waiting):
        """Make more of what is made for the same order already, as Odoo does."""
        size = self._get_size(quantity, unit_id, shared.unit_id)
        shared.quantity += size
        node.children.append(shared)
        waiting.append((shared, size))

    def _get_size(self, quantity, unit_id, own):
        return self._bills.round_up(self._bills.convert(quantity, unit_id, own))

    def cover(self, node, product_id, quantity):
        """Cover what a manufacturing order still wants, and nothing brings to it.

        :param quantity: in the product's unit
        """
        goods = self._bills.goods[product_id]
        if not goods.is_counted or not self._bills.exceeds(quantity):
            return
        left = self._take(node.needs, (product_id, quantity, goods.unit_id))
        if not self._bills.exceeds(left):
            return
        if not self._bills.is_made(product_id):
            node.needs.append(self._buy(product_id, left, goods.unit_id))
            return
        children = self._make(node.line_key, product_id, left, goods.unit_id, node)
        node.children += children
        self.net_below(deque((child, child.quantity) for child in children))

    def _take(self, needs, wanted, is_now=False, is_own=False):
        """Take what there is, note it, and return what is left in the same unit.

        :param is_own: of what the order has already, instead of what is free
        """
        product_id, quantity, unit_id = wanted
        own = self._bills.goods[product_id].unit_id
        asked = self._bills.convert(quantity, unit_id, own)
        if is_own:
            now, later, day = self._supply.take_own(product_id, asked)
        else:
            now, later, day = self._supply.take(product_id, asked, is_now)
        if not now and not later:
            return quantity
        if self._bills.exceeds(now):
            needs.append(Need(product_id, now, "stock"))
        if self._bills.exceeds(later):
            needs.append(Need(product_id, later, "incoming", day))
        return self._bills.convert(asked - now - later, own, unit_id)

    def _make(self, line_key, product_id, quantity, unit_id, parent):
        """Return what is made: one node, or one for each batch that is begun."""
        goods = self._bills.goods[product_id]
        bill = self._bills.bills.get(goods.bill_id)
        own = bill.unit_id if bill else unit_id
        size = self._get_size(quantity, unit_id, own)
        number = 1
        if bill and bill.batch:
            number = math.ceil(size / bill.batch - NOTHING)
            size = bill.batch
        return [
            Node(line_key, product_id, goods.bill_id, own, size, parent)
            for _turn in range(number)
        ]

    def _buy(self, product_id, quantity, unit_id):
        own = self._bills.goods[product_id].unit_id
        short = self._bills.convert(quantity, unit_id, own)
        seller = self._supply.find_seller(product_id, quantity, unit_id, self._bills)
        if not seller:
            return Need(product_id, short, "nobody")
        day = self._supply.get_bought_day(seller, self._days_to_purchase)
        return Need(product_id, short, "buy", day, seller.partner_id)
