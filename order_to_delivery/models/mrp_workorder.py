from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_making_mixin import STARTED, is_added

# Work orders in these states were begun.
BEGUN = ("progress", "done")
# The way in which core links operations, from either side.
LINKS = {"blocked_by_workorder_ids", "needed_by_workorder_ids"}
# What core books of the costs of an operation, where it does.
ENTRIES = {"mo_analytic_account_line_ids", "wc_analytic_account_line_ids"}
# The work orders that are being deleted, in the cache of their cursor.
LEAVING = "order_to_delivery.leaving_workorders"


# What its manufacturing order tells of the customer's order.
TOLD = (
    "customer_order_id",
    "order_finished_date",
    "days_behind",
    "order_tolerance",
    "order_specification",
    "order_packing",
    "order_marks",
    "order_special_rules",
    "order_instruction_difference",
)


def _told(kind, string, **kwargs):
    return kind(string=string, compute="_compute_told", compute_sudo=True, **kwargs)


class MrpWorkorder(models.Model):
    _name = "mrp.workorder"
    _inherit = ["mrp.workorder", "order.assigned.mixin"]

    can_report_exception = fields.Boolean(related="production_id.can_report_exception")
    tool_ids = fields.Many2many(related="operation_id.tool_ids")
    can_request_inspection = fields.Boolean(
        related="production_id.can_request_inspection"
    )
    # Which operation this is, through all parts of a production; the id of the first
    # work order, so that nothing is written where nothing was split.
    operation_key = fields.Char(readonly=True)
    signoff_held_reasons = fields.Text(
        compute="_compute_signoff_held_reasons",
        groups="order_to_delivery.group_user",
        help="Why this operation may not be begun yet.",
    )
    can_reschedule = fields.Boolean(related="production_id.can_reschedule")
    production_priority = fields.Selection(
        related="production_id.priority", string="Priority"
    )
    customer_order_id = _told(
        fields.Many2one, "Customer's Order", comodel_name="sale.order"
    )
    order_finished_date = _told(fields.Date, "Order's Finished Date")
    days_behind = _told(fields.Integer, "Days Behind")
    order_tolerance = _told(fields.Char, "Tolerance")
    order_specification = _told(fields.Text, "Specification")
    order_packing = _told(fields.Text, "Packing")
    order_marks = _told(fields.Text, "Shipping Marks")
    order_special_rules = _told(fields.Text, "Special Rules")
    order_instruction_difference = _told(fields.Text, "Changed")

    # Not by what the manufacturing order depends on: each of its writes would then
    # look up the work orders.
    @api.depends("production_id")
    def _compute_told(self):
        for workorder in self:
            for name in TOLD:
                workorder[name] = workorder.production_id[name]

    def _get_operation_key(self):
        """Return what an operation is called through all parts of a production."""
        self.ensure_one()
        return self.operation_key or str(self.id)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        return [
            {**vals, "operation_key": workorder._get_operation_key()}
            for workorder, vals in zip(self, vals_list, strict=True)
        ]

    @api.model_create_multi
    def create(self, vals_list):
        workorders = super().create(vals_list)
        for workorder in workorders.filtered("operation_key"):
            if not workorder._continues_operation():
                workorder.sudo().operation_key = False  # not the user's to write
        return workorders

    def _continues_operation(self):
        """Tell whether this is the operation whose key it names, in another part.

        A second one beside the first is an operation of its own, and so is one that
        only borrows a key: it would go on with what another was signed off for.
        """
        self.ensure_one()
        parts = self.production_id.production_group_id.production_ids
        named = (parts.workorder_ids - self).filtered(
            lambda other: other._get_operation_key() == self.operation_key
        )
        return bool(named) and all(
            other.production_id != self.production_id
            and other.operation_id == self.operation_id
            and other.name == self.name
            for other in named
        )

    def _get_planned_quantity(self):
        """Return what finishing this work order would say was made of it."""
        self.ensure_one()
        production = self.production_id
        return production.product_uom_id._compute_quantity(
            self.qty_produced or production.qty_producing or production.product_qty,
            production.product_id.uom_id,
            round=False,
        )

    def _filter_gated(self):
        """Return the work orders of what is inspected."""
        inspected = self.production_id._filter_inspected()
        return self.filtered(lambda workorder: workorder.production_id in inspected)

    def _filter_governed(self):
        """Return the work orders whose company governs its orders by gates."""
        # The switch is read on the company, which the user may not see.
        return self.filtered(
            lambda workorder: workorder.company_id.sudo().use_order_to_delivery
        )

    # The floor

    @api.constrains("state", "qty_produced")
    def _check_signoff_floor(self):
        """Ask whether the operations before are signed off, whatever the route.

        Whoever goes on with the same signed quantity at the same time collides on
        the guard, and is tried again on fresh figures.
        """
        begun = self._filter_governed().filtered(
            lambda workorder: (
                workorder.state in BEGUN and workorder.blocked_by_workorder_ids
            )
        )
        begun = begun and begun._filter_gated()
        if not begun:
            return
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch(
            "mrp.production.group", begun.production_id.production_group_id.ids
        )
        self.env["order.gate"]._refuse("production", begun)

    def write(self, vals):
        keyed = "operation_key" in vals and not self.env.su
        if keyed and any(w._get_operation_key() != vals["operation_key"] for w in self):
            self._refuse_loosening()
        links = self._get_links(vals)
        is_assigning = "assigned_user_ids" in vals
        # Who was assigned may not be the writer's to see.
        assigned = {wo: wo.sudo().assigned_user_ids for wo in self if is_assigning}
        result = super().write(vals)
        for workorder, before in links.items():
            if before - workorder.blocked_by_workorder_ids:
                workorder._refuse_loosening()
        if is_assigning:
            self._tell_assigned(assigned)
        return result

    def _create_or_update_analytic_entry_for_record(self, value, hours):
        # Core looks entries up, which fails for whoever may not read them: no workshop
        # could put into stock what it made within a minute (H1.9). They are its costs.
        books = super(MrpWorkorder, self.sudo())
        return books._create_or_update_analytic_entry_for_record(value, hours)

    def action_cancel(self):
        if not self.env["account.analytic.line"].has_access("read"):
            self.check_access("write")
            # Core takes entries back, which fails for whoever may not read them. Taken
            # back before, and read as gone, they are nothing for it to look up.
            own = self.sudo()  # for nothing else
            names = ENTRIES & self._fields.keys()
            for name in names:
                own.mapped(name).unlink()
            for name in names:
                own.mapped(name)
        return super().action_cancel()

    def unlink(self):
        # Core links those beside it to each other first; what goes is not kept.
        leaving = self.env.cr.cache.setdefault(LEAVING, set())
        leaving.update(self.ids)
        try:
            return super().unlink()
        finally:
            leaving.difference_update(self.ids)

    def _get_links(self, vals):
        """Return ``{work order: those before it}`` of what is inspected by now.

        Another link beside those that are there takes nothing away.
        """
        if all(is_added(vals[name]) for name in LINKS & vals.keys()):
            return {}
        leaving = self.browse(self.env.cr.cache.get(LEAVING, ()))
        followed = (self | self.needed_by_workorder_ids)._filter_governed()
        planned = followed.filtered(
            lambda workorder: workorder.production_state not in ("draft", "cancel")
        )
        return {
            workorder: workorder.blocked_by_workorder_ids - leaving
            for workorder in planned._filter_gated() - leaving
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed_off(self):
        begun = self._filter_governed().filtered(
            lambda workorder: workorder.production_state in STARTED
        )
        begun._filter_gated()._refuse_loosening()

    def _refuse_loosening(self):
        """Refuse to skip an operation's sign-off by taking it out of the way.

        :raise UserError: naming the operation
        """
        for workorder in self[:1]:
            raise UserError(
                self.env._(
                    "%(operation)s keeps its place in %(production)s: what comes "
                    "before is signed off by Quality, and nothing is left out. Change "
                    "the operations before production starts.",
                    operation=workorder.name,
                    production=workorder.production_id.name,
                )
            )

    @api.constrains("assigned_user_ids", "workcenter_id")
    def _check_assigned_floor(self):
        self._check_assigned_people()

    def _get_workplaces(self):
        return self.workcenter_id

    def _get_production(self):
        return self.production_id

    # What people see and do

    @api.depends("state", "qty_produced", "blocked_by_workorder_ids")
    def _compute_signoff_held_reasons(self):
        """Tell the workshop, before it presses, what it would be told (H1.10)."""
        waiting = self._filter_governed().filtered(
            lambda workorder: (
                workorder.state in ("blocked", "ready")
                and workorder.production_state not in ("draft", "cancel", "done")
                and workorder.blocked_by_workorder_ids
            )
        )
        waiting = waiting and waiting._filter_gated()
        closed = self.env["order.gate"]._get_reasons("production", waiting)
        for workorder in self:
            reasons = closed.get(workorder, ())
            workorder.signoff_held_reasons = "\n".join(r.text for r in reasons)

    def action_view_process_documents(self):
        """Open how the product is made, in the versions in force (H8.4)."""
        self.ensure_one()
        return self.production_id.action_view_process_documents()

    def action_report_exception(self):
        """Open the dialog in which Production reports what happened here (H9.12)."""
        self.ensure_one()
        return self.production_id._get_report_action(default_workorder_id=self.id)

    def action_request_inspection(self):
        """Open the dialog in which the workshop has this operation inspected."""
        self.ensure_one()
        return self.production_id._get_request_action(self)

    def action_reschedule(self):
        """Open the dialog that plans their manufacturing orders anew (H7.4)."""
        return self.production_id.action_reschedule()
