from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderShippingBriefing(models.Model):
    _name = "order.shipping.briefing"
    _inherit = ["order.actor.mixin"]
    _description = "What the Shipper Reads Back"
    _order = "request_id, sequence, id"
    _rec_name = "text"

    request_id = fields.Many2one(
        "order.shipping.request",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(
        [
            ("goods", "Goods"),
            ("packing", "Packing"),
            ("marks", "Shipping Marks"),
            ("contact", "Receiver"),
            ("time", "Ship on"),
            ("place", "Delivery Place"),
            ("note", "Remarks"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text(required=True, readonly=True)
    is_ticked = fields.Boolean(string="Read Back", readonly=True, copy=False)
    ticked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ticked_date = fields.Datetime(readonly=True, copy=False)
    is_signed = fields.Boolean(compute="_compute_is_signed")

    @api.depends("request_id.briefed_date")
    def _compute_is_signed(self):
        for item in self:
            item.is_signed = bool(item.request_id.briefed_date)

    def action_tick(self):
        """Tick what was read back (H9.17)."""
        self._check_department("warehouse", "logistics")
        self._tick(True)
        return True

    def action_untick(self):
        """Take a tick back, as long as nobody has signed."""
        self._check_department("warehouse", "logistics")
        self._tick(False)
        return True

    def _tick(self, is_ticked):
        for request in self.request_id:
            if request.briefed_date:
                raise UserError(
                    self.env._(
                        "The briefing of %s is signed and stays as it is.", request.name
                    )
                )
        # Nobody writes a briefing but by its steps.
        self.sudo().write(
            {
                "is_ticked": is_ticked,
                "ticked_by_id": is_ticked and self.env.uid,
                "ticked_date": is_ticked and fields.Datetime.now(),
            }
        )
