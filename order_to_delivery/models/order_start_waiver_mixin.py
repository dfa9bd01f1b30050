"""Who may let a manufacturing order start against a rule: the head of production."""

from odoo import models
from odoo.exceptions import AccessError


class OrderStartWaiverMixin(models.AbstractModel):
    _name = "order.start.waiver.mixin"
    _description = "Rule That the Head of Production Waives"

    def _get_orders(self, record):
        """Return the first governed order that a manufacturing order works for."""
        if record._name == "sale.order":
            return record
        return record._get_starting_orders()[record][:1]

    def _waivers(self, records):
        return ("production",)

    def _check_may_waive(self, order):
        """Refuse a waiver that is not the head's, or his deputy's while he is away.

        :raise AccessError: naming the heads of production
        """
        # Who heads a department is no secret of those who may not list them.
        departments = self.env["order.department"].sudo()
        workshops = departments.search(
            [("kind", "=", "production"), ("company_id", "=", order.company_id.id)]
        )
        if not workshops._is_headed_by(self.env.user):
            raise AccessError(
                self.env._(
                    "This waiver belongs to the head of Production: %(people)s.",
                    people=", ".join(workshops.head_id.mapped("name")) or "–",
                )
            )

    def _is_waiver_enough(self, record, waivers):
        """Tell whether waivers cover a manufacturing order, and how much it starts.

        One for the order covers all that is made for it; one for a manufacturing
        order covers what is split off it, too.
        """
        own = waivers.filtered(lambda waiver: record._is_waived_by(waiver))
        quantity = record._get_starting_quantity() - record.started_quantity
        return bool(own) and own._is_quantity_left(quantity)
