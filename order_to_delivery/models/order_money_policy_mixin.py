"""What the company lets count as money received (H9.15)."""

from odoo import fields, models

MONEY_POLICIES = frozenset(
    {"order_bill_policy", "order_bank_charge_limit", "order_bill_days"}
)


class OrderMoneyPolicyMixin(models.AbstractModel):
    _name = "order.money.policy.mixin"
    _description = "What Counts as Money Received"

    # Only so that the mixin stands alone: the company's own definition wins.
    currency_id = fields.Many2one("res.currency")
    order_bill_policy = fields.Selection(
        [("accepted", "When it is accepted"), ("cashed", "When it is cashed")],
        string="An Acceptance Bill Counts",
        default="cashed",
        required=True,
        help="Where only what the bank statement confirms counts, a bill that is "
        "accepted has to be confirmed as well.",
    )
    order_bank_charge_limit = fields.Monetary(
        string="Bank Charge Counts up to",
        help="In the company's currency, of each payment: what banks kept counts as "
        "received up to here; what is written off beyond it is still due. Zero: all "
        "of it is due.",
    )
    order_bill_days = fields.Integer(
        string="Bills Are Presented before Due (Days)",
        default=7,
        help="Calendar days before its due day from which an acceptance bill stands on "
        "the desk of Finance. A cheque does so at once.",
    )
