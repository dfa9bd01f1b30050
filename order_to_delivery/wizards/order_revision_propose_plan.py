from odoo import fields, models


class OrderRevisionProposePlan(models.TransientModel):
    _name = "order.revision.propose.plan"
    _description = "Payment Plan of a Proposed Change"
    _order = "sequence, id"

    proposal_id = fields.Many2one(
        "order.revision.propose", required=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=lambda self: (
            self.env["order.payment.plan.line"]._fields["kind"].selection
        ),
        required=True,
        default="release",
    )
    amount_type = fields.Selection(
        selection=lambda self: (
            self.env["order.payment.plan.line"]._fields["amount_type"].selection
        ),
        required=True,
        default="percent",
    )
    percent = fields.Float(digits=(16, 2))
    amount = fields.Float(help="In the currency of the order.", digits=(16, 2))
    days = fields.Integer(help="Calendar days after delivery.")
