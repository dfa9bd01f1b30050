from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context


class OrderInspectionRequest(models.TransientModel):
    _name = "order.inspection.request"
    _description = "Ask for the Inspection of What Was Made"
    _inherit = ["order.actor.mixin"]

    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        required=True,
        ondelete="cascade",
    )
    workorder_id = fields.Many2one(
        "mrp.workorder",
        string="Operation",
        domain="[('production_id', '=', production_id)]",
        ondelete="cascade",
        help="Empty for the finished goods. With the operation that nothing follows, "
        "the finished goods are inspected, too.",
    )
    product_id = fields.Many2one(related="production_id.product_id")
    tracking = fields.Selection(related="production_id.product_id.tracking")
    product_uom_id = fields.Many2one(related="production_id.product_uom_id")
    quantity = fields.Float(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        digits="Product Unit",
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots/Serial Numbers",
        compute="_compute_lot_ids",
        store=True,
        readonly=False,
        domain="[('product_id', '=', product_id)]",
    )
    note = fields.Text(string="Remarks")

    @api.depends("production_id", "workorder_id")
    def _compute_quantity(self):
        """Offer what is ready, and was not offered yet."""
        for request in self:
            production = request.production_id
            request.quantity = max(request._get_room(), 0.0) if production else 0.0
            if production.qty_producing > 0:
                request.quantity = min(request.quantity, production.qty_producing)

    @api.depends("production_id")
    def _compute_lot_ids(self):
        for request in self:
            request.lot_ids = request.production_id.lot_producing_ids

    def _get_room(self):
        """Return how much may still be offered, in the manufacturing order's unit."""
        # What was offered and accepted is looked up for whoever asks.
        production = self.sudo().production_id
        inspections = self.env["order.inspection"].sudo()  # likewise
        return production.product_id.uom_id._compute_quantity(
            inspections._get_room(production, self._get_key()),
            production.product_uom_id,
            round=False,
        )

    def _get_key(self):
        """Return the key of the operation to sign off; finished goods have none."""
        workorder = self.sudo().workorder_id  # which operation is no secret
        if workorder.needed_by_workorder_ids:
            return workorder._get_operation_key()
        return None

    def action_request(self):
        """Have Quality inspect what was made (产品送检单)."""
        self.ensure_one()
        self._check_department("production")
        self._check_place()
        self._check_quantity()
        # Inspections come by such steps alone; the rights are checked above.
        inspections = self.env["order.inspection"].sudo()
        inspections = inspections.with_context(**clean_context(self.env.context))
        request = self.sudo()  # likewise
        inspection = inspections._offer(
            request.production_id, request.workorder_id, request._get_parts()
        )
        inspection.note = self.note
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s waits for Quality.", inspection.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_place(self):
        """Refuse what is not the user's to see, or is not inspected.

        :raise UserError: naming the manufacturing order
        """
        production, workorder = self.production_id, self.workorder_id
        production.check_access("read")
        is_elsewhere = workorder and workorder.production_id != production
        if is_elsewhere or not production.can_request_inspection:
            raise UserError(
                self.env._(
                    "%(production)s has nothing to inspect: it is for stock, not "
                    "confirmed, cancelled, was under way before going live, or the "
                    "operation is another one's.",
                    production=production.display_name,
                )
            )

    def _check_quantity(self):
        """Refuse to offer nothing, more than is made, or lots that do not fit.

        :raise UserError: naming what is left
        """
        unit = self.product_uom_id
        room = self._get_room()
        if (
            unit.compare(self.quantity, 0.0) <= 0
            or unit.compare(self.quantity, room) > 0
        ):
            raise UserError(
                self.env._(
                    "%(production)s has %(room)s %(unit)s left to be inspected: what "
                    "was offered or accepted is left out.",
                    production=self.production_id.display_name,
                    room=self.env["order.paper"]._format_quantity(max(room, 0.0)),
                    unit=unit.name,
                )
            )
        if any(lot.product_id != self.product_id for lot in self.lot_ids):
            raise UserError(self.env._("The lots are another product's."))

    def _get_parts(self):
        """Return what is offered, one part a serial number or lot."""
        lots = self.lot_ids
        if not lots:
            return [(lots, self.quantity)]
        return [(lot, self.quantity / len(lots)) for lot in lots]
