"""Inspection plans, and inspections that they ask something of."""

from odoo import Command

MEASURED = {
    "name": "Thickness",
    "kind": "measured",
    "limit_kind": "between",
    "lower_limit": 2.9,
    "upper_limit": 3.1,
    "unit": "mm",
}


class PlanMixin:
    """The head of Quality writes plans, an inspector answers their checks."""

    def _plan(self, checks=None, kind="incoming", **values):
        """Return a plan of the head of Quality; one measured check unless told."""
        plans = self.as_("quality", self.env["order.inspection.plan"])
        plan = plans.create(
            {
                "name": "Boards",
                "kind": kind,
                "check_ids": [
                    Command.create(check)
                    for check in ([MEASURED] if checks is None else checks)
                ],
                **values,
            }
        )
        return plan.with_env(self.env)

    def _check(self, inspection, title=None):
        """Return a check of an inspection as the inspector, by its title."""
        checks = inspection.check_ids.filtered(
            lambda check: title in (None, check.title)
        )
        return self.as_("inspector", checks)

    def _answer_checks(self, inspection, reading="3.0", result="passed"):
        """Answer all checks of an inspection, as the inspector."""
        for check in self._check(inspection):
            is_measured = check.kind == "measured"
            check.write({"reading": reading} if is_measured else {"result": result})
        return inspection
