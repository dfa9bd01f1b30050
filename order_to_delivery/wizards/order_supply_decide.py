from odoo import fields, models


class OrderSupplyDecide(models.TransientModel):
    _name = "order.supply.decide"
    _description = "Decide on an Order's Supply"

    question_ids = fields.Many2many("order.supply.question", required=True)
    decision = fields.Selection(
        selection=lambda self: self._selection_decision(), required=True
    )
    remark = fields.Text(
        required=True, help="What was agreed, and with whom: it stays with the order."
    )

    def _selection_decision(self):
        questions = self.env["order.supply.question"]
        return questions._fields["decision"]._description_selection(self.env)

    def action_decide(self):
        """Write down the decision; the questions check who may."""
        self.question_ids._decide(self.decision, self.remark)
        return {"type": "ir.actions.act_window_close"}
