"""Whether the components of manufacturing orders are there for what they start."""

from collections import defaultdict

from odoo import api, models

# Places where goods can be; what waits for Quality there is not to be used.
REAL_USAGES = ("internal", "transit")
OPEN_STATES = ("waiting", "confirmed", "partially_available")


class OrderStartMaterial(models.AbstractModel):
    _name = "order.start.material"
    _description = "Materials of Manufacturing Orders That Start"

    @api.model
    def _get_missing(self, productions):
        """Return what is not there of what manufacturing orders need to start.

        What is reserved for a component is there, if it is no more than stands in
        its place, and so is what is free, less what others need that have started. A
        batch shares what is free. What is made for stock is not asked.

        :return: ``{production: {component's move: quantity in the product's unit}}``
        """
        starting = productions._filter_starting()
        needs = self._get_needs(starting)
        free = self._get_free(needs, starting)
        missing = defaultdict(dict)
        for move, need in needs.items():
            short = self._take(free, move, need)
            if move.product_id.uom_id.compare(short, 0) > 0:
                missing[move.raw_material_production_id][move] = short
        return dict(missing)

    def _get_needs(self, starting):
        """Return ``{move: quantity}`` of the components of what is started."""
        needs = {}
        for production in starting:
            quantity = production._get_starting_quantity() - production.qty_produced
            for move in production.move_raw_ids:
                is_open = move.state not in ("done", "cancel")
                if is_open and move.product_id.is_storable:
                    need = move.product_uom._compute_quantity(
                        move.unit_factor * quantity, move.product_id.uom_id, round=False
                    )
                    if move.product_id.uom_id.compare(need, 0) > 0:
                        needs[move] = need
        return needs

    def _take(self, free, move, need):
        """Take a need from what is reserved and then from what is free.

        :param free: ``{(product, place): (free, reserved beyond what there is)}``
        :return: what is missing
        """
        key = (move.product_id, move.location_id)
        left, excess = free[key]
        own = max(self._get_own(move) - excess, 0.0)
        extra = max(min(need - own, left), 0.0)
        free[key] = (left - extra, excess)
        return need - own - extra

    def _get_own(self, move):
        """Return what is reserved for a component in its place."""
        return sum(
            line.quantity_product_uom
            for line in move.move_line_ids
            if _is_usable(line.location_id)
            and line.location_id._child_of(move.location_id)
        )

    def _get_free(self, needs, starting):
        """Return what is free of each component in its place, for everybody."""
        moves = self.env["stock.move"].union(*needs)
        free = defaultdict(float)
        for product, place, quantity, reserved in self._read_stock(moves):
            for root in moves.location_id:
                if place._child_of(root):
                    free[product, root] += quantity - reserved
        claimed = self._get_claimed(moves, starting)
        return {
            key: (
                max(free[key] - claimed[key], 0.0),
                max(-free[key], 0.0),
            )
            for key in {(move.product_id, move.location_id) for move in moves}
        }

    def _read_stock(self, moves):
        return self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", moves.product_id.ids),
                ("location_id", "child_of", moves.location_id.ids),
                ("location_id.usage", "in", REAL_USAGES),
                ("location_id.awaits_inspection", "=", False),
            ],
            ["product_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )

    def _get_claimed(self, moves, starting):
        """Return what orders need that have started and that nothing is reserved for.

        Else two would start on the same goods, one after the other.
        """
        claimed = defaultdict(float)
        waiting = self.env["stock.move"].search(
            [
                ("product_id", "in", moves.product_id.ids),
                ("location_id", "in", moves.location_id.ids),
                ("state", "in", OPEN_STATES),
                ("raw_material_production_id.state", "in", ("progress", "to_close")),
                ("raw_material_production_id.started_quantity", ">", 0),
                ("raw_material_production_id", "not in", starting.ids),
            ]
        )
        for move in waiting:
            production = move.raw_material_production_id
            started = min(production.started_quantity, production.product_qty)
            need = move.product_uom._compute_quantity(
                move.unit_factor * started,
                move.product_id.uom_id,
                round=False,
            )
            key = (move.product_id, move.location_id)
            claimed[key] += max(need - self._get_own(move), 0.0)
        return claimed


def _is_usable(place):
    return place.usage in REAL_USAGES and not place.awaits_inspection
