from odoo import fields, models


class OrderDeliveryReceiptSign(models.TransientModel):
    _name = "order.delivery.receipt.sign"
    _description = "Signed Delivery Receipt"

    receipt_id = fields.Many2one("order.delivery.receipt", required=True)
    signed_by = fields.Char(required=True, help="Who signed for the customer.")
    signed_date = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now()
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Scans")

    def action_sign(self):
        """Sign the receipt; it checks who may, and what is missing."""
        self.receipt_id.action_mark_signed(
            self.attachment_ids.ids, self.signed_by, self.signed_date
        )
        return {"type": "ir.actions.act_window_close"}
