"""Planning manufacturing orders as promised: each once its parts are there."""

from odoo import api, models
from odoo.exceptions import UserError

from .order_promise_node import Need, Node, iter_nodes
from .order_track import to_datetime

OVER = ("done", "cancel")


def get_alive(moves):
    return moves.filtered(lambda move: move.state not in OVER)


class OrderPromiseProduction(models.AbstractModel):
    _name = "order.promise.production"
    _description = "Manufacturing Orders Planned as Promised"

    @api.model
    def _plan(self, tops, not_before=None):
        """Plan manufacturing orders, and those that make parts for them first.

        Odoo's own *Plan* asks neither for material nor for what other manufacturing
        orders make: here it is told when each may start. What has begun stays.

        :param tops: in the order in which they take what is free
        :param not_before: a moment, naive in UTC, or a day
        :raise UserError: with all parts that nobody sells
        """
        productions = tops.browse()
        for top in tops:  # a line takes all that it needs before the next one does
            productions = productions.union(*self._get_levels(top))
        to_plan = productions.filtered(lambda mo: mo.state == "confirmed")
        to_plan.filtered("is_planned").button_unplan()
        floors = self._get_floors(to_plan, not_before)
        planned = set()
        for top in tops:
            self._plan_upwards(top, floors, planned)

    def _get_levels(self, productions):
        """Return manufacturing orders by depth, those of the lines first."""
        levels, seen = [], productions.browse()
        while productions:
            levels.append(productions)
            seen |= productions
            productions = self._get_below(productions) - seen
        return levels

    def _get_below(self, productions):
        """Return the manufacturing orders that make parts for some, in their order."""
        below = productions.browse()
        moves = seen = productions.move_raw_ids
        while moves:
            # Parts may be picked before production, in a step of its own.
            moves = get_alive(moves.move_orig_ids) - seen
            seen |= moves
            below |= moves.production_id
        return below

    def _plan_upwards(self, production, floors, planned):
        """Plan what is below first, then itself, each once."""
        if production in planned:
            return
        planned.add(production)
        children = self._get_below(production)
        for child in children:
            self._plan_upwards(child, floors, planned)
        floor = floors.get(production)
        if not floor:
            return  # it has begun: its plan is what it is
        ends = [end for end in children.mapped("date_finished") if end]
        production._plan_own_from(max([floor, *ends]))

    def _get_floors(self, productions, not_before=None):
        """Return when the parts of manufacturing orders are there.

        What one of them makes for another is left out: it ends when it is planned.

        :param productions: in the order in which they take what is free
        :return: ``{production: moment naive in UTC}``
        :raise UserError: with all parts that nobody sells
        """
        self.env.flush_all()
        if not productions:
            return {}
        company = productions.company_id[:1]
        roots = {mo: self._get_roots(mo) for mo in productions}
        moves = get_alive(productions.move_raw_ids).union(*roots.values())
        promise = self.env["order.promise"].with_company(company)
        bills, netting = promise._prepare(
            {*moves.product_id.ids, *productions.product_id.ids},
            productions.picking_type_id.warehouse_id[:1],
            moves.ids,
        )
        nodes = {mo: self._get_node(netting, mo, roots[mo]) for mo in productions}
        below = [child for node in nodes.values() for child in node.children]
        self._check_all_sold(nodes.values())
        planner = promise._get_planner(bills, below, company, not_before)
        for node in iter_nodes(below):
            planner.plan(node)
        ready = {
            production: planner.get_ready(node.needs, node.children)
            for production, node in nodes.items()
        }
        return {
            # What no work center has time to make is for others to wait for.
            production: to_datetime(planner.earliest if moment is None else moment)
            for production, moment in ready.items()
        }

    def _check_all_sold(self, nodes):
        """Refuse what could never start, with all parts at once.

        :raise UserError: naming the parts
        """
        missing = {
            need.product_id
            for node in iter_nodes(nodes)
            for need in node.needs
            if need.kind == "nobody"
        }
        if missing:
            products = self.env["product.product"].browse(sorted(missing))
            raise UserError(
                self.env._(
                    "This cannot be planned, since nobody sells these: %(products)s. "
                    "Purchasing enters a vendor for each.",
                    products=", ".join(products.mapped("display_name")),
                )
            )

    def _get_node(self, netting, production, roots):
        """Return a manufacturing order as a node, with what its parts come from."""
        node = Node(
            "",
            production.product_id.id,
            None,
            production.product_uom_id.id,
            production.product_qty,
        )
        for move in roots:
            lines = move._get_vendor_lines() | move.created_purchase_line_ids
            lines = lines.filtered(lambda line: line.order_id.state != "cancel")
            if lines:
                node.needs += self._get_incoming(move, lines)
            else:
                reserved = move.product_uom._compute_quantity(
                    move.quantity, move.product_id.uom_id, round=False
                )
                netting.cover(node, move.product_id.id, move.product_qty - reserved)
        return node

    def _get_roots(self, production):
        """Return the moves with which the parts begin that nobody makes for it.

        What is made for it is planned itself. Parts may be picked before production.
        """
        roots = seen = production.move_raw_ids.browse()
        moves = get_alive(production.move_raw_ids)
        while moves:
            seen |= moves
            before = get_alive(moves.move_orig_ids) - seen
            roots |= moves.filtered(
                lambda move: (
                    not move.production_id and not get_alive(move.move_orig_ids)
                )
            )
            moves = before.filtered(lambda move: not move.production_id)
        return roots

    def _get_incoming(self, move, lines):
        """Return what purchase lines bring to a move, sent or not yet."""
        days = [line._get_expected_day() for line in lines]
        day = max((day for day in days if day), default=None)
        if not day:
            return []
        day = max(day, move.company_id._get_local_day())
        return [Need(move.product_id.id, move.product_qty, "incoming", day)]
