"""Which department writes what of a production exception."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .order_department_kind import group_of

# The rest is the product's to fill in, or protected.
WRITERS = {
    "kind": ("production",),
    "description": ("production",),
    "effect_days": ("production",),
    "emergency_plan": ("customer_service", "sales"),
    "customer_answer": ("customer_service", "sales"),
    "customer_contact": ("customer_service", "sales"),
    "answer_date": ("customer_service", "sales"),
    "cause": ("production", "customer_service"),
    "owner_id": ("production", "customer_service"),
}
ANSWERED = ("agreed", "refused")


class OrderExceptionWriterMixin(models.AbstractModel):
    _name = "order.exception.writer.mixin"
    _description = "Fields That Belong to Departments"

    # The form opens to a department what the server takes from it.
    is_report_open = fields.Boolean(compute="_compute_open_parts")
    is_plan_open = fields.Boolean(compute="_compute_open_parts")
    is_cause_open = fields.Boolean(compute="_compute_open_parts")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_open_parts(self):
        acts = {
            name: self._acts_for(*WRITERS[name])
            for name in ("effect_days", "emergency_plan", "cause")
        }
        for record in self:
            is_open = record.state != "closed"
            record.is_report_open = is_open and acts["effect_days"]
            record.is_plan_open = is_open and acts["emergency_plan"]
            record.is_cause_open = is_open and acts["cause"]

    def write(self, vals):
        if not self.env.su:
            self._check_open()
            self._check_writers(vals)
        changed = self._filter_effect_changed(vals)
        result = super().write(vals)
        if "customer_answer" in vals:
            self._note_answer(vals)
        changed._ask_customer()
        return result

    def _filter_effect_changed(self, vals):
        """Return the records of which the customer judged another effect."""
        if "effect_days" not in vals:
            return self.browse()
        return self.filtered(lambda record: record.effect_days != vals["effect_days"])

    def _check_open(self):
        """Refuse to change what is closed.

        :raise UserError: saying what to do instead
        """
        for record in self:
            if record.state == "closed":
                raise UserError(
                    self.env._(
                        "%(exception)s is closed and stays as it is: add what is new "
                        "to its thread, or report another one.",
                        exception=record.name,
                    )
                )

    def _check_writers(self, vals):
        """Refuse what other departments write, all fields at once.

        :raise AccessError: naming the fields and their departments
        """
        written = {name: kinds for name, kinds in WRITERS.items() if name in vals}
        refused = [
            f"{self._get_label(name)} ({self._get_kind_labels(kinds)})"
            for name, kinds in written.items()
            if not self._acts_for(*kinds)
        ]
        if refused:
            raise AccessError(
                self.env._(
                    "These are for other departments to write: %(fields)s.",
                    fields="; ".join(refused),
                )
            )
        if any("sales" in kinds for kinds in written.values()):
            self._check_speaks_for_customer()

    def _check_speaks_for_customer(self):
        """Let a salesperson speak for the customers of the own orders only."""
        if not self._acts_for("customer_service"):
            self.sale_order_id.check_access("write")

    def _acts_for(self, *kinds):
        return any(self.env.user.has_group(group_of(kind)) for kind in kinds)

    def _get_label(self, name):
        return self._fields[name].get_description(self.env, ["string"])["string"]

    def _get_kind_labels(self, kinds):
        return self.env["order.department"]._get_kind_labels(kinds)

    def _note_answer(self, vals):
        """Note who took the customer's answer, and when it was given."""
        # Who took it is not the writer's to choose.
        for record in self.sudo():
            is_answered = record.customer_answer in ANSWERED
            day = vals.get("answer_date") or record.company_id._get_local_day()
            record.write(
                {
                    "answer_recorded_by_id": is_answered and self.env.uid,
                    "answer_date": is_answered and day,
                }
            )

    def _ask_customer(self):
        """Ask the customer anew: what was answered was another effect."""
        # Production changes the effect, and with it what others wrote.
        for record in self.sudo():
            record.write(
                {
                    "customer_answer": "waiting"
                    if record._is_customer_asked()
                    else "none",
                    "customer_contact": False,
                }
            )
