"""The floor under all goods that leave for a customer."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .order_incoming_move_mixin import ENTRY_FIELDS, VENDOR_FIELDS
from .order_leaving_move_mixin import SHIPPING_GATE

# Writing these on a done move changes what left, or for whom.
FLOOR_FIELDS = {
    "product_id",
    "product_uom",
    "quantity",
    "location_id",
    "location_dest_id",
    "sale_line_id",
    "picking_id",
    "company_id",
    "reference_ids",
}
# Writing these on a done return of leftovers says that something else came back.
RETURN_FIELDS = ENTRY_FIELDS | {"state"}
# What ties a move to its order.
TIE_FIELDS = {"sale_line_id", "picking_id", "reference_ids", "company_id"}


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = [
        "stock.move",
        "order.company.check.mixin",
        "order.leaving.move.mixin",
        "order.incoming.move.mixin",
        "order.making.move.mixin",
        "order.spared.move.mixin",
    ]

    # Whoever opens a delivery may not read on which line its goods were bought.
    description_picking = fields.Text(compute_sudo=True)

    # Whose move it is

    def _get_customer_order(self):
        """Return the order that a move belongs to, however it was cut loose."""
        self.ensure_one()
        # Who ships may not read all orders; whose the goods are decides anyway.
        move = self.sudo()
        if move.sale_line_id:
            return move.sale_line_id.order_id
        orders = move.picking_id.sale_id | move.reference_ids.sale_ids
        orders = orders.filtered(lambda order: order.company_id == move.company_id)
        return (orders._filter_gated() or orders)[:1]

    def _filter_gated(self):
        """Return the moves that are governed by gates, by order or by company."""
        # Whose the goods are decides, not what the user may see of it.
        moves = self.sudo().with_prefetch()
        return self.browse(move._ids[0] for move in moves if move._is_gated())

    def _is_gated(self):
        if not self.company_id.use_order_to_delivery:
            return False
        order = self._get_customer_order()
        if order:
            return not order.order_to_delivery_exempt
        return not self.picking_id.order_to_delivery_exempt

    def _is_product_of_line(self):
        """Tell whether a move's product is its order line's, or part of its kit."""
        line = self.sale_line_id
        if self.product_id == line.product_id:
            return True
        needs = self.env["order.shipping.quantity"]._get_kit_needs(line)
        return self.product_id.id in needs

    # The floor

    @api.constrains("state")
    def _check_shipping_floor(self):
        """Ask the gates before shipping wherever goods leave for a customer."""
        done = self.filtered(lambda move: move.state == "done" and move._has_moved())
        governed = done._filter_gated()
        (done - governed)._check_spared()
        governed._check_given_back()
        releases = governed._filter_releases()
        releases._check_counted()
        releases._ask_shipping()
        outflow = governed._get_outflow()
        governed.filtered(lambda move: outflow[move] < 0)._check_had_left()

    def _check_stays(self):
        """Refuse to forget what done moves have brought about."""
        done = self.filtered(lambda move: move.state == "done")
        if done:
            done._check_stays_done()
            done._check_stays_in_stock()
            done._check_stays_made()

    def _check_stays_done(self):
        """Refuse to forget that goods have left, or came back.

        :raise UserError: naming the move
        """
        for move, quantity in self._filter_gated()._get_outflow().items():
            if quantity:
                raise UserError(
                    self.env._(
                        "%(product)s has left, or came back, and stays done: have the "
                        "Warehouse return it, or lower its quantity.",
                        product=move._get_shipping_name(),
                    )
                )

    def _filter_releases(self):
        return self.filtered(lambda move: move._is_customer_release())

    def _ask_shipping(self):
        """Let goods leave, or refuse with all reasons; moves are gated and done.

        Whoever ships for the same order at the same time, or takes its money
        back, collides on the guards and is tried again on fresh figures.
        """
        if not self:
            return
        # The order's line and money are looked up for whoever ships.
        lines = self.sudo().sale_line_id
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("sale.order.line", lines.ids, lines.order_id.ids)
        waived = self.env["order.gate"]._refuse("shipping", self)
        if SHIPPING_GATE in waived:
            waived[SHIPPING_GATE]._record_emergencies()

    def write(self, vals):
        if vals == {"move_dest_ids": []}:
            return True  # core says of each move that it is followed by no other
        self._check_returned_stays(self, vals, RETURN_FIELDS)
        if vals.get("state", "done") != "done":
            self._check_stays()
        tied = self._get_gated_ties() if TIE_FIELDS & vals.keys() else {}
        bought = self._get_vendor_ties() if VENDOR_FIELDS & vals.keys() else {}
        made = self._get_making_ties() if "production_id" in vals else {}
        left = self._get_left(vals)
        result = super().write(vals)
        self._check_left_stays(left)
        self._check_vendor_ties(bought)
        self._check_making_ties(made)
        if ENTRY_FIELDS & vals.keys():
            self._filter_entering()._ask_incoming()
            self._filter_stocked_in()._ask_stock_in()
        if tied:
            self._check_ties(tied)
        if FLOOR_FIELDS & vals.keys():
            self._check_shipping_floor()
        return result

    def _get_gated_ties(self):
        """Return ``{move: (order, line, product)}`` of the moves of gated orders."""
        # Whose the goods are is looked up for whoever writes.
        moves = self.sudo()._filter_gated()
        return {
            move: (move._get_customer_order(), move.sale_line_id, move.product_id)
            for move in moves
            if move.state != "cancel" and move._get_customer_order()
        }

    def _check_ties(self, ties):
        """Refuse to cut moves loose from the order that governs them.

        Core itself clears the line of an open move whose product was changed: the
        reference to the order stays, and the move waits for a line of its own.

        :raise UserError: naming the move and its order
        """
        for move, (order, line, product) in ties.items():
            is_changed = line and move.sale_line_id != line
            is_core = move.state != "done" and product != line.product_id
            is_lost = move._get_customer_order() != order
            if is_lost or (is_changed and not is_core):
                raise UserError(
                    self.env._(
                        "%(move)s belongs to order %(order)s and stays with it. "
                        "Withdraw the delivery, or propose a change of the order.",
                        move=move.picking_id.name or move.display_name,
                        order=order.name,
                    )
                )

    # What core does move by move

    def _update_orderpoints(self):
        """Mark what reordering rules order for these goods to be worked out anew.

        Core looks for a rule move by move, at every write; what is spared pays for
        what the gates ask. Marked are the rules of the goods in any of their
        warehouses, which is more than needed at most.
        """
        if not self:
            return
        places = self.location_id | self.location_dest_id
        points = self.env["stock.warehouse.orderpoint"].sudo()  # as core does
        points.flush_model(["active", "product_id", "warehouse_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM stock_warehouse_orderpoint
                 WHERE active
                   AND product_id = ANY(%s)
                   AND (warehouse_id = ANY(%s) OR %s)
              ORDER BY id
                """,
                self.product_id.ids,
                places.warehouse_id.ids,
                any(
                    not (move.location_id | move.location_dest_id).warehouse_id
                    for move in self
                ),
            )
        )
        found = points.browse(point_id for (point_id,) in rows)
        found.invalidate_recordset(["qty_to_order", "qty_forecast"])
        self.env.add_to_compute(points._fields["qty_to_order_computed"], found)

    # What arrives for an order

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Said by the rule that launches goods made for an order.
            if vals.pop("is_made_for_order", False):
                vals["procure_method"] = "make_to_order"
        return super().create(vals_list)

    def _action_assign(self, force_qty=False):
        result = super()._action_assign(force_qty=force_qty)
        if self:  # core asks for no moves at all, too
            # The warehouse may see neither the company's switch nor orders.
            governed = self.sudo().filtered("company_id.use_order_to_delivery")
            governed.sale_line_id.order_id._refresh_completion()
            self._await_inspection()
        return result

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._await_inspection(is_final=True)
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self._await_inspection(is_final=True)
        return result

    def _get_upstream_documents_and_responsibles(self, visited):
        if not self.env["purchase.order.line"].has_access("read"):
            # Core looks up what was bought for it, which fails for whoever may not
            # read that: no salesperson could cancel an order, and no workshop its own.
            # Who is told of it is all that is looked up: nothing of it becomes his.
            moves = super(StockMove, self.sudo())
            found = moves._get_upstream_documents_and_responsibles(visited)
            return [tuple(record.sudo(False) for record in row) for row in found]
        return super()._get_upstream_documents_and_responsibles(visited)

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        # What was bought on one line is accepted, and enters stock, by itself.
        return [*super()._prepare_merge_moves_distinct_fields(), "incoming_line_id"]
