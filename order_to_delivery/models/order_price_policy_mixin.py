"""From when on the company doubts a price (H9.2)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# As in the company: each change of them is kept.
PRICE_POLICIES = frozenset(
    {
        "order_price_floor",
        "order_price_margin",
        "order_price_deviation",
        "order_price_months",
    }
)


class OrderPricePolicyMixin(models.AbstractModel):
    _name = "order.price.policy.mixin"
    _description = "Policies on Prices"

    order_price_floor = fields.Float(
        string="Price Floor (% of Price Plan)",
        help="A price below this percentage of what the price plan asks is doubted. "
        "Zero: the price plan is not asked.",
    )
    order_price_margin = fields.Float(
        string="Least Margin (%)",
        help="A price that leaves less than this over the product's cost is doubted. "
        "Zero: the margin is not asked.",
    )
    order_price_deviation = fields.Float(
        string="Off the Last Deal by (%)",
        help="A price that is higher or lower than the customer's last deal by more "
        "than this is doubted. Zero: the last deal is not asked.",
    )
    order_price_months = fields.Integer(
        string="Last Deal within (Months)",
        help="What the customer agreed to longer ago is no last deal any more. "
        "Zero: however long ago.",
    )

    @api.constrains(*PRICE_POLICIES)
    def _check_price_policies(self):
        for company in self:
            if min(company[name] for name in PRICE_POLICIES) < 0:
                raise ValidationError(
                    self.env._(
                        "%s: what prices are compared with is zero or more.",
                        company.display_name,
                    )
                )

    def _doubts_prices(self):
        """Tell whether the company compares prices at all."""
        self.ensure_one()
        company = self.sudo()  # a policy is no secret
        return any(
            company[name] for name in PRICE_POLICIES if name != "order_price_months"
        )
