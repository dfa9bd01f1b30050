"""The floor under all goods that enter stock from a vendor (H1.8)."""

from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

# What the transfer under way has brought, in the cache of its cursor.
BROUGHT = "order_to_delivery.brought_moves"

# Writing these on a done move changes what has entered stock.
ENTRY_FIELDS = {
    "product_id",
    "product_uom",
    "quantity",
    "location_id",
    "location_dest_id",
    "picking_id",
    "picking_type_id",
    "company_id",
}
# What ties a move to the purchase that its goods were bought on.
VENDOR_FIELDS = {"purchase_line_id", "incoming_line_id"}


class OrderIncomingMoveMixin(models.AbstractModel):
    _name = "order.incoming.move.mixin"
    _inherit = ["order.entry.mixin"]
    _description = "Goods That Enter Stock from a Vendor"

    # Whose company has them inspected

    def _filter_incoming_gated(self):
        """Return the moves whose company has what it buys inspected."""
        # Whose the goods are decides, not what the user may see of it.
        return self.browse(
            move.id
            for move in self.sudo()
            if move.company_id.use_order_to_delivery
            and not move._was_bought_before_going_live()
        )

    def _was_bought_before_going_live(self):
        """Tell whether goods are spared: by their purchase, and not by the transfer.

        Else they would only have to be put on a transfer that was under way.
        """
        line = self._get_vendor_lines()
        return (line.order_id or self.picking_id).order_to_delivery_exempt

    # The floor

    @api.constrains("state")
    def _check_incoming_floor(self):
        """Ask the gates wherever goods enter stock from a vendor."""
        self._filter_entering()._ask_incoming()

    def _filter_entering(self):
        """Return the done moves by which goods have entered stock."""
        entering = self.filtered(
            lambda move: (
                move.state == "done"
                # The switch is read on the company, which the user may not see.
                and move.company_id.sudo().use_order_to_delivery
                and move._has_moved()
                and move._enters_stock()
            )
        )
        return entering._filter_incoming_gated()

    def _ask_incoming(self):
        """Let goods enter stock, or refuse with all reasons; moves are done.

        Whoever receives on the same purchase at the same time collides on the guard
        and is tried again on fresh figures.
        """
        if not self:
            return
        self._check_not_inspector()
        lines = self._get_vendor_lines()
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("purchase.order.line", lines.ids)
        gate = self.env["order.gate"]
        unordered = self.filtered(lambda move: not move._get_vendor_lines())
        closed = {
            **gate._get_reasons("incoming", lines.sudo(False)),
            # A customer's order that is spared spares nothing that no one bought.
            **gate._ask_gates("incoming", unordered),
        }
        if closed:
            raise UserError(gate._format_refusal(closed))

    def _check_not_inspector(self):
        """Refuse that who judged goods also receives them.

        :raise UserError: naming the inspection
        """
        pickings = self.filtered(
            lambda move: (
                # The policy is the company's, which the user may not see.
                not move.company_id.sudo().order_allow_own_inspection
                and move._is_from_vendor(move.location_id)
            )
        ).picking_id
        own = pickings and self.env["order.inspection"].sudo().search(  # who judged
            [
                ("picking_id", "in", pickings.ids),
                ("inspector_id", "=", self.env.uid),
                ("state", "=", "judged"),
            ],
            limit=1,
        )
        if own:
            raise UserError(
                self.env._(
                    "You judged %(inspection)s yourself: somebody else has to receive "
                    "these goods.",
                    inspection=own.name,
                )
            )

    # What stays as it was

    def _get_vendor_ties(self):
        """Return ``{move: purchase line}`` of moves that enter stock, or have.

        Those that are not done, too: where the company lets goods in that belong to no
        purchase, they would enter by that, and no inspection would be asked.
        """
        bought = self.filtered(
            lambda move: move.state != "cancel" and move._get_vendor_lines()
        )
        governed = bought._filter_incoming_gated()
        done = governed.filtered(lambda move: move.state == "done")
        inflow = done._get_inflow()
        return {
            move: move._get_vendor_lines()
            for move in governed
            if move not in done or inflow[move]
        }

    def _check_vendor_ties(self, ties):
        """Refuse to cut goods that enter stock, or have, loose from their purchase.

        :raise UserError: naming the move and its purchase order
        """
        for move, line in ties.items():
            if move._get_vendor_lines() != line:
                raise UserError(
                    self.env._(
                        "%(move)s was bought on %(order)s and stays with it: cancel "
                        "what does not come, and return what came.",
                        move=move._get_shipping_name(),
                        order=line.order_id.name,
                    )
                )

    def _check_stays_in_stock(self):
        """Refuse to forget that goods have entered stock.

        :raise UserError: naming the move
        """
        for move, quantity in self._filter_incoming_gated()._get_inflow().items():
            if quantity:
                raise UserError(
                    self.env._(
                        "%(product)s has entered stock and stays done: return it, or "
                        "lower its quantity.",
                        product=move._get_shipping_name(),
                    )
                )

    # What waits for Quality

    def _is_inspection_due(self):
        """Tell whether goods came, or are ready to come straight into stock.

        Where they wait first they are inspected once they are there.
        """
        self.ensure_one()
        return self.state == "done" or (
            self.state in ("assigned", "partially_available")
            and not self.location_dest_id.awaits_inspection
        )

    @contextmanager
    def _awaiting_at_once(self):
        """Have Quality inspect what a transfer brings once all of it is through.

        Core writes its moves once more until then: looking at them in between would
        have them written twice.
        """
        cache = self.env.cr.cache
        if BROUGHT in cache:
            yield
            return
        cache[BROUGHT] = []
        try:
            yield
        except BaseException:
            del cache[BROUGHT]
            raise
        moves = self.browse(cache.pop(BROUGHT))
        if moves:
            # Else what follows from them would be written in two parts, too.
            self.env["stock.picking"].flush_model()
            moves._await_inspection(is_final=True)

    def _await_inspection(self, is_final=False):
        """Have Quality inspect what a vendor brings, once it is due or has come.

        :param is_final: whether what did not come will not come any more
        """
        moves = self.filtered(
            lambda move: (
                move.purchase_line_id and move._is_from_vendor(move.location_id)
            )
        )
        moves = moves._filter_incoming_gated()
        brought = self.env.cr.cache.get(BROUGHT)
        if is_final and brought is not None:
            brought.extend(moves.ids)
        elif moves:
            # Inspections come by themselves, whoever confirms, receives or cancels.
            self.env["order.inspection"].sudo()._await_moves(moves.sudo(), is_final)
