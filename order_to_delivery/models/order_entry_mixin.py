"""Where goods come from and go, and whether they enter stock by it."""

from odoo import fields, models

# Where goods that a subcontractor made, or was sent, become one's own again.
TAKEN_BACK = ("internal", "transit", "customer")


class OrderEntryMixin(models.AbstractModel):
    _name = "order.entry.mixin"
    _description = "Goods on Their Way into Stock"

    # Core drops the purchase's line on the steps that follow the arrival.
    incoming_line_id = fields.Many2one(
        "purchase.order.line",
        string="Bought on",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_vendor_lines(self):
        """Return the purchase lines by which the goods of moves were bought."""
        # Who moves goods may not read purchases; whose they are decides anyway.
        moves = self.sudo()
        lines = moves.purchase_line_id
        if len(moves) == 1:
            return lines or moves.incoming_line_id  # read ahead for those beside it
        return lines | moves.filtered(lambda m: not m.purchase_line_id).incoming_line_id

    def _is_from_vendor(self, source):
        """Tell whether goods from there come from the vendor of a purchase.

        What a subcontractor made comes from a place of one's own.
        """
        return (
            source._is_vendor_side()
            or source._is_subcontractor_place()
            or bool(
                self.purchase_line_id
                and self.picking_type_id.code == "incoming"
                and not source.awaits_inspection
            )
        )

    def _stays_outside(self, source, destination):
        """Tell whether goods stay with a vendor, or go back to who made them."""
        if destination._is_vendor_side():
            return True
        ends_there = destination._is_subcontractor_place()
        if source._is_subcontractor_place():
            return ends_there or destination.usage not in TAKEN_BACK
        return ends_there and self.origin_returned_move_id.is_subcontract

    def _passes_by(self):
        """Tell whether a vendor sends goods straight to where nobody sees them.

        To the customer, or to a subcontractor.
        """
        self.ensure_one()
        place = self.location_dest_id
        return self._is_from_vendor(self.location_id) and (
            place.usage == "customer" or place._is_subcontractor_place()
        )

    def _get_entry(self, source, destination):
        """Return 1 where goods enter stock, -1 where they go back to wait, or 0.

        Arriving where goods wait is free, and so is going back to the vendor, and
        being scrapped from there.
        """
        from_vendor = self._is_from_vendor(source)
        if destination.awaits_inspection:
            return 0 if from_vendor or source.awaits_inspection else -1
        if self._stays_outside(source, destination):
            return 0
        is_waiting = source.awaits_inspection and destination.usage != "inventory"
        return int(from_vendor or is_waiting)

    def _enters_stock(self):
        """Tell whether goods enter stock, by where each operation really goes."""
        self.ensure_one()
        routes = [
            (line.location_id, line.location_dest_id) for line in self.move_line_ids
        ]
        routes = routes or [(self.location_id, self.location_dest_id)]
        return any(self._get_entry(*route) > 0 for route in routes)

    def _get_inflow(self):
        """Return ``{move: quantity}`` that moves brought into stock, net."""
        return {
            move: sum(line._get_inflow() for line in move.move_line_ids)
            for move in self
        }

    def _is_from_elsewhere(self):
        """Tell whether goods that wait came from a customer, or out of stock.

        They wait where a vendor's goods wait because their way leads there. No more
        leaves than such goods have come.
        """
        self.ensure_one()
        origins = self.move_orig_ids.filtered(lambda move: move.state == "done")
        if not origins or not all(
            move._is_brought_from_elsewhere() for move in origins
        ):
            return False
        left = origins.move_dest_ids.filtered(lambda move: move.state == "done")
        came = sum(origins.move_line_ids.mapped("quantity_product_uom"))
        gone = sum((left | self).move_line_ids.mapped("quantity_product_uom"))
        return self.product_id.uom_id.compare(gone, came) <= 0

    def _is_brought_from_elsewhere(self):
        if self._get_vendor_lines() or self.location_id._is_vendor_side():
            return False
        if self.location_id._is_subcontractor_place():
            return not self._filter_never_sent()
        return not self.location_id.awaits_inspection or self._is_from_elsewhere()

    def _filter_never_sent(self):
        """Return the moves that take from subcontractors what was not sent to them.

        What they made is bought from them; else no more comes back than went there.
        """
        taken = self.filtered(
            lambda move: any(
                place._is_subcontractor_place()
                for place in move.move_line_ids.location_id or move.location_id
            )
        )
        left = self.env["order.incoming.quantity"]._get_left_outside(taken)
        return taken.filtered(
            lambda move: (
                move.product_id.uom_id.compare(
                    left.get((move.company_id.id, move.product_id.id), 0.0), 0.0
                )
                < 0
            )
        )

    def _get_unordered_judge(self, otherwise):
        """Return who is to decide on goods that belong to no order.

        Nobody, where the company lets them in, or lets this user bring them in.

        :param otherwise: the department to ask where nobody may
        """
        self.ensure_one()
        policy = self.company_id.order_unordered_receipt_policy
        supervisor = "order_to_delivery.group_supervisor"
        if policy == "allow" or (
            policy == "supervisor" and self.env.user.has_group(supervisor)
        ):
            return ""
        return "supervisor" if policy == "supervisor" else otherwise
