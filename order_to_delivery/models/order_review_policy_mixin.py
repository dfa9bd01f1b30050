"""How the company reviews its orders (H1.3, H1.4)."""

from odoo import fields, models

# As in the company: each change of them is kept.
REVIEW_POLICIES = frozenset({"order_meeting_policy", "order_proposes_change_kind"})


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
    order_proposes_change_kind = fields.Boolean(
        string="Propose New and Changed Products",
        help="A product to make that no customer was ever delivered is submitted as "
        "new; one whose bill of materials was written since a review with it closed "
        "last, as changed. Who says less of it gives a reason. Set it once what was "
        "delivered before is known here.",
    )
