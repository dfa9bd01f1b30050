"""What becomes of goods once they are judged: put away, set apart, given back."""

from odoo import Command, models


class OrderInspectionTransferMixin(models.AbstractModel):
    _name = "order.inspection.transfer.mixin"
    _description = "Transfers That an Inspection Prepares"

    def _prepare_transfers(self):
        """Set apart what was rejected, and prepare where all of it goes next.

        Called in sudo by whoever judged.
        """
        for inspection in self:
            for line in inspection.line_ids:
                if line._has_rejected():
                    line._set_apart()
            rejected = inspection.line_ids.filtered(
                lambda line: (
                    line._has_rejected()
                    and line.disposition == "return"
                    and not line._passes_by()
                )
            )
            inspection.return_picking_ids |= inspection._create_transfers(
                {line: line.rejected_product_quantity for line in rejected}, "vendor"
            )
            inspection._create_transfers(inspection._get_stranded(), "stock")
            for line in inspection.line_ids:
                if line._has_rejected():
                    # Reserved only now, so that a rejected lot is not put away.
                    line._get_open_steps()._action_assign()

    def _get_stranded(self):
        """Return accepted goods that no transfer leads into stock yet.

        Such are goods that were rejected before, and what was set down in
        quarantine as it arrived.
        """
        quantities = {line: line._get_stranded() for line in self.line_ids}
        return {
            line: quantity
            for line, quantity in quantities.items()
            if line.product_id.uom_id.compare(quantity, 0.0) > 0
        }

    def _create_transfers(self, quantities, destination):
        """Create one transfer per place that judged goods start from.

        :param quantities: ``{inspection line: quantity}`` in the product's unit
        :param destination: ``vendor`` or ``stock``
        """
        pickings = self.env["stock.picking"]
        by_place = {}
        for line in quantities:
            by_place.setdefault(line._get_standing_location(), []).append(line)
        for place, lines in by_place.items():
            picking = pickings.create(
                self._prepare_transfer(place, lines, quantities, destination)
            )
            picking.action_confirm()
            self._assign_lots(picking, lines, quantities)
            pickings |= picking
        return pickings

    def _prepare_transfer(self, place, lines, quantities, destination):
        receipt = lines[0].move_id.picking_id
        kind = receipt.picking_type_id
        warehouse = lines[0]._get_warehouse()
        to_vendor = destination == "vendor"
        transfer_type = (
            kind.return_picking_type_id or warehouse.out_type_id
            if to_vendor
            else warehouse.int_type_id
        )
        goal = lines[0].move_id.location_id if to_vendor else warehouse.lot_stock_id
        return {
            "picking_type_id": transfer_type.id,
            "location_id": place.id,
            "location_dest_id": goal.id,
            "partner_id": self.partner_id.id if to_vendor else False,
            "origin": self.name,
            "return_id": receipt.id if to_vendor else False,
            "company_id": self.company_id.id,
            "move_ids": [
                Command.create(
                    line._prepare_move(quantities[line], place, goal, to_vendor)
                )
                for line in lines
            ],
        }

    def _assign_lots(self, picking, lines, quantities):
        """Reserve what is there, each lot by its name."""
        by_lot = [line for line in lines if line.lot_id]
        ready = picking.move_ids.filtered(lambda move: move.state != "waiting")
        moves = ready.filtered(
            lambda move: move.product_id in {line.product_id for line in by_lot}
        )
        moves._do_unreserve()
        for line in by_lot:
            # Lots of one product share a move, which core merged.
            for move in moves.filtered(
                lambda move, line=line: move.product_id == line.product_id
            )[:1]:
                values = move._prepare_move_line_vals(quantity=quantities[line])
                self.env["stock.move.line"].create({**values, "lot_id": line.lot_id.id})
        (ready - moves)._action_assign()
        moves._recompute_state()
