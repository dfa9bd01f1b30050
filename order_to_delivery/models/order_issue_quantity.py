"""What a workshop was issued ahead, used, and gave back, by product and lot."""

from collections import defaultdict

from odoo import api, models


class OrderIssueQuantity(models.AbstractModel):
    _name = "order.issue.quantity"
    _description = "Materials Issued to a Workshop"

    @api.model
    def _get_parts(self, production):
        """Return all parts of a production: what was issued is for all of them."""
        return production.production_group_id.production_ids | production

    @api.model
    def _get_issues(self, production):
        """Return the done moves that brought components to where they are used.

        None where components are taken from stock as they are used.
        """
        place = production.location_src_id
        return self._get_parts(production).move_raw_ids.move_orig_ids.filtered(
            lambda move: (
                move.state == "done"
                and not move.production_id
                and move.location_id.usage == "internal"
                and not move.location_id._child_of(place)
                and move.location_dest_id._child_of(place)
            )
        )

    @api.model
    def _get_leftovers(self, production):
        """Return what was issued, less what was used and is on its way back.

        Where nothing is issued ahead, it is what was reported as used, which has
        gone down already by what came back.

        :return: ``{(product, lot): quantity}`` in the product's unit
        """
        issues = self._get_issues(production)
        used = self._get_used(production)
        if not self._is_issued_ahead(production):
            return used
        left = self._sum_lines(issues)
        for key, quantity in used.items():
            left[key] -= quantity
        returned = self._get_returned(production)
        done = returned.filtered(lambda move: move.state == "done")
        for key, quantity in self._sum_lines(done).items():
            left[key] -= quantity
        for move in returned - done:
            self._take_any(left, move.product_id, move.product_qty)
        return left

    @api.model
    def _get_returned(self, production):
        """Return the moves by which leftovers of a production go back."""
        # Whatever goes back counts, for whoever asks.
        returns = self.env["order.material.return"].sudo()
        parts = self._get_parts(production)
        pickings = returns.search(
            [("production_id", "in", parts.ids), ("picking_id", "!=", False)]
        ).picking_id
        # The rest of a transfer goes on in another one.
        moves = (pickings | pickings.backorder_ids).move_ids
        return moves.filtered(lambda move: move.state != "cancel")

    @api.model
    def _get_over_issued(self, production):
        """Return ``{product: (needed, issued, beyond)}`` that was not noted yet."""
        needed, issued = defaultdict(float), defaultdict(float)
        for move in self._get_parts(production).move_raw_ids:
            if move.state != "cancel":
                needed[move.product_id] += self._get_need(move)
        for line in self._get_issues(production).move_line_ids:
            issued[line.product_id] += line.quantity_product_uom
        noted = self.env["order.over.issue"]._get_noted(production)
        over = {
            product: quantity - needed[product] - noted.get(product, 0.0)
            for product, quantity in issued.items()
        }
        return {
            product: (needed[product], issued[product], beyond)
            for product, beyond in over.items()
            if product.uom_id.compare(beyond, 0.0) > 0
        }

    @api.model
    def _is_issued_ahead(self, production):
        """Tell whether components are brought to the workshop before they are used."""
        warehouse = production.picking_type_id.warehouse_id
        return production.location_src_id == warehouse.pbm_loc_id

    @api.model
    def _get_used(self, production):
        """Return ``{(product, lot): quantity}`` of components that were used."""
        used = self._get_parts(production).move_raw_ids.filtered(
            lambda move: move.state == "done" and not move.scrap_id
        )
        return self._sum_lines(used)

    @api.model
    def _get_surplus(self, production):
        """Return of what is left only what no part of the production needs any more.

        :return: ``{(product, lot): quantity}`` in the product's unit
        """
        surplus = self._get_leftovers(production)
        for product, needed in self._get_needed(production).items():
            self._take_any(surplus, product, needed)
        return surplus

    @api.model
    def _get_needed(self, production):
        """Return ``{product: quantity}`` that what is issued must still serve."""
        needed = defaultdict(float)
        is_ahead = self._is_issued_ahead(production)
        for part in self._get_parts(production):
            share = min(part.qty_produced / part.product_qty, 1.0)
            for move in part.move_raw_ids:
                is_open = move.state not in ("done", "cancel")
                if is_ahead and is_open:
                    needed[move.product_id] += move.product_qty
                elif not is_ahead and move.state == "done":
                    needed[move.product_id] += self._get_need(move) * share
        return needed

    @api.model
    def _get_need(self, move):
        """Return what a component is needed of, in the product's unit."""
        return move.product_uom._compute_quantity(
            move._get_slip_needed(), move.product_id.uom_id, round=False
        )

    @api.model
    def _take_any(self, quantities, product, quantity):
        """Take a quantity of a product off, whichever its lots."""
        for key in [key for key in quantities if key[0] == product]:
            taken = min(max(quantities[key], 0.0), quantity)
            quantities[key] -= taken
            quantity -= taken
        if product.uom_id.compare(quantity, 0.0) > 0:
            quantities[product, self.env["stock.lot"]] -= quantity

    @api.model
    def _sum_lines(self, moves):
        total = defaultdict(float)
        for line in moves.move_line_ids:
            total[line.product_id, line.lot_id] += line.quantity_product_uom
        return total
