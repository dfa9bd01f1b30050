"""What a company has decided about goods that have left."""

from odoo import fields, models

# As in the company: each change of them is kept.
ARRIVAL_POLICIES = frozenset(
    {
        "order_acknowledgement_days",
        "order_receipt_days",
        "order_end_policy",
        "order_needs_briefing",
        "order_document_days",
    }
)


class OrderArrivalPolicyMixin(models.AbstractModel):
    _name = "order.arrival.policy.mixin"
    _description = "Policies on Goods That Have Left"

    order_acknowledgement_days = fields.Integer(
        string="Advice Acknowledged within (Days)",
        default=2,
        help="Calendar days after which Customer Service asks the customer whether the "
        "shipping advice reached him.",
    )
    order_receipt_days = fields.Integer(
        string="Receipt Back within (Days)",
        default=3,
        help="Days from the arrival of the goods until the signed receipt is back. "
        "Then the customer is reminded, and after as many days the superior of "
        "Logistics is told.",
    )
    order_end_policy = fields.Selection(
        [
            ("dispatch", "All goods that have left"),
            ("receipt", "All signed delivery receipts"),
        ],
        string="An Order Is Ended by",
        default="receipt",
        required=True,
    )
    order_needs_briefing = fields.Boolean(
        string="Shippers Are Briefed",
        help="What is released from then on leaves once its shipper has ticked and "
        "signed what he read back: goods, packing, marks, receiver, time and place.",
    )
    order_document_days = fields.Integer(
        string="Documents before Shipping (Days)",
        default=3,
        help="Calendar days before the shipping day from which documents that are "
        "still missing stand on the desk of Logistics. From the day itself on, "
        "Customer Service is asked, too.",
    )
