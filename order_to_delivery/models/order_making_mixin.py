"""Manufacturing orders whose goods are inspected before they enter stock (H1.11)."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

USER = "order_to_delivery.group_user"
# A manufacturing order in these states was started.
STARTED = ("progress", "to_close", "done")
# What says for whom a manufacturing order works, and which one it is a part of.
TIE_FIELDS = {
    "sale_line_id",
    "reference_ids",
    "orderpoint_id",
    "move_dest_ids",
    "production_group_id",
    "company_id",
}


def is_added(commands):
    """Tell whether commands of a field only add to what is linked already."""
    return bool(commands) and all(
        isinstance(command, tuple | list) and command and command[0] in (0, 4)
        for command in commands
    )


class OrderMakingMixin(models.AbstractModel):
    _name = "order.making.mixin"
    _description = "Goods That Are Inspected before Stock-In"

    order_inspection_count = fields.Integer(
        string="Inspections", compute="_compute_order_inspection_count", groups=USER
    )
    can_request_inspection = fields.Boolean(
        compute="_compute_can_request_inspection", compute_sudo=True
    )
    inspection_held_reasons = fields.Text(
        compute="_compute_inspection_held_reasons",
        groups=USER,
        help="Why these goods may not be put into stock as they stand here.",
    )

    # Which goods are inspected

    def _filter_inspected(self):
        """Return the manufacturing orders whose goods are inspected as they are made.

        Those for a customer's order, sub-assemblies included; or all, where the
        company says so. What a subcontractor makes is inspected as it arrives.
        """
        # Whose the goods are decides, not what the user may see of it.
        governed = self.sudo()._filter_gated()
        if not governed:
            return self.browse()
        governed = governed.filtered(lambda order: not order._is_subcontracted())
        orders_of = governed._get_customer_orders()
        return self.browse(
            production.id
            for production in governed
            if production.company_id.order_finished_inspection_policy == "all"
            or orders_of[production]._filter_gated()
        )

    def _is_subcontracted(self):
        """Tell whether a vendor makes the goods, at his place."""
        moves = self.move_finished_ids.move_dest_ids
        return (
            "is_subcontract" in moves._fields
            and any(moves.mapped("is_subcontract"))
            and self.location_dest_id.is_subcontract()
        )

    def _get_made_lines(self):
        """Return the lines of customers' orders that ask for these very goods."""
        # Merged, the rests of partial outputs are waited for by their goods alone.
        waiting = self.move_dest_ids | self.move_finished_ids.move_dest_ids
        return self.sale_line_id | waiting.sale_line_id

    # What they are tied to

    def _get_order_ties(self, vals):
        """Return ``{production: its orders and group}`` of what is inspected.

        Another reference beside those that are there takes nothing away.
        """
        names = TIE_FIELDS & vals.keys()
        if not names or names == {"reference_ids"} and is_added(vals["reference_ids"]):
            return {}
        inspected = self._filter_inspected().sudo()  # whose the goods are
        orders_of = inspected._get_customer_orders()
        return {
            production: (orders, production.production_group_id)
            for production, orders in orders_of.items()
            if production.state != "cancel"
        }

    def _check_order_ties(self, ties):
        """Refuse to cut goods loose from the order that has them inspected.

        :raise UserError: naming the manufacturing order
        """
        for production, (orders, group) in ties.items():
            left = production._get_customer_orders()[production]
            is_moved = group and production.production_group_id != group
            if orders - left or is_moved:
                raise UserError(
                    self.env._(
                        "%(production)s makes goods for %(orders)s and stays with it: "
                        "cancel it instead.",
                        production=production.name,
                        orders=", ".join(orders.mapped("name")) or group.name,
                    )
                )

    @api.constrains("product_uom_id")
    def _check_unit_floor(self):
        """Ask anew where another unit says that more was made than before."""
        started = self.filtered(lambda order: order.state in STARTED)
        started.workorder_ids._check_signoff_floor()

    # Before it is pressed

    def _get_finish_reasons(self):
        """Return why manufacturing orders could not be finished as they stand.

        :return: ``{production: [Reason]}``
        """
        productions = self._filter_inspected().sudo()  # what Quality accepted
        reasons = defaultdict(list)
        if not productions:
            return reasons
        quantities = self.env["order.making.quantity"].sudo()  # likewise
        planned = {production: production._get_planned() for production in productions}
        operations = self.env["order.gate.operation.needs.signoff"]
        unfinished = productions.workorder_ids.filtered(
            lambda workorder: workorder.state not in ("done", "cancel")
        )
        missing = quantities._get_missing_signoffs(
            unfinished, {wo: wo._get_planned_quantity() for wo in unfinished}
        )
        for workorder, texts in operations._describe(missing).items():
            reasons[workorder.production_id] += texts
        stock_in = self.env["order.gate.stock.in.needs.inspection"]
        excess = quantities._get_excess(productions, planned)
        for production, texts in stock_in._describe(excess).items():
            reasons[production] += texts
        return {
            self.browse(production.id): list(dict.fromkeys(texts))
            for production, texts in reasons.items()
        }

    def _get_planned(self):
        """Return what finishing would put into stock now, by lot.

        Without lots of its own it is told as one quantity.
        """
        self.ensure_one()
        quantity = self.product_uom_id._compute_quantity(
            (self.qty_producing or self.product_qty) - self.qty_produced,
            self.product_id.uom_id,
            round=False,
        )
        lots = self.lot_producing_ids
        if not lots:
            return {None: quantity}
        return {lot.id: quantity / len(lots) for lot in lots}

    def _check_may_finish(self):
        """Refuse to finish with everything that is missing, at once.

        :raise UserError: with the reasons of all of them
        """
        governed = self._filter_gated()
        if not governed:
            return
        gate = self.env["order.gate"]
        closed = gate._get_reasons("production", governed)
        for production, reasons in governed._get_finish_reasons().items():
            closed[production].extend(reasons)
        if closed:
            raise UserError(gate._format_refusal(closed))

    @api.depends("state", "qty_producing", "product_qty", "workorder_ids.state")
    def _compute_inspection_held_reasons(self):
        """Tell the workshop, before it presses, what it would be told (H1.11)."""
        alive = self._origin.filtered(
            lambda order: order.state in ("confirmed", "progress", "to_close")
        )
        reasons = alive._get_finish_reasons()
        for production in self:
            texts = reasons.get(production._origin, ())
            production.inspection_held_reasons = "\n".join(r.text for r in texts)

    # The inspection request 产品送检单

    @api.depends("state", "company_id.use_order_to_delivery")
    def _compute_can_request_inspection(self):
        inspected = self._filter_inspected()
        for production in self:
            is_alive = production.state not in ("draft", "cancel")
            production.can_request_inspection = is_alive and production in inspected

    def action_request_inspection(self):
        """Open the dialog in which the workshop has its goods inspected (H1.11)."""
        self.ensure_one()
        return self._get_request_action()

    def _withdraw_offers(self):
        """Take off Quality's desk what cancelled manufacturing orders had offered."""
        cancelled = self._filter_gated().filtered(lambda order: order.state == "cancel")
        if cancelled:
            # Nothing is left to judge, whoever cancels.
            drafts = self.env["order.inspection"].sudo()
            drafts = drafts.search(
                [("production_id", "in", cancelled.ids), ("state", "=", "draft")]
            )
            drafts._set_state("closed", ("draft",))
            drafts.sale_order_id._touch_progress()

    def _get_request_action(self, workorder=None):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Inspection"),
            "res_model": "order.inspection.request",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_production_id": self.id,
                "default_workorder_id": workorder.id if workorder else False,
            },
        }

    @api.depends("production_group_id.production_ids")
    def _compute_order_inspection_count(self):
        groups = self._filter_gated().production_group_id
        found = groups and self.env["order.inspection"]._read_group(
            [("production_group_id", "in", groups.ids)],
            ["production_group_id"],
            ["__count"],
        )
        counts = {group.id: count for group, count in found or ()}
        for production in self:
            production.order_inspection_count = counts.get(
                production.production_group_id.id, 0
            )

    def action_view_inspections(self):
        """Open the inspections of what was made here, in all its parts."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_inspection_action"
        )
        domain = [("production_group_id", "in", self.production_group_id.ids)]
        return {**action, "domain": domain, "context": {}}
