from odoo import fields, models


class OrderConfirmationUnclear(models.TransientModel):
    _name = "order.confirmation.unclear"
    _description = "Send an Unclear Confirmation Back"

    confirmation_id = fields.Many2one("order.confirmation", required=True)
    reason = fields.Text(
        required=True, help="What cannot be read, or which wish is unclear."
    )

    def action_mark_unclear(self):
        """Note what the customer has to make clear."""
        self.confirmation_id.action_mark_unclear(self.reason)
        return {"type": "ir.actions.act_window_close"}
