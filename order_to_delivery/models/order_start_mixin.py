"""How a manufacturing order of a customer's order starts (H1.9)."""

from odoo import fields, models

# A manufacturing order in these states was started.
STARTED = ("progress", "to_close", "done")
MATERIALS_GATE = "order.gate.production.needs.materials"


class OrderStartMixin(models.AbstractModel):
    _name = "order.start.mixin"
    _description = "Start of a Manufacturing Order"

    started_quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="For how much the materials were complete, or waived, when it started.",
    )
    start_reasons = fields.Text(
        string="Waits for",
        compute="_compute_start_reasons",
        compute_sudo=True,
        help="Why it may not start yet.",
    )

    def _compute_start_reasons(self):
        waiting = self.filtered(lambda mo: mo.state == "confirmed")
        closed = self.env["order.gate"]._get_reasons("production", waiting)
        departments = self.env["order.department"]
        for production in self:
            production.start_reasons = "\n".join(
                self.env._(
                    "• %(reason)s (%(department)s)",
                    reason=reason.text,
                    department=departments._get_kind_labels([reason.department]),
                )
                for reason in closed.get(production, ())
            )

    # Whose it is, and how much of it starts

    def _get_starting_orders(self):
        """Return ``{production: orders}`` that it works for and that gates govern.

        None for what is made for stock, what was cancelled meanwhile (it is for
        stock, too), and what a subcontractor makes of what he has.
        """
        orders_of = self._get_customer_orders()
        governed = self.env["sale.order"].union(*orders_of.values())._filter_gated()
        governed = governed.filtered(lambda order: order.state != "cancel")
        return {
            production: orders.browse()
            # A bill alone proves nothing: the workshop may choose another one.
            if production.bom_id.type == "subcontract"
            and production._is_subcontracted()
            else orders & governed
            for production, orders in orders_of.items()
        }

    def _get_starting_quantity(self):
        """Return how much is being made: what is reported, or else all of it."""
        self.ensure_one()
        if not self.product_uom_id.is_zero(self.qty_producing):
            return self.qty_producing
        return self.started_quantity or self.product_qty

    def _is_starting(self):
        """Tell whether more is being made than was started; once started it goes on."""
        quantity = self._get_starting_quantity()
        return self.product_uom_id.compare(quantity, self.started_quantity) > 0

    def _is_being_cancelled(self):
        """Tell whether all its operations are cancelled and nothing was made.

        Core calls that "to close" for a moment, while it cancels the rest.
        """
        return (
            self.state == "to_close"
            and bool(self.workorder_ids)
            and all(one.state == "cancel" for one in self.workorder_ids)
            and self.product_uom_id.is_zero(self.qty_producing)
        )

    def _is_waived_by(self, waiver):
        """Tell whether a waiver is for this, what it was split off, or its order."""
        if waiver.res_model != self._name:
            return True
        named = self.browse(waiver.res_id).exists()
        return self == named or self in named.production_group_id.production_ids

    # The picking slip

    def _get_slip_moves(self):
        """Return the components that the workshop is given (领料单)."""
        return self.move_raw_ids.filtered(
            lambda move: move.state != "cancel" and move.product_id.type == "consu"
        )

    def _get_workshop_names(self):
        """Return the workshops that make it, by its instruction or its work centers."""
        # Any reader of the slip may know which workshop it is for.
        production = self.sudo()
        lines = production.order_production_instruction_ids.line_ids.filtered(
            lambda line: line.sale_line_id == production.sale_line_id
        )
        workshops = lines.department_id or production.env["order.department"].search(
            [
                ("workcenter_ids", "in", production.workorder_ids.workcenter_id.ids),
                ("company_id", "=", production.company_id.id),
            ]
        )
        return ", ".join(workshops.mapped("name"))

    # The start

    def _filter_starting(self):
        """Return those of governed orders of which more is made than was started."""
        orders_of = self._filter_gated()._get_starting_orders()
        return self.browse(
            production.id
            for production, orders in orders_of.items()
            if orders and production._is_starting()
        )

    def _guard_materials(self):
        """Have whoever starts on the same free components at once try again."""
        products = self.move_raw_ids.filtered(
            lambda move: (
                move.product_id.is_storable
                and move.state in ("waiting", "confirmed", "partially_available")
            )
        ).product_id
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        guard._touch("product.product", products.ids)

    def _keep_started(self, waived):
        """Keep for how much it was started, and what was let through for it.

        :param waived: ``{rule: manufacturing orders}`` that pass by a waiver only
        """
        for production in self:
            quantity = production._get_starting_quantity()
            for rule, passed in waived.items():
                if production in passed:
                    production._use_waiver(rule, quantity - production.started_quantity)
            # Nobody else may write it; the gates were asked just before.
            production.sudo().started_quantity = quantity

    def _use_waiver(self, rule, quantity):
        """Book on a rule's waivers what was started by them, and tell who let it."""
        gate = self.env[rule]
        order = gate._get_orders(self)
        waivers = self.env["order.gate.waiver"]._get_waived(rule, order)[order]
        own = waivers.filtered(self._is_waived_by)
        own._use(0.0, quantity)
        # Whoever starts it need not have the right to write on it.
        self.sudo().message_post(
            body=self.env._(
                "Started against a rule: %(rule)s. Waived by %(people)s: %(reason)s",
                rule=own[:1].gate_label,
                people=", ".join(own.granted_by_id.mapped("name")),
                reason=" / ".join(own.mapped("reason")),
            )
        )

    def action_waive_start(self):
        """Open the dialog in which the head of Production lets this start."""
        self.ensure_one()
        self.check_access("read")
        # Whose it is may be asked by whoever may read it.
        production = self.sudo()
        order = production._get_starting_orders()[production][:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive a Rule"),
            "res_model": "order.gate.waive",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_sale_order_id": order.id,
                "default_gate": MATERIALS_GATE,
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }
