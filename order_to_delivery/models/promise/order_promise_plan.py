"""Netting demands against supply, and planning what is left as Odoo would plan it."""

import math
from collections import deque

from .order_promise_centre import Job
from .order_promise_node import Line, Need, Node, Step
from .order_track import MINUTE

DAY = 24 * 60 * MINUTE
NOTHING = 1e-9
# As long as Odoo thinks that making takes where nobody says how.
USUAL_MINUTES = 60


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
        """Cover the parts of nodes, those that are nearer to the line first."""
        while waiting:
            node = waiting.popleft()
            if node.bill_id is None:
                continue
            parts, node.operations = self._bills.explode(
                node.bill_id, node.product_id, node.quantity
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
        left = quantity
        if kind != "buy":
            left = self._take(line.needs, wanted, is_now=kind == "make")
        if not self._bills.exceeds(left):
            return
        if kind == "make" or kind == "stock" and is_made:
            nodes = self._make(line.line_key, product_id, left, unit_id, None)
            line.nodes += nodes
            waiting += nodes
        else:
            line.needs.append(self._buy(product_id, left, unit_id))

    def _cover_part(self, node, part, quantity, waiting):
        goods = self._bills.goods[part.product_id]
        is_made = self._bills.is_made(goods.id)
        if not goods.is_counted or not self._bills.exceeds(quantity):
            return
        left = quantity
        if not self._routes.is_to_order(goods):
            left = self._take(node.needs, (goods.id, quantity, part.unit_id))
        if not self._bills.exceeds(left):
            return
        if not is_made:
            node.needs.append(self._buy(goods.id, left, part.unit_id))
            return
        if node.has_above(goods.id):
            raise CircleError(goods.id)
        children = self._make(node.line_key, goods.id, left, part.unit_id, node)
        node.children += children
        waiting += children

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
        self.net_below(deque(children))

    def _take(self, needs, wanted, is_now=False):
        """Take what there is, note it, and return what is left in the same unit."""
        product_id, quantity, unit_id = wanted
        own = self._bills.goods[product_id].unit_id
        asked = self._bills.convert(quantity, unit_id, own)
        now, later, day = self._supply.take(product_id, asked, is_now)
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
        size = self._bills.round_up(self._bills.convert(quantity, unit_id, own))
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


class Planner:
    """Plans nodes one after the other, each where Odoo's ``button_plan`` would.

    :param floor: ``Floor``, the work centres
    :param timing: ``Timing``
    :param get_moment: called with a day; returns the moment at which work begins
    :param earliest: a moment; nothing starts before
    """

    def __init__(self, bills, floor, timing, get_moment, earliest):
        self._bills, self._floor, self._timing = bills, floor, timing
        self.get_moment, self.earliest = get_moment, earliest

    def plan(self, node):
        """Give a node its floor, its steps, its start and its end."""
        node.floor = self.get_ready(node.needs, node.children)
        if node.floor is None:
            return
        if node.operations:
            self._plan_steps(node)
        else:
            bill = self._bills.bills.get(node.bill_id)
            delay = bill.delay * DAY if bill else 0
            node.start = node.floor
            node.end = node.floor + (delay or USUAL_MINUTES * MINUTE)

    def get_ready(self, needs, children):
        """Return when all that something needs is there, nothing for never."""
        ready = [self.earliest]
        for need in needs:
            if need.kind == "nobody":
                return None
            if need.day:
                ready.append(self.get_moment(need.day))
        for child in children:
            if child.end is None:
                return None
            ready.append(child.end)
        return max(ready)

    def _plan_steps(self, node):
        before = self._get_before(node)
        steps = {}
        blocking = {index for indexes in before.values() for index in indexes}
        for index in range(len(node.operations)):
            if index not in blocking:
                self._plan_step(node, index, before, steps)
        node.steps = [steps[index] for index in sorted(steps)]
        if node.stuck_at is None:
            node.start = min(step.start for step in node.steps)
            node.end = max(step.end for step in node.steps)

    def _get_before(self, node):
        """Return by index the indexes of the operations that come right before."""
        operations = node.operations
        bill = self._bills.bills.get(node.bill_id)
        if not bill or bill.has_sequence:
            return {index: [index - 1] for index in range(1, len(operations))}
        index_of = {op.id: index for index, op in enumerate(operations)}
        return {
            index: sorted(index_of[id_] for id_ in op.after if id_ in index_of)
            for index, op in enumerate(operations)
        }

    def _plan_step(self, node, index, before, steps):
        """Plan an operation after those before it, which are planned first."""
        ready = node.floor
        for earlier in before.get(index, ()):
            if earlier not in steps:
                self._plan_step(node, earlier, before, steps)
            if node.stuck_at is not None:
                return
            ready = max(ready, steps[earlier].end)
        operation = node.operations[index]
        step = self._find_slot(node, operation, ready)
        if step is None:
            node.stuck_at = operation.workcenter_id
        else:
            steps[index] = step

    def _find_slot(self, node, operation, ready):
        own = self._floor.centres[operation.workcenter_id]
        bill = self._bills.bills.get(node.bill_id)
        job = Job(
            self._bills.goods[node.product_id],
            node.unit_id,
            node.quantity,
            bill.quantity if bill else 1.0,
            self._timing.get_cycle(operation),
        )
        best = None
        for id_ in (own.id, *own.alternatives):
            centre, track = self._floor.centres[id_], self._floor.tracks.get(id_)
            if track is None:
                return None  # Odoo refuses to plan where hours are missing
            minutes = (
                self._timing.get_minutes(job, own)
                if centre is own
                else self._timing.get_minutes_elsewhere(job, own, centre)
            )
            slot = track.find(ready, minutes)
            if slot and (best is None or slot[1] < best[1][1]):
                best = centre, slot, minutes
        if best is None:
            return None
        return self._take_slot(operation, own, job, ready, best)

    def _take_slot(self, operation, own, job, ready, best):
        centre, (start, end), minutes = best
        common = self._floor.common.get(centre.calendar_id)
        if centre is not own and common:
            # Odoo counts the end anew where it moved a work order, load or none.
            minutes = self._timing.get_minutes(job, centre)
            counted = common.find(start, minutes)
            end = counted[1] if counted else end
        self._floor.tracks[centre.id].take(start, end)
        return Step(operation.id, centre.id, ready, start, end, minutes)
