from odoo import api, fields, models

from ..models.order_door_report import INSTRUMENTS


class OrderDoorReportEnter(models.TransientModel):
    _name = "order.door.report.enter"
    _description = "Report What Was Collected at the Door"

    receipt_id = fields.Many2one("order.delivery.receipt", required=True)
    currency_id = fields.Many2one(related="receipt_id.currency_id")
    amount = fields.Monetary(
        string="Collected",
        compute="_compute_amount",
        store=True,
        readonly=False,
        required=True,
        help="In the currency of the order.",
    )
    instrument = fields.Selection(INSTRUMENTS, required=True, default="cash")
    collected_by = fields.Char(
        required=True,
        default=lambda self: self.env.user.name,
        help="Who took the money at the customer's door.",
    )
    reference = fields.Char(
        string="Number of the Slip",
        help="Number of the cheque, of the slip or of the transfer.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence")

    @api.depends("receipt_id")
    def _compute_amount(self):
        for dialog in self:
            dialog.amount = dialog.receipt_id.door_due

    def action_report(self):
        """Report it; the receipt checks who may, and what is missing."""
        self.receipt_id.action_report_collected(
            self.amount,
            self.instrument,
            self.collected_by,
            self.attachment_ids.ids,
            self.reference,
        )
        return {"type": "ir.actions.act_window_close"}
