"""What a company leaves to itself once Production is instructed."""

from odoo import fields, models


class OrderProductionPolicyMixin(models.AbstractModel):
    _name = "order.production.policy.mixin"
    _description = "Policies on Production"

    order_plans_instructed = fields.Boolean(
        string="Plan Instructed Orders",
        help="What Production accepted is planned as promised by itself, a little "
        "later; else Production plans it on the production instruction.",
    )
