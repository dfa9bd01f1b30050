"""Which inspection plan applies to which goods.

The most specific plan in force does: one for the product goes before one for its
category (the nearer category first), then one for the vendor or customer, then one for
the operation by name, then one for the work center; of equals the newest.
"""

import math
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain


class Goods(NamedTuple):
    """Goods that are to be inspected, as plans know them."""

    company: models.Model
    kind: str
    product: models.Model
    partner: models.Model
    operation: str
    workcenter: models.Model


def get_sample(policy, size, offered):
    """Return how much of what is offered is looked at, in its unit.

    Percent are rounded up to whole pieces; never more than what is offered.
    """
    if policy == "fixed":
        return min(size, offered)
    if policy == "percent":
        # A hair above a whole number is that number.
        return min(math.ceil(round(offered * size / 100, 6)), offered)
    return offered


class OrderInspectionFitMixin(models.AbstractModel):
    _name = "order.inspection.fit.mixin"
    _description = "Goods That an Inspection Plan Applies to"

    @api.model
    def _get_in_force(self, companies, kinds):
        """Return the plans of companies for kinds of inspections, for everybody."""
        # What is asked of goods holds for whoever offers them.
        return self.sudo().search(
            Domain("company_id", "in", companies.ids) & Domain("kind", "in", kinds)
        )

    def _get_fitting(self, goods):
        """Return the most specific of these plans that applies to goods, or none."""
        fitting = [plan for plan in self if plan._is_for(goods)]
        return max(
            fitting, key=lambda plan: plan._get_rank(goods), default=self.browse()
        )

    def _is_for(self, goods):
        self.ensure_one()
        if (self.company_id, self.kind) != (goods.company, goods.kind):
            return False
        template = goods.product.product_tmpl_id
        if self.product_tmpl_ids or self.category_ids:
            is_named = template in self.product_tmpl_ids or self._get_depth(goods) > 0
        else:
            is_named = True
        operation = (self.operation_name or "").strip().casefold()
        partner = self.partner_id.commercial_partner_id
        return bool(
            is_named
            and partner in (goods.partner.browse(), goods.partner.commercial_partner_id)
            and operation in ("", goods.operation.strip().casefold())
            and self.workcenter_id in (goods.workcenter.browse(), goods.workcenter)
        )

    def _get_depth(self, goods):
        """Return how near the category of the plan is to that of the goods."""
        above = (goods.product.categ_id.parent_path or "").split("/")
        return max(
            (
                above.index(str(category.id)) + 1
                for category in self.category_ids
                if str(category.id) in above
            ),
            default=0,
        )

    def _get_rank(self, goods):
        """Return how specific a plan is that applies; the highest one wins."""
        return (
            goods.product.product_tmpl_id in self.product_tmpl_ids,
            self._get_depth(goods),
            bool(self.partner_id),
            bool(self.operation_name),
            bool(self.workcenter_id),
            self.id or 0,
        )
