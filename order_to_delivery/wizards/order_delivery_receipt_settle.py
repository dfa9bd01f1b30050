from odoo import fields, models


class OrderDeliveryReceiptSettle(models.TransientModel):
    _name = "order.delivery.receipt.settle"
    _description = "Settle the Difference of a Receipt"

    receipt_id = fields.Many2one("order.delivery.receipt", required=True)
    answer = fields.Text(string="How It Was Settled", required=True)

    def action_settle(self):
        """Settle the difference; the receipt checks who may."""
        self.receipt_id.action_settle_difference(self.answer)
        return {"type": "ir.actions.act_window_close"}
