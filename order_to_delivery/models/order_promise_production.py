"""When what manufacturing orders need is there: by what they are, not by their bills."""

from odoo import api, models

from .order_promise_node import Need, Node
from .order_track import to_datetime

OVER = ("done", "cancel")


class OrderPromiseProduction(models.AbstractModel):
    _name = "order.promise.production"
    _description = "Material of Manufacturing Orders on Time"

    @api.model
    def _get_floors(self, productions, not_before=None):
        """Return when the parts of manufacturing orders are there.

        What one of them makes for another is left out: it ends when it is planned.

        :param productions: in the order in which they take what is free
        :return: ``{production: moment naive in UTC}``, nothing where nobody sells a
            part; and ``{production: needs}``
        """
        self.env.flush_all()
        if not productions:
            return {}, {}
        company = productions.company_id[:1]
        moves = productions.move_raw_ids.filtered(lambda move: move.state not in OVER)
        promise = self.env["order.promise"].with_company(company)
        bills, netting = promise._prepare(
            {*moves.product_id.ids, *productions.product_id.ids},
            productions.picking_type_id.warehouse_id[:1],
            moves.ids,
        )
        nodes = {
            production: self._get_node(netting, production)
            for production in productions
        }
        below = [child for node in nodes.values() for child in node.children]
        planner = promise._get_planner(bills, below, company, not_before)
        for top in below:
            for node in top.iter_post_order():
                planner.plan(node)
        ready = {
            production: planner.get_ready(node.needs, node.children)
            for production, node in nodes.items()
        }
        return (
            {
                production: None if moment is None else to_datetime(moment)
                for production, moment in ready.items()
            },
            {production: node.needs for production, node in nodes.items()},
        )

    def _get_node(self, netting, production):
        """Return a manufacturing order as a node, with what its parts come from."""
        node = Node(
            "",
            production.product_id.id,
            None,
            production.product_uom_id.id,
            production.product_qty,
        )
        for move in production.move_raw_ids:
            if move.state in OVER:
                continue
            bringing = move.move_orig_ids.filtered(lambda m: m.state not in OVER)
            if bringing:
                node.needs += self._get_incoming(move, bringing)
            elif move.procure_method == "make_to_stock":
                reserved = move.product_uom._compute_quantity(
                    move.quantity, move.product_id.uom_id, round=False
                )
                netting.cover(node, move.product_id.id, move.product_qty - reserved)
        return node

    def _get_incoming(self, move, bringing):
        """Return what vendors bring to a move; what is made for it is planned itself."""
        chain = seen = bringing
        while chain:
            chain = chain.move_orig_ids.filtered(lambda m: m.state not in OVER) - seen
            seen |= chain
        lines = seen._get_vendor_lines()
        days = [line._get_expected_day() for line in lines]
        day = max((day for day in days if day), default=None)
        if not day:
            return []
        today = move.company_id._get_local_day()
        return [
            Need(move.product_id.id, move.product_qty, "incoming", max(day, today))
        ]
