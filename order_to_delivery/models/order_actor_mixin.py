"""Which department a step belongs to."""

from odoo import models
from odoo.exceptions import AccessError

from .order_department_kind import group_of


class OrderActorMixin(models.AbstractModel):
    _name = "order.actor.mixin"
    _description = "Record Whose Steps Belong to Departments"

    def _check_department(self, *kinds):
        """Refuse who does not act for one of the departments.

        :raise AccessError: naming the departments that may
        """
        self.check_access("read")
        if any(self.env.user.has_group(group_of(kind)) for kind in kinds):
            return
        departments = self.env["order.department"]._get_kind_labels(kinds)
        raise AccessError(
            self.env._(
                "This step belongs to %(departments)s: ask them to take it.",
                departments=departments,
            )
        )
