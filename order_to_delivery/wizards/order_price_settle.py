from odoo import fields, models


class OrderPriceSettle(models.TransientModel):
    _name = "order.price.settle"
    _description = "Settle Doubts about Prices"

    doubt_ids = fields.Many2many("order.price.doubt", string="Doubts", required=True)
    reason = fields.Text(required=True, help="Why the price is right as it is.")

    def action_settle(self):
        """Settle the doubts with the reason; they check who may."""
        self.ensure_one()
        self.doubt_ids._settle(self.reason)
        return {"type": "ir.actions.act_window_close"}
