from odoo import api, models
from odoo.exceptions import UserError

from .order_consumption_mixin import SOURCE_FIELDS

# Writing these on a done operation changes what left.
FLOOR_FIELDS = {
    "quantity",
    "product_uom_id",
    "location_id",
    "location_dest_id",
    "move_id",
    "picking_id",
    # An accepted lot does not cover another one.
    "lot_id",
    "product_id",
    "package_id",
    "owner_id",
}


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "order.company.check.mixin"]

    def _get_outflow(self):
        """Return what a done operation took outside, in the product's unit."""
        self.ensure_one()
        direction = self.move_id._get_direction(self.location_id, self.location_dest_id)
        return self.quantity_product_uom * direction

    def _get_inflow(self):
        """Return what a done operation brought into stock, in the product's unit."""
        self.ensure_one()
        entry = self.move_id._get_entry(self.location_id, self.location_dest_id)
        return self.quantity_product_uom * entry

    def _get_stock_in(self):
        """Return what a done operation put into stock, in the product's unit.

        What was made comes from nowhere inside; what is scrapped enters nothing.
        """
        self.ensure_one()
        source, destination = self.location_id.usage, self.location_dest_id.usage
        is_inside = source in ("internal", "transit")
        if is_inside:
            return -self.quantity_product_uom if destination == "production" else 0.0
        is_lost = destination in ("production", "inventory")
        return 0.0 if is_lost else self.quantity_product_uom

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line, vals in zip(lines, vals_list, strict=True):
            line._check_nothing_computed(vals)
        lines._check_product()
        lines.move_id._check_returned_stays(lines)
        lines._check_shipping_floor({})
        lines._check_incoming_floor({})
        lines._check_stock_in_floor({})
        lines.move_id._ask_consumption()
        return lines

    def write(self, vals):
        self._check_nothing_computed(vals)
        if not FLOOR_FIELDS & vals.keys():
            return super().write(vals)
        if "move_id" in vals:
            self._check_stays_on_move(vals["move_id"])
        self.move_id._check_returned_stays(self, vals, FLOOR_FIELDS)
        before = self._get_done_moves()._get_outflow()
        entered = self._get_entered_moves()._get_inflow()
        made = self._get_made_moves()._get_stock_in()
        consumed = self.move_id._get_consumed()
        if {"lot_id", "product_id"} & vals.keys():
            entered, made = {}, {}  # the same quantity of something else
            before = self._drop_inspected(before)
        if SOURCE_FIELDS & vals.keys():
            consumed = {}  # or from somewhere else
        result = super().write(vals)
        if {"move_id", "product_id"} & vals.keys():
            self._check_product()
        self._check_shipping_floor(before)
        self._check_incoming_floor(entered)
        self._check_stock_in_floor(made)
        self.move_id._ask_consumption(consumed)
        return result

    def _drop_inspected(self, before):
        """Leave out moves whose lots were judged before they left: ask for them anew.

        :param before: ``{move: quantity}`` outside before the change
        """
        # The policy is the company's, which the user may not see.
        return {
            move: quantity
            for move, quantity in before.items()
            if not move.company_id.sudo()._inspects_shipments()
        }

    def _check_nothing_computed(self, vals):
        """Refuse to write what a quantity comes to in the product's unit.

        It tells how much has left; core computes it, and lets it be written.

        :raise UserError: naming the product
        """
        if "quantity_product_uom" not in vals or self.env.su:
            return
        for move in self.move_id._filter_gated():
            raise UserError(
                self.env._(
                    "%(product)s: write the quantity in its own unit, the other one "
                    "follows from it.",
                    product=move._get_shipping_name(),
                )
            )

    def _check_product(self):
        """Refuse an operation with other goods than its move's, which gates judge.

        :raise UserError: naming both products
        """
        for line in self:
            move = line.move_id
            if move and line.product_id != move.product_id and move._filter_gated():
                raise UserError(
                    self.env._(
                        "%(product)s: this move is for %(other)s. Move it on a line of "
                        "its own.",
                        product=line.product_id.display_name,
                        other=move._get_shipping_name(),
                    )
                )

    def _check_stays_on_move(self, move_id):
        """Refuse to hang what has left on another move, so that it counts no more.

        :raise UserError: naming the move
        """
        done = self._get_done_moves() | self._get_entered_moves()
        done |= self._get_made_moves()
        for line in self.filtered(lambda line: line.move_id in done):
            has_moved = (
                line._get_outflow() or line._get_inflow() or line._get_stock_in()
            )
            if line.move_id.id != move_id and has_moved:
                raise UserError(
                    self.env._(
                        "%(product)s has moved and stays on its transfer: return "
                        "it, or lower its quantity.",
                        product=line.move_id._get_shipping_name(),
                    )
                )

    def _get_done_moves(self):
        """Return the done moves of these operations that gates govern."""
        return self.move_id.filtered(lambda move: move.state == "done")._filter_gated()

    def _check_shipping_floor(self, before):
        """Ask the gates where more has left than before on a move that is done.

        Where less has left, it is less by no more than what had left.

        :param before: ``{move: quantity}`` outside before the change
        """
        done = self._get_done_moves()
        moves = self.move_id.filtered(lambda move: move.state == "done")
        (moves - done)._check_spared()
        done._check_given_back()
        after = done._get_outflow()
        more, less = set(), set()
        for move, quantity in after.items():
            change = move.product_id.uom_id.compare(quantity, before.get(move, 0.0))
            (more if change > 0 else less).update(move.ids if change else ())
        self.env["stock.move"].browse(more)._ask_shipping()
        self.env["stock.move"].browse(less)._check_had_left()

    def _get_entered_moves(self):
        """Return the done moves of these operations that inspections govern."""
        done = self.move_id.filtered(lambda move: move.state == "done")
        return done._filter_incoming_gated()

    def _check_incoming_floor(self, before):
        """Ask the gates where more has entered stock than before on a done move.

        :param before: ``{move: quantity}`` in stock before the change
        """
        after = self._get_entered_moves()._get_inflow()
        more = [
            move.id
            for move, quantity in after.items()
            if move.product_id.uom_id.compare(quantity, before.get(move, 0.0)) > 0
        ]
        moves = self.env["stock.move"].browse(more)
        # Less gone back to wait is more in stock, too.
        moves._ask_incoming()

    def _get_made_moves(self):
        """Return the done moves of these operations that put in what was made."""
        done = self.move_id.filtered(
            lambda move: move.production_id and move.state == "done"
        )
        return done and done._filter_making_gated()

    def _check_stock_in_floor(self, before):
        """Ask the gates where more was put into stock than before on a done move.

        :param before: ``{move: quantity}`` in stock before the change
        """
        after = self._get_made_moves()._get_stock_in()
        more = [
            move.id
            for move, quantity in after.items()
            if move.product_id.uom_id.compare(quantity, before.get(move, 0.0)) > 0
        ]
        self.env["stock.move"].browse(more)._ask_stock_in()
        self.move_id._filter_from_production()._ask_made()

    def _action_done(self):
        with self.env["stock.quant"]._locking_at_once():
            return super()._action_done()

    def allocate(self):
        """Allocate to requisitions what they asked for.

        Looking at once which operations are left, not one by one, spares queries where
        nothing was asked for.
        """
        asked = self.exists().filtered("move_id.purchase_request_allocation_ids")
        return super(StockMoveLine, asked).allocate()
