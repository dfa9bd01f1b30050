"""How much of what orders want is free in stock, and not wanted by others."""

from collections import defaultdict

from odoo import api, models


class OrderStockCover(models.AbstractModel):
    _name = "order.stock.cover"
    _description = "Stock That Covers Orders"

    @api.model
    def _take(self, procurements):
        """Tell how much of each procurement stock covers, in its unit.

        A batch shares what is free: a unit covers one procurement. A negative
        procurement takes back what is being made first.

        :param procurements: pairs of procurement and rule
        :return: quantities in the order of the pairs
        """
        free = self._get_free(procurements)
        return [self._take_one(free, *pair) for pair in procurements]

    def _take_one(self, free, procurement, rule):
        if rule.procure_method == "make_to_order":
            return 0.0
        product, unit = procurement.product_id, procurement.product_uom
        if unit.compare(procurement.product_qty, 0) < 0:
            return procurement.product_qty + self._get_taken_back(procurement, rule)
        key = (rule.location_src_id, product)
        wanted = unit._compute_quantity(procurement.product_qty, product.uom_id)
        taken = max(min(free[key], wanted), 0.0)
        if not taken:
            return 0.0
        free[key] -= taken
        if product.uom_id.compare(taken, wanted) >= 0:
            return procurement.product_qty
        return product.uom_id._compute_quantity(taken, unit, rounding_method="DOWN")

    def _get_taken_back(self, procurement, rule):
        """Return how much of a reduction is taken from what is being made."""
        # The user who reduces the line may not read its moves.
        line = (
            self.env["sale.order.line"]
            .sudo()
            .browse(procurement.values["sale_line_id"])
        )
        making = line.move_ids.filtered(
            lambda move: (
                move.rule_id == rule
                and move.product_id == procurement.product_id
                and move.procure_method == "make_to_order"
                and move.state not in ("done", "cancel")
            )
        )
        quantity = sum(
            move.product_uom._compute_quantity(
                move.product_uom_qty, procurement.product_uom
            )
            for move in making
        )
        return min(quantity, -procurement.product_qty)

    def _get_free(self, procurements):
        """Return what is free per location and product, in the product's unit."""
        products = defaultdict(lambda: self.env["product.product"])
        for procurement, rule in procurements:
            if rule.procure_method != "make_to_order":
                products[rule.location_src_id] |= procurement.product_id
        free = defaultdict(float)
        for location, its_products in products.items():
            waiting = self._get_waiting(location, its_products)
            for product, quantity, reserved in self._read_stock(location, its_products):
                free[location, product] = quantity - reserved - waiting[product]
        return free

    def _read_stock(self, location, products):
        # What stock covers is asked for orders of users who may not read it.
        return (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", products.ids),
                    ("location_id", "child_of", location.id),
                ],
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        )

    def _get_waiting(self, location, products):
        """Return what earlier demands still wait to take from the location."""
        # Earlier demands come first, whoever may read them.
        moves = (
            self.env["stock.move"]
            .sudo()
            .search_fetch(
                [
                    ("product_id", "in", products.ids),
                    ("location_id", "child_of", location.id),
                    "!",
                    ("location_dest_id", "child_of", location.id),
                    ("state", "in", ("confirmed", "partially_available")),
                    ("procure_method", "=", "make_to_stock"),
                ],
                ["product_id", "product_qty", "product_uom", "quantity"],
            )
        )
        waiting = defaultdict(float)
        for move in moves:
            reserved = move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id
            )
            waiting[move.product_id] += max(move.product_qty - reserved, 0.0)
        return waiting
