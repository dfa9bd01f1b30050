"""What is urgent comes first: in the workshop, in stock, in the ledger."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

URGENT = "1"
ENDED = ("done", "cancel")
WAITING = ("confirmed", "waiting", "partially_available")


class OrderUrgencyMixin(models.AbstractModel):
    _name = "order.urgency.mixin"
    _description = "Urgency of an Order"

    # No default: a column of orders that is filled would be written on all of them.
    is_urgent = fields.Boolean(
        string="Urgent",
        copy=False,
        tracking=True,
        help="Its manufacturing orders and transfers stand before those of other "
        "orders, and get free stock first; between urgent ones the date decides.",
    )

    urgent_reason = fields.Char(
        copy=False, tracking=True, help="Why this order comes before others (H2.2)."
    )
    urgent_by_id = fields.Many2one(
        "res.users", string="Urgent by", readonly=True, copy=False
    )

    @api.constrains("is_urgent", "urgent_reason")
    def _check_urgent_reason(self):
        """Refuse urgency without its reason, on every route (H2.2).

        :raise ValidationError: naming the orders
        """
        silent = self.filtered(
            lambda order: order.is_urgent and not (order.urgent_reason or "").strip()
        )
        silent = silent._filter_gated()
        if silent:
            raise ValidationError(
                self.env._(
                    "%(orders)s: say why the order is urgent.",
                    orders=", ".join(silent.mapped("display_name")),
                )
            )

    def _note_urgency(self):
        """Keep who said that orders are urgent."""
        for order in self.sudo():  # whoever says so does not write who it was
            if bool(order.urgent_by_id) != order.is_urgent:
                order.urgent_by_id = order.is_urgent and self.env.uid

    def _pass_on_urgency(self):
        """Have what is made and moved for orders stand first, or no longer (H2.2).

        What has ended keeps what it says.
        """
        # Who says that an order is urgent need not see what is made and moved for it.
        for urgent, orders in self.sudo().grouped("is_urgent").items():
            works = [orders._get_productions(), orders.picking_ids]
            for records in works:
                records.filtered(
                    lambda record, urgent=urgent: (
                        record.state not in ENDED
                        and (record.priority == URGENT) != urgent
                    )
                ).write({"priority": URGENT if urgent else "0"})

    def action_reserve_stock(self):
        """Set aside for the order what is free in stock, for all that waits (H4.1).

        What is reserved for other orders stays theirs.

        :raise AccessError: unless the user acts for who allocates stock
        """
        self._check_department("material_control", "warehouse", "production")
        self.check_access("read")
        # The department is checked above; its people need not have Odoo's own rights
        # for every kind of transfer.
        for order in self.sudo().sorted(lambda order: order._get_turn()):
            moves = order._get_productions().move_raw_ids | order.picking_ids.move_ids
            moves.filtered(lambda move: move.state in WAITING)._action_assign()
        return self.action_view_material_needs()

    def _get_turn(self):
        """Return what to sort orders by: urgent ones first, then by their start."""
        day = self.production_start_date or self.finished_date or fields.Date.today()
        return not self.is_urgent, day, self.id
