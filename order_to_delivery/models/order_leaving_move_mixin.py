"""What moves are called, and what they take outside."""

from odoo import models
from odoo.exceptions import UserError

# Where a delivery of an order ends that somebody sent elsewhere than to the customer.
DIVERTED_USAGES = ("internal", "inventory", "production", "transit")
SHIPPING_GATE = "order.gate.shipping.needs.request"
# They tell a delivery sent elsewhere from one that never left: not said afterwards.
WAY_FIELDS = {"picking_type_id", "purchase_line_id"}


class OrderLeavingMoveMixin(models.AbstractModel):
    _name = "order.leaving.move.mixin"
    _description = "Goods That Leave"

    def _get_shipping_name(self):
        """Return how people call a move: its product, on its delivery."""
        name = self.product_id.display_name
        delivery = self.picking_id.name
        return f"{delivery}: {name}" if delivery else name

    def _is_customer_release(self):
        """Tell whether goods leave for a customer, or for another company.

        Judged by where the goods really go, line by line: neither the kind of
        transfer nor the move's own destination says it. A delivery that was sent
        to some place inside on behalf of an order counts, too.
        """
        self.ensure_one()
        routes = [
            (line.location_id, line.location_dest_id) for line in self.move_line_ids
        ]
        routes = routes or [(self.location_id, self.location_dest_id)]
        return any(self._get_direction(*route) > 0 for route in routes)

    def _get_direction(self, source, destination):
        """Return 1 where goods go out on this move, -1 where they come back, or 0."""
        outward = destination._is_outside() - source._is_outside()
        if outward < 0 and destination.usage == "inventory":
            return 0  # written off at the customer's, it is not back
        if outward or source._is_outside():
            return outward
        if destination.usage == "supplier":
            return int(not self._is_given_back())
        if not self.sale_line_id or self.picking_type_id.code != "outgoing":
            return 0
        is_resupply = destination.usage == "transit" and self._goes_on()
        return int(destination.usage in DIVERTED_USAGES and not is_resupply)

    def _is_given_back(self):
        """Tell whether goods go back to the vendor who brought them."""
        if self.purchase_line_id:
            return True  # how much may go back is asked for as it goes
        brought = self.origin_returned_move_id
        return not self.sale_line_id and brought.location_id.usage == "supplier"

    def _goes_on(self):
        """Tell whether goods for an order go on from here, to another warehouse."""
        following = self.sudo().move_dest_ids  # whatever the user sees of them
        return self.sale_line_id in following.sale_line_id

    def _check_given_back(self):
        """Refuse to give vendors more than they brought: it leaves for somebody else.

        :raise UserError: naming the move
        """
        for move in self:
            places = move.move_line_ids.location_dest_id
            if "supplier" not in places.mapped("usage") or not move._is_given_back():
                continue
            # What a vendor brought is looked up for whoever gives it back.
            line = move.sudo().purchase_line_id
            origin = move.sudo().origin_returned_move_id  # as above
            brought = line.move_ids or origin | origin.returned_move_ids
            kept = brought.filtered(
                lambda one, move=move: (
                    one.product_id == move.product_id and one.state == "done"
                )
            )._get_kept()
            # Below zero is what a signed purchase gives back.
            if move.product_id.uom_id.compare(kept, min(line.product_uom_qty, 0.0)) < 0:
                raise UserError(
                    self.env._(
                        "%(product)s: more of it would go to the vendor than was "
                        "received from him. Lower the quantity.",
                        product=move._get_shipping_name(),
                    )
                )

    def _get_kept(self):
        """Return what vendors brought by done moves, less what went back to them."""
        lines = self.move_line_ids
        came = lines.filtered(lambda line: line.location_id.usage == "supplier")
        went = lines.filtered(lambda line: line.location_dest_id.usage == "supplier")
        return sum(came.mapped("quantity_product_uom")) - sum(
            went.mapped("quantity_product_uom")
        )

    def _check_counted(self):
        """Refuse to move less than is counted: many times nothing would be a lot.

        :raise UserError: naming the move, and the unit that counts
        """
        for move in self:
            for line in move.move_line_ids:
                if line.quantity and not line.quantity_product_uom:
                    raise UserError(
                        self.env._(
                            "%(product)s: %(quantity)s %(unit)s is too little to be "
                            "counted in %(counted)s. Move more of it at once.",
                            product=move._get_shipping_name(),
                            quantity=line.quantity,
                            unit=line.product_uom_id.name,
                            counted=line.product_id.uom_id.name,
                        )
                    )

    def _get_planned_shipping(self):
        """Return what moves that are not done yet would ship, for a banner.

        :return: ``{(line id, product id): quantity}`` in the product's unit
        """
        planned = {}
        for move in self.filtered(lambda move: move.state not in ("done", "cancel")):
            key = (move.sale_line_id.id, move.product_id.id)
            quantity = move.product_uom._compute_quantity(
                move.quantity or move.product_uom_qty,
                move.product_id.uom_id,
                round=False,
            )
            planned[key] = planned.get(key, 0.0) + quantity
        return planned

    def _has_moved(self):
        """Tell whether anything moved, be it too little to count in the move's unit."""
        self.ensure_one()
        return any(line.quantity for line in self.move_line_ids)

    def _get_outflow(self):
        """Return ``{move: quantity}`` that done moves took outside, net."""
        return {
            move: sum(line._get_outflow() for line in move.move_line_ids)
            for move in self
        }

    def _get_left(self, vals):
        """Return ``{move: quantity}`` outside of done moves whose way is rewritten."""
        if not WAY_FIELDS & vals.keys():
            return {}
        done = self.filtered(lambda move: move.state == "done")
        return done._filter_gated()._get_outflow()

    def _check_left_stays(self, left):
        """Refuse that less has left only because its way is called something else.

        :param left: ``{move: quantity}`` outside before the change
        :raise UserError: naming the move
        """
        for move, quantity in left.items():
            now = move._get_outflow()[move]
            if move.product_id.uom_id.compare(now, quantity) < 0:
                raise UserError(
                    self.env._(
                        "%(product)s has left and counts as such: its operation type "
                        "and purchase stay. Have the Warehouse return it.",
                        product=move._get_shipping_name(),
                    )
                )

    def _check_had_left(self):
        """Refuse that more comes back than has left: it would leave once more.

        :raise UserError: naming the move and its order
        """
        # Whose the goods are is looked up for whoever takes them back.
        lines = self.sudo().sale_line_id
        if not lines:
            return
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("sale.order.line", lines.ids)
        over = self.env["order.shipping.quantity"]._get_over_returned(lines)
        for move in self.filtered(lambda move: move.sale_line_id in over):
            raise UserError(
                self.env._(
                    "%(product)s: more of it would come back than has left on order "
                    "%(order)s. Correct the quantity, or receive the rest on its own.",
                    product=move._get_shipping_name(),
                    order=move.sudo().sale_line_id.order_id.name,  # as above
                )
            )

    def _record_emergencies(self):
        """Book on emergencies what has just left beyond the requests (H9.17)."""
        # Who ships may not read all orders; what he used of a waiver is a fact.
        orders = self.sudo().sale_line_id.order_id
        self.env["order.recovery.case"]._watch_holds(orders)
        waived = self.env["order.gate.waiver"]._get_waived(SHIPPING_GATE, orders)
        excess = self.env["order.shipping.quantity"]._get_excess(orders.order_line)
        for order, waivers in waived.items():
            own = [excess[line] for line in order.order_line if line in excess]
            used_amount, used_quantity = waivers._get_used(order)
            quantity = sum(line.quantity for line in own) - used_quantity
            if quantity > 0:
                waivers._use(sum(line.amount for line in own) - used_amount, quantity)
