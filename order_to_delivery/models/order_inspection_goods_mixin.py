"""Where the goods of an inspection's line stand, and how they move on."""

from odoo import Command, models


class OrderInspectionGoodsMixin(models.AbstractModel):
    _name = "order.inspection.goods.mixin"
    _description = "Goods of an Inspection's Line"

    def _get_warehouse(self):
        """Return the warehouse that the goods come to; a vendor's dropship has none."""
        self.ensure_one()
        return self.move_id.picking_type_id.warehouse_id or self.env[
            "stock.warehouse"
        ].search([("company_id", "=", self.company_id.id)], limit=1)

    def _get_open_receipts(self):
        """Return the receipt's moves that would bring these goods into stock."""
        self.ensure_one()
        moves = self.purchase_line_id.move_ids.filtered(
            lambda move: (
                move.state not in ("draft", "done", "cancel")
                and move.product_id == self.product_id
                and move._get_entry(move.location_id, move.location_dest_id) > 0
                and move._is_from_vendor(move.location_id)
            )
        )
        return (moves & self.move_id) | moves

    def _get_open_steps(self):
        """Return the open moves that lead these goods on from where they wait."""
        self.ensure_one()
        return self.env["stock.move"].search(
            [
                ("incoming_line_id", "=", self.purchase_line_id.id),
                ("product_id", "=", self.product_id.id),
                ("state", "not in", ("draft", "done", "cancel")),
                ("location_id.awaits_inspection", "=", True),
                ("location_dest_id.usage", "=", "internal"),
            ]
        )

    def _is_left_by(self, move):
        """Tell whether these goods come by another move than they were offered on."""
        self.ensure_one()
        old = self.move_id
        return move.state != "done" and (
            old.state == "cancel"
            or old.state == "done"
            and not old.location_dest_id.awaits_inspection
        )

    def _get_stranded(self):
        """Return how much is accepted that no transfer leads into stock."""
        self.ensure_one()
        if self._passes_by():
            return 0.0
        accepted = self.accepted_product_quantity
        if self.inspection_id.previous_id:
            return accepted  # set apart when it was rejected first
        move = self.move_id
        if move.state != "done" or not move.location_dest_id.awaits_inspection:
            return 0.0
        led_on = sum(self._get_open_steps().mapped("product_qty"))
        return max(accepted - led_on, 0.0)

    def _set_apart(self):
        """Keep the rejected part of a line out of what is put into stock.

        What has not been received yet goes to quarantine by the same receipt; what
        stands where it waits stays there. What never comes here stays with its vendor.
        """
        self.ensure_one()
        if self.inspection_id.previous_id:
            return  # set apart when it was rejected first
        rejected = self.rejected_product_quantity
        if self._passes_by():
            self._leave_with_vendor(rejected)
            return
        for move in self._get_open_receipts():
            taken = min(rejected, move.product_qty)
            self.set_apart_move_id = self._send_to_quarantine(move, taken)
            rejected -= taken
            if self.product_id.uom_id.compare(rejected, 0.0) <= 0:
                return
        for move in self._get_open_steps():
            taken = min(rejected, move.product_qty)
            self._take_out(move, taken)
            rejected -= taken

    def _send_to_quarantine(self, move, quantity):
        """Send a part of a receipt's move to quarantine, by the same receipt."""
        place = self._get_warehouse()._get_quarantine_location()
        values = {"location_dest_id": place.id, "location_final_id": False}
        if self.product_id.uom_id.compare(quantity, move.product_qty) >= 0:
            move.write({**values, "move_dest_ids": [Command.clear()]})
            move.move_line_ids.location_dest_id = place
            return move
        part = move.create(
            [
                {**vals, **values, "move_dest_ids": [Command.clear()]}
                for vals in move._split(quantity)
            ]
        )
        part._action_confirm(merge=False)
        self._divide_operations(move, part, place)
        return part

    def _divide_operations(self, move, part, place):
        """Give the rejected part of a receipt its operations: its lot, where known."""
        lot = self.lot_id
        own = move.move_line_ids.filtered(lambda line: lot and line.lot_id == lot)
        if own:
            part.move_line_ids.unlink()
            own.write({"move_id": part.id, "location_dest_id": place.id})
            part._recompute_state()
        elif self.product_id.tracking == "none":
            # What was counted before is counted anew, each part by itself.
            move.move_line_ids.unlink()
            (move | part)._action_assign()

    def _passes_by(self):
        """Tell whether a vendor sends these goods to where nobody here sees them."""
        self.ensure_one()
        return self.move_id._passes_by() if self.move_id else False

    def _leave_with_vendor(self, quantity):
        """Have a vendor send so much less, unless he makes it good first."""
        if self.disposition not in ("return", "scrap"):
            return
        for move in self._get_open_receipts():
            taken = min(quantity, move.product_qty)
            self._take_out(move, taken)
            move._action_assign()
            quantity -= taken
            if self.product_id.uom_id.compare(quantity, 0.0) <= 0:
                return

    def _take_out(self, move, quantity):
        """Take a quantity out of a transfer that would put it away."""
        if self.product_id.uom_id.compare(quantity, move.product_qty) >= 0:
            move._action_cancel()
            return
        move._do_unreserve()
        move.product_uom_qty -= self.product_id.uom_id._compute_quantity(
            quantity, move.product_uom, round=False
        )

    def _get_standing_location(self):
        """Return where the judged goods stand, or will once they are received."""
        self.ensure_one()
        move = self.set_apart_move_id or self.move_id
        while next_move := move.move_dest_ids.filtered(
            lambda step: (
                step.state == "done" and step.location_dest_id.awaits_inspection
            )
        )[:1]:
            move = next_move
        return move.location_dest_id

    def _prepare_move(self, quantity, place, goal, to_vendor):
        """Return the values of a move that leads judged goods on."""
        self.ensure_one()
        source = self.set_apart_move_id or self.move_id
        unit = self.product_id.uom_id
        line = self.purchase_line_id
        return {
            "product_id": self.product_id.id,
            "product_uom": unit.id,
            "product_uom_qty": quantity,
            "location_id": place.id,
            "location_dest_id": goal.id,
            "company_id": self.company_id.id,
            "procure_method": "make_to_stock",
            "reference_ids": [Command.set(source.reference_ids.ids)],
            # Core counts what goes back to the vendor on the purchase's line.
            "purchase_line_id": line.id if to_vendor else False,
            # And of a kit by the line of its bill that each part came for.
            "bom_line_id": source.bom_line_id.id,
            "incoming_line_id": False if to_vendor else line.id,
            "origin_returned_move_id": source.id if to_vendor else False,
            "to_refund": to_vendor,
            # Not received yet: it gets ready by itself once the receipt is done.
            "move_orig_ids": []
            if source.state == "done"
            else [Command.set(source.ids)],
        }
