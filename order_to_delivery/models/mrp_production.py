from odoo import api, fields, models

from .order_making_mixin import STARTED

# Written by the floor alone: for how much the gates were asked.
PROTECTED_FIELDS = frozenset({"started_quantity"})


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = [
        "mrp.production",
        "order.company.check.mixin",
        "order.exempt.mixin",
        "order.exception.mixin",
        "order.making.mixin",
        "order.merge.mixin",
        "order.start.mixin",
        "order.fitted.production.mixin",
        "order.schedule.mixin",
        "order.production.terms.mixin",
        "order.issue.mixin",
    ]
    _exception_field = "production_id"

    customer_order_id = fields.Many2one(
        "sale.order",
        string="Customer's Order",
        compute="_compute_customer_order",
        compute_sudo=True,
    )
    customer_id = fields.Many2one(
        "res.partner",
        compute="_compute_customer_order",
        compute_sudo=True,
    )
    customer_promise_date = fields.Datetime(
        string="Promised Date", compute="_compute_customer_order", compute_sudo=True
    )
    order_production_instruction_ids = fields.Many2many(
        "order.production.instruction",
        string="Production Instructions",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
    )

    can_report_exception = fields.Boolean(
        compute="_compute_can_report_exception", compute_sudo=True
    )

    # The schedule and the daily report start from what is open or was just done.
    _order_open = models.Index(
        "(company_id, date_start) WHERE state IN ('confirmed', 'progress', 'to_close')"
    )
    _order_done = models.Index("(company_id, date_finished) WHERE state = 'done'")
    _order_behind = models.Index(
        "(id) WHERE state IN ('confirmed', 'progress', 'to_close')"
        " AND date_finished > date_deadline"
    )

    @api.depends("state", "company_id.use_order_to_delivery")
    def _compute_can_report_exception(self):
        governed = self._filter_gated()
        for production in self:
            is_alive = production.state != "cancel"
            production.can_report_exception = is_alive and production in governed

    @api.depends("sale_line_id", "reference_ids", "orderpoint_id")
    def _compute_customer_order(self):
        orders_of = self._get_customer_orders()
        for production in self:
            order = orders_of[production][:1]
            production.customer_order_id = order
            production.customer_id = order.partner_id
            production.customer_promise_date = order.commitment_date

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in PROTECTED_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def _split_productions(self, *args, **kwargs):
        productions = super()._split_productions(*args, **kwargs)
        for production in self.filtered("order_to_delivery_exempt"):
            production._pass_exemption_on(
                productions & production.production_group_id.production_ids
            )
        self._pass_assignment_on(productions)
        self._pass_instructions_on(productions)
        return productions

    def _post_inventory(self, cancel_backorder=False):
        # The gates are asked while the components are still there.
        self.mapped("state")
        over = self._get_over_used()
        self._check_may_overuse(over)
        result = super()._post_inventory(cancel_backorder=cancel_backorder)
        self._note_over_used(over)
        return result

    def copy_data(self, default=None):
        # Core copies the entries for work in progress, which fails for whoever may
        # not read entries: no workshop could report a part of its output (H1.9).
        name = "wip_move_ids"
        if name not in self._fields or self.env["account.move"].has_access("read"):
            return super().copy_data(default=default)
        vals_list = super().copy_data(default={name: False, **(default or {})})
        return [
            {key: value for key, value in vals.items() if key != name}
            for vals in vals_list
        ]

    def _get_customer_orders(self):
        """Return for each manufacturing order the sale orders that it works for.

        By its order line; or else the goods that it makes for deliveries, and its
        references, since merged orders may have either. What a reordering rule made
        is for stock, whatever reference it carries.

        :return: ``{production: orders}``
        """
        orders_of = {}
        # Read ahead what the unions below would read one by one.
        (self.sale_line_id | self.move_dest_ids.sale_line_id).mapped("order_id")
        for production in self:
            lines = production.sale_line_id | production.move_dest_ids.sale_line_id
            orders = lines.order_id
            if not production.sale_line_id and not production.orderpoint_id:
                orders |= production.reference_ids.sale_ids
            orders_of[production] = orders
        return orders_of

    @api.constrains("state", "sale_line_id")
    def _check_production_floor(self):
        """Ask the gates before production wherever a manufacturing order starts."""
        started = self.filtered(
            lambda mo: mo.state in STARTED and not mo._is_being_cancelled()
        )
        if not started:
            return
        starting = started._filter_starting()
        starting._guard_materials()
        waived = self.env["order.gate"]._refuse("production", started)
        starting._keep_started(waived)

    def action_view_process_documents(self):
        """Open how the product is made, in the versions in force (H8.4)."""
        self.check_access("read")
        return self.env["product.document"]._get_process_action(self.product_id)

    def write(self, vals):
        ties = self._get_order_ties(vals)
        is_assigning = "assigned_user_ids" in vals
        # Who was assigned may not be the writer's to see.
        before = {mo: mo.sudo().assigned_user_ids for mo in self if is_assigning}
        if "name" in vals and not self.env["account.analytic.line"].has_access("read"):
            self.check_access("write")
            # Core renames entries along, which fails for whoever may not read them:
            # no workshop could report a part of its output (H1.9).
            super(MrpProduction, self.sudo()).write({"name": vals["name"]})
            vals = {name: value for name, value in vals.items() if name != "name"}
        result = super().write(vals)
        self._check_order_ties(ties)
        if is_assigning:
            self._tell_assigned(before)
        return result

    def button_mark_done(self):
        self._check_may_finish()
        return super().button_mark_done()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._withdraw_offers()
        return result

    def action_merge(self):
        parts = self._get_parts_to_merge()
        action = super().action_merge()
        self.browse(action["res_id"])._take_parts_over(parts)
        return action

    @api.constrains("assigned_user_ids")
    def _check_assigned_floor(self):
        self._check_assigned_people()

    def action_report_exception(self):
        """Open the dialog in which Production reports what happened (H9.12)."""
        self.ensure_one()
        return self._get_report_action()

    def _get_report_action(self, **defaults):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report an Exception"),
            "res_model": "order.production.exception.report",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_production_id": self.id, **defaults},
        }

    def _move_production_dates(self, start=None):
        """Follow the dates of the order; what has started keeps its start.

        :param start: the new start of production, where that moved
        """
        for production in self:
            dates = production.sale_line_id._get_production_dates()
            deadline = dates.get("date_deadline")
            if production.state in STARTED or not start:
                dates.pop("date_start", None)
            elif "date_start" in dates and production._replan_from(dates["date_start"]):
                dates.pop("date_start")
            production.write(dates)
            # The goods made keep the same deadline; their deliveries have their own.
            goods = production.move_finished_ids
            goods.with_context(
                date_deadline_propagate_ids=set((goods | goods.move_dest_ids).ids)
            ).write({"date_deadline": deadline})
