"""What a company asks of a customer's order before it is reviewed."""

from odoo import fields, models

# What the memo may be asked for besides what every order needs.
FURTHER_ITEMS = (
    "specification",
    "price",
    "packing",
    "marks",
    "country",
    "contact",
    "signatory",
    "attachment",
)
# As in the company: each change of them is kept.
INTAKE_POLICIES = frozenset(
    {
        "order_duplicate_days",
        "order_urgent_review_days",
        *(f"order_intake_needs_{name}" for name in FURTHER_ITEMS),
    }
)


class OrderIntakePolicyMixin(models.AbstractModel):
    _name = "order.intake.policy.mixin"
    _description = "Policies on the Intake of Orders"

    order_intake_needs_specification = fields.Boolean(
        string="Specification",
        help="An order is submitted once each of its goods has a specification.",
    )
    order_intake_needs_price = fields.Boolean(
        string="Price",
        help="An order is submitted once each line has a price. What is given free "
        "keeps its price, with a discount of 100 %.",
    )
    order_intake_needs_packing = fields.Boolean(
        string="Packing",
        help="An order is submitted once it says how all its goods are packed.",
    )
    order_intake_needs_marks = fields.Boolean(
        string="Shipping Marks",
        help="An order is submitted once its shipping marks are known.",
    )
    order_intake_needs_country = fields.Boolean(
        string="Country of Destination",
        help="An order is submitted once its delivery address names a country.",
    )
    order_intake_needs_contact = fields.Boolean(
        string="Contact",
        help="An order is submitted once its customer can be reached by phone or "
        "e-mail.",
    )
    order_intake_needs_signatory = fields.Boolean(
        string="Signatory",
        help="An order is submitted once its customer has named who signs.",
    )
    order_intake_needs_attachment = fields.Boolean(
        string="Written Orders",
        help="What came by fax or from a sales representative is submitted once the "
        "paper is attached (H9.1).",
    )
    order_duplicate_days = fields.Integer(
        string="Same Goods within (Days)",
        default=7,
        help="Calendar days within which two orders of a customer for the same goods "
        "are shown as a possible duplicate. Zero: only the same reference is.",
    )
    order_urgent_review_days = fields.Integer(
        string="Urgent Review within (Days)",
        default=1,
        help="Days from circulation to the last answer on an urgent order; never more "
        "than on any other order.",
    )
