"""How the company reviews its orders (H1.3)."""

from odoo import fields, models

# As in the company: each change of them is kept.
REVIEW_POLICIES = frozenset({"order_meeting_policy"})


class OrderReviewPolicyMixin(models.AbstractModel):
    _name = "order.review.policy.mixin"
    _description = "Policies on Reviews"

    order_meeting_policy = fields.Selection(
        [
            ("required", "Required"),
            ("on_demand", "As the chair calls it"),
            ("none", "None"),
        ],
        string="Review Meeting",
        default="on_demand",
        required=True,
        help="Whether a review closes only once a meeting of the heads of departments "
        "is minuted: each full review, or those for which the chair called one.",
    )
