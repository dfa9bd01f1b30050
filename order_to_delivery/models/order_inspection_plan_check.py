from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from .order_inspection_asked_mixin import CHECK_KINDS, DIGITS

# What an inspection copies of a check.
COPIED_FIELDS = (
    "sequence",
    "name",
    "kind",
    "limit_kind",
    "lower_limit",
    "upper_limit",
    "unit",
    "is_required",
    "instruction",
)


class OrderInspectionPlanCheck(models.Model):
    _name = "order.inspection.plan.check"
    _description = "Check of an Inspection Plan"
    _inherit = ["order.inspection.asked.mixin"]
    _order = "sequence, id"

    plan_id = fields.Many2one(
        "order.inspection.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    kind = fields.Selection(CHECK_KINDS, required=True, default="yes_no")

    @api.constrains("kind", "limit_kind", "lower_limit", "upper_limit")
    def _check_limits(self):
        for check in self.filtered(lambda check: check.kind == "measured"):
            is_crossed = (
                float_compare(
                    check.lower_limit, check.upper_limit, precision_digits=DIGITS
                )
                > 0
            )
            if not check.limit_kind or check.limit_kind == "between" and is_crossed:
                raise ValidationError(
                    self.env._(
                        "%(check)s is measured: say what is allowed, the lower limit "
                        "not above the upper one.",
                        check=check.name,
                    )
                )

    # A plan belongs to the head of Quality, with all that stands on it.

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or operation == "read" or not self:
            return result
        refused = self.plan_id._check_access("write")
        if not refused:
            return None
        plans, make_error = refused
        return self.filtered(lambda check: check.plan_id in plans), make_error

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks.plan_id._raise_version()
        return checks

    def write(self, vals):
        before = self.plan_id
        result = super().write(vals)
        (before | self.plan_id)._raise_version()
        return result

    @api.ondelete(at_uninstall=False)
    def _raise_version_of_plan(self):
        self.plan_id._raise_version()

    def _prepare_check(self):
        """Return what an inspection is asked, as it stands here by now."""
        self.ensure_one()
        return {name: self[name] for name in COPIED_FIELDS}
