from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# Why Production plans anew; the other causes of the ledger have their own way.
CAUSES = ("late_material", "exception", "customer", "other")


class OrderScheduleReplan(models.TransientModel):
    _name = "order.schedule.replan"
    _description = "Plan Manufacturing Orders Anew"
    _inherit = ["order.actor.mixin"]

    production_ids = fields.Many2many(
        "mrp.production", string="Manufacturing Orders", required=True
    )
    date_start = fields.Datetime(
        string="Not before",
        required=True,
        default=lambda self: self._default_date_start(),
        help="What has not begun yet is planned from here on.",
    )
    cause = fields.Selection(
        selection=lambda self: self._selection_cause(), required=True
    )
    note = fields.Char(string="Explanation", required=True)
    line_ids = fields.One2many(
        "order.schedule.replan.line", "replan_id", string="Effect", readonly=True
    )

    @api.model
    def _default_date_start(self):
        productions = self.env["mrp.production"].browse(
            self.env.context.get("default_production_ids", ())
        )
        now = fields.Datetime.now()
        # What is late is planned from now on, not from a day that is gone.
        return max(min(productions.mapped("date_start"), default=now), now)

    @api.model
    def _selection_cause(self):
        field = self.env["order.date.change"]._fields["cause"]
        labels = dict(field._description_selection(self.env))
        return [(cause, labels[cause]) for cause in CAUSES]

    @api.constrains("cause")
    def _check_cause(self):
        """Refuse what is not Production's to name; Odoo checks no computed choices."""
        for replan in self:
            if replan.cause not in CAUSES:
                raise UserError(
                    self.env._("%s is no cause of a new plan.", replan.cause)
                )

    def write(self, vals):
        if {"production_ids", "date_start"} & vals.keys():
            self.sudo().line_ids.unlink()  # nobody deletes them by hand
        return super().write(vals)

    def action_show(self):
        """Try the plan out, undo it, and show what would become of the dates."""
        self.ensure_one()
        self._check_department("production")
        self._check_productions()
        with self.env.cr.savepoint() as savepoint:
            effects = self._plan()
            savepoint.rollback()
        # Only what was tried out is shown.
        self.sudo().line_ids = [
            Command.clear(),
            *(Command.create(effect) for effect in effects),
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan Anew"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_keep(self):
        """Keep the plan whose effect was shown, and tell everybody concerned (H7.4).

        :raise UserError: when the effect was not shown, or is another one by now
        """
        self.ensure_one()
        self._check_department("production")
        self._check_productions()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Look at the effect on the orders first: press Show the Effect."
                )
            )
        shown = self.line_ids._get_days()
        effects = self._plan()
        lines = self.env["order.schedule.replan.line"]
        if {lines._get_days_of(effect) for effect in effects} != shown:
            raise UserError(
                self.env._(
                    "The schedule has changed since the effect was shown: show it "
                    "again."
                )
            )
        self._move_orders(effects)
        return {"type": "ir.actions.act_window_close"}

    def _check_productions(self):
        self.production_ids.check_access("write")
        self.production_ids._check_can_reschedule()

    def _plan(self):
        """Plan anew, and return the effects as values of lines."""
        before = self.production_ids._plan_from(self.date_start)
        productions = self.env["mrp.production"].union(*before)
        # Production need not see sale orders to say whose goods are late.
        orders_of = productions.sudo()._get_customer_orders()
        effects = []
        for production, (start, end) in before.items():
            orders = orders_of[production]._filter_gated()
            orders = orders.filtered(lambda order: order.state != "cancel")
            effects += [
                {
                    "production_id": production.id,
                    "old_start": start,
                    "old_end": end,
                    "new_start": production.date_start,
                    "new_end": production.date_finished,
                    **self._prepare_effect(production, order),
                }
                for order in orders or [self.env["sale.order"]]
            ]
        return effects

    def _prepare_effect(self, production, order):
        """Return what the plan does to an order's dates; it only moves them back."""
        finished, promise = order.finished_date, order and order._get_promise_day()
        end = production._get_planned_end()
        new_finished = max(finished, end) if finished and end else finished
        return {
            "sale_order_id": order.id,
            "finished_date": finished,
            "new_finished_date": new_finished,
            "promised_date": promise,
            "new_promised_date": max(promise, new_finished)
            if promise and new_finished
            else promise,
        }

    def _move_orders(self, effects):
        """Move the orders' dates as it was shown, and tell of it."""
        days = {}
        for effect in effects:
            order_id, day = effect["sale_order_id"], effect["new_finished_date"]
            if order_id and day:
                days[order_id] = max(day, days.get(order_id, day))
        # Dates are protected; what moves them was shown to Production and kept.
        orders = self.env["sale.order"].sudo().browse(days)
        productions = self.env["mrp.production"].browse(
            {effect["production_id"]: None for effect in effects}
        )
        source = productions._tell_replanned(self.note)
        for order in orders:
            old_promise = order._get_promise_day()
            if days[order.id] > order.finished_date:
                order._move_dates(
                    cause=self.cause,
                    finished=days[order.id],
                    note=self.note,
                    # Each time counts in the ledger, twice a day as well.
                    source=source,
                )
                order._tell_date_moved(self.note, old_promise, productions)
