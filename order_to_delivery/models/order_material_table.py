"""The table of an order's material needs, all levels on one page."""

from collections import defaultdict
from datetime import date

from odoo import api, models

from .order_material_need import STOPPED

# How many levels of manufacturing orders are told apart.
DEPTH = 10


class OrderMaterialTable(models.AbstractModel):
    _name = "order.material.table"
    _description = "Table of Material Needs"

    @api.model
    def _prepare_rows(self, order):
        """Return the values of the needs of an order, product by product (H6.1).

        What stands on its transfers and manufacturing orders counts as needed, and
        so do the parts of what has to be made and has no manufacturing order yet.

        :return: list of values of `order.material.need.line`
        """
        productions = order._get_productions()
        moves = self._get_moves(order, productions)
        levels = self._get_levels(moves, productions)
        lacks = self.env["order.material.need"]._get_lacks(order, levels)
        asked = self._get_request_lines(order)
        covers = self._get_covers(productions, asked)
        by_product = moves.grouped("product_id")
        products = self.env["product.product"].union(*by_product, *lacks)
        rows = []
        for product in products:
            own = by_product.get(product, moves.browse())
            lack = lacks.get(product)
            row = self._prepare_row(order, product, own, lack)
            row["level"] = levels.get(product, lack.level if lack else 0)
            row["covered_by"] = ", ".join(covers[product])
            row["is_asked"] = product in asked
            rows.append(row)
        rows = sorted(rows, key=lambda row: (row["level"], row["needed_date"]))
        return rows + self.env["order.tool.need"]._prepare_rows(order, productions)

    def _get_moves(self, order, productions):
        """Return what leaves for the customer or goes into what is made for him."""
        stock = order.warehouse_id.lot_stock_id
        delivered = order.order_line.move_ids.filtered(
            lambda move: not move.production_id and move.location_id._child_of(stock)
        )
        return (delivered | productions.move_raw_ids).filtered(
            lambda move: move.state != "cancel" and move.product_id.is_storable
        )

    def _get_levels(self, moves, productions):
        """Return how deep below what is delivered each product is needed."""
        levels = {
            move.product_id: 0 for move in moves if not move.raw_material_production_id
        }
        for _depth in range(DEPTH):
            before = dict(levels)
            for production in productions:
                level = levels.setdefault(production.product_id, 0) + 1
                for product in production.move_raw_ids.product_id:
                    levels[product] = max(levels.get(product, 0), level)
            if levels == before:
                break
        return levels

    def _prepare_row(self, order, product, moves, lack):
        unit = product.uom_id
        issued = moves.filtered(lambda move: move.state == "done")
        waiting = moves - issued
        gross = sum(self._get_quantity(move, move.product_uom_qty) for move in waiting)
        done = sum(self._get_quantity(move, move.quantity) for move in issued)
        reserved = sum(self._get_reserved(move) for move in waiting)
        direct, indirect, free, incoming, short = (
            (lack.direct, lack.indirect, lack.free, lack.incoming, lack.short)
            if lack
            else (0.0,) * 5
        )
        # What has a way of its own comes on it, not out of free stock.
        chained = max(gross - reserved - direct, 0.0)
        days = [order.company_id._get_local_day(move.date) for move in waiting]
        days += [lack.date] if lack else []
        values = {
            "gross": gross + done + indirect,
            "issued": done,
            "reserved": reserved,
            "free": free,
            "incoming": incoming + chained,
            "short": short,
            "to_make": short if lack and lack.is_made else 0.0,
            "to_buy": short if lack and not lack.is_made else 0.0,
        }
        return {
            "sale_order_id": order.id,
            "product_id": product.id,
            "product_uom_id": unit.id,
            "needed_date": min(days, default=order.finished_date or date.today()),
            **{name: unit.round(value) for name, value in values.items()},
        }

    def _get_quantity(self, move, quantity):
        unit = move.product_id.uom_id
        return move.product_uom._compute_quantity(quantity, unit, round=False)

    def _get_reserved(self, move):
        """Return what is reserved for a move, or on its way from stock to it."""
        before = move.move_orig_ids.filtered(
            lambda origin: (
                origin.state not in STOPPED
                and not origin.production_id
                and not origin.purchase_line_id
            )
        )
        return sum(self._get_quantity(m, m.quantity) for m in move | before)

    def _get_request_lines(self, order):
        """Return what the order's open requisitions ask for, by product."""
        return (
            self.env["purchase.request.line"]
            .search(
                [
                    ("sale_order_id", "=", order.id),
                    ("cancelled", "=", False),
                    ("request_state", "not in", ("rejected", "done")),
                ]
            )
            .grouped("product_id")
        )

    def _get_covers(self, productions, asked):
        """Return the names of the documents that bring each product."""
        covers = defaultdict(list)
        for production in productions.filtered(lambda mo: mo.state not in STOPPED):
            covers[production.product_id].append(production.name)
        for product, own in asked.items():
            purchases = own.purchase_lines.order_id.filtered(
                lambda purchase: purchase.state != "cancel"
            )
            covers[product] += own.request_id.mapped("name")
            covers[product] += purchases.mapped("name")
        return covers
