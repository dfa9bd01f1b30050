from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# Of a part that was split off: it brings what is left of the whole.
NO_GOODS = {"0": 0.0}


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = [
        "stock.picking",
        "order.company.check.mixin",
        "order.exempt.mixin",
        "order.inspected.mixin",
        "order.briefed.picking.mixin",
    ]

    # ``{product id: quantity in its unit}`` to be moved as the company went live.
    exempt_goods = fields.Json(readonly=True, copy=False)
    order_shipping_request_ids = fields.Many2many(
        "order.shipping.request",
        string="Shipping Requests",
        groups="order_to_delivery.group_user",
        copy=False,
        readonly=True,
    )
    order_delivery_receipt_ids = fields.One2many(
        "order.delivery.receipt",
        "picking_id",
        string="Delivery Receipts",
        groups="order_to_delivery.group_user",
    )
    shipping_release = fields.Selection(
        [("free", "No release needed"), ("released", "Released"), ("held", "Held")],
        compute="_compute_shipping_release",
        groups="order_to_delivery.group_user",
        help="Whether these goods may leave as they stand on this delivery.",
    )
    shipping_held_reasons = fields.Text(
        compute="_compute_shipping_release", groups="order_to_delivery.group_user"
    )

    incoming_held_reasons = fields.Text(
        compute="_compute_incoming_held_reasons",
        groups="order_to_delivery.group_user",
        help="Why these goods may not be put into stock as they stand here.",
    )

    def _get_inspected_lines(self):
        return self.move_ids._get_vendor_lines()

    @api.depends("state", "move_ids.quantity", "move_ids.location_dest_id")
    def _compute_incoming_held_reasons(self):
        """Tell the warehouse, before it presses, what it would be told (H1.8)."""
        moves = self.move_ids.filtered(
            lambda move: (
                move.state not in ("draft", "done", "cancel") and move._enters_stock()
            )
        )._filter_incoming_gated()
        reasons = self.env["order.incoming.quantity"]._get_held_reasons(moves)
        for picking in self:
            texts = [
                text
                for line in (picking.move_ids & moves)._get_vendor_lines()
                for text in reasons.get(line, ())
            ]
            picking.incoming_held_reasons = "\n".join(texts)

    @api.depends_context("uid")
    @api.depends("state", "move_ids.quantity", "move_ids.product_uom_qty")
    def _compute_shipping_release(self):
        """Tell the warehouse, before it presses, what it would be told (H9.17)."""
        moves = self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )._filter_gated()
        moves = moves._filter_releases()
        closed = self.env["order.gate"]._get_reasons("shipping", moves)
        for picking in self:
            own = picking.move_ids & moves
            texts = [reason.text for move in own for reason in closed.get(move, ())]
            picking.shipping_held_reasons = "\n".join(dict.fromkeys(texts))
            picking.shipping_release = (
                "held" if texts else "released" if own else "free"
            )

    def _subcontracted_produce(self, subcontract_details):
        """Have what a subcontractor makes planned, whoever buys or receives it."""
        # The switch is the company's, which the user may not see.
        if not self.company_id.sudo().use_order_to_delivery:
            return super()._subcontracted_produce(subcontract_details)
        # It follows from the purchase, and is not its buyer's to plan.
        machine = self.sudo()
        details = [
            (move.with_env(machine.env), bom) for move, bom in subcontract_details
        ]
        return super(StockPicking, machine)._subcontracted_produce(details)

    def write(self, vals):
        if "partner_id" in vals:
            self._check_receiver_stays(vals["partner_id"])
        if "backorder_id" in vals:
            self._check_split_stays()
        return super().write(vals)

    def _check_split_stays(self):
        """Refuse to say that a spared transfer was split off another one, or off none.

        :raise UserError: naming the transfer
        """
        for transfer in self.filtered("order_to_delivery_exempt"):
            raise UserError(
                self.env._(
                    "%s was under way when the company went live: what it was split "
                    "off stays as it is.",
                    transfer.name,
                )
            )

    def _check_receiver_stays(self, partner_id):
        """Refuse to say of what has left that it went to somebody else (H9.17).

        :raise UserError: naming the delivery and its receiver
        """
        for delivery in self.filtered(lambda delivery: delivery.state == "done"):
            is_changed = delivery.partner_id and delivery.partner_id.id != partner_id
            moves = delivery.move_ids.sudo()  # whose orders may not be read
            if is_changed and moves._filter_gated().sale_line_id:
                raise UserError(
                    self.env._(
                        "%(delivery)s has left for %(place)s, and stays as it was.",
                        delivery=delivery.name,
                        place=delivery.partner_id.display_name,
                    )
                )

    def action_split_transfer(self):
        """Split a transfer; its parts go each to the receiver of its requests."""
        result = super().action_split_transfer()
        # Whoever splits a delivery may not see the orders and requests of its goods.
        orders = self.sudo().move_ids.sale_line_id.order_id
        if orders:
            self.env["order.shipment.tie"].sudo()._tie(orders)  # as above
        return result

    def _action_done(self):
        with self.env["stock.move"]._awaiting_at_once():
            result = super()._action_done()
        self.move_ids._note_over_issued()
        moved = self.move_ids.filtered(
            lambda move: move.state == "done" and move.sale_line_id
        )._filter_gated()
        # Whoever ships or takes back moves the order on, and may not see orders.
        moved = moved.sudo()
        self._await_receipts(moved._filter_releases())
        moved.sale_line_id.order_id._touch_progress()
        return result

    @api.model
    def _await_receipts(self, moves):
        """Await the customer's signed receipt of what has just left (H9.19).

        :param moves: what has left for customers, in sudo: the warehouse has no
            right on receipts, each follows from what left
        """
        if not moves:
            return
        ties = self.env["order.shipment.tie"].sudo()  # as above
        released = ties._tie(moves.sale_line_id.order_id, moves)
        values = [
            self._prepare_receipt(picking, order, own, released[picking.id, order.id])
            for (picking, order), own in moves.grouped(
                lambda move: (move.picking_id, move.sale_line_id.order_id)
            ).items()
        ]
        # A receipt is announced to Sales later, by itself.
        self.env["order.delivery.receipt"].sudo().with_context(
            tracking_disable=True, mail_create_nosubscribe=True
        ).create(values)

    def _prepare_receipt(self, picking, order, moves, request_ids):
        """Return the values of a receipt, numbered as the paper that goes along."""
        return {
            "name": picking.name,
            "company_id": order.company_id.id,
            "sale_order_id": order.id,
            "revision_id": order.current_revision_id.id,
            "shipping_request_id": request_ids[0] if request_ids else False,
            "shipping_request_ids": [Command.set(request_ids)],
            "picking_id": picking.id,
            "line_ids": [
                Command.create(
                    {
                        "company_id": order.company_id.id,
                        "sale_line_id": move.sale_line_id.id,
                        "product_id": move.product_id.id,
                        "product_uom_id": move.product_uom.id,
                        "sent_quantity": move.quantity,
                        "received_quantity": move.quantity,
                    }
                )
                for move in moves
            ],
        }

    def _get_spared_family(self):
        """Return a transfer that was spared first, and what was split off it since."""
        first = self
        while first.backorder_id.order_to_delivery_exempt:
            first = first.backorder_id
        family = first
        while more := family.backorder_ids - family:
            family |= more
        return first | family

    def _create_backorder_picking(self):
        backorder = super()._create_backorder_picking()
        self._pass_exemption_on(backorder)
        if self.order_to_delivery_exempt and self.exempt_goods:
            backorder.sudo().exempt_goods = NO_GOODS  # protected from users
        return backorder
