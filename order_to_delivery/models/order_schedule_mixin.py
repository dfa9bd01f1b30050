"""Planning a manufacturing order anew, and what hangs on it."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
# Of these, Production plans the rest anew.
PLANNABLE = ("confirmed", "progress", "to_close")
BEGUN = ("progress", "to_close")


class OrderScheduleMixin(models.AbstractModel):
    _name = "order.schedule.mixin"
    _inherit = ["order.assigned.mixin", "order.schedule.notice.mixin"]
    _description = "Manufacturing Order on the Schedule"

    can_reschedule = fields.Boolean(
        compute="_compute_can_reschedule", compute_sudo=True
    )
    order_finished_date = fields.Date(
        string="Order's Finished Date",
        compute="_compute_order_finished_date",
        compute_sudo=True,
        help="The day for which Production answered to the customer's order.",
    )
    days_behind = fields.Integer(
        compute="_compute_order_finished_date",
        compute_sudo=True,
        help="Calendar days by which the plan ends after the order's finished date.",
    )

    @api.depends("state", "company_id.use_order_to_delivery")
    def _compute_can_reschedule(self):
        governed = self._filter_gated()
        for production in self:
            production.can_reschedule = (
                production.state in PLANNABLE and production in governed
            )

    @api.depends("sale_line_id", "reference_ids", "orderpoint_id", "date_finished")
    def _compute_order_finished_date(self):
        orders_of = self._get_customer_orders()
        for production in self:
            dates = orders_of[production]._filter_gated().mapped("finished_date")
            day = min((date for date in dates if date), default=False)
            ends = production._get_planned_end()
            production.order_finished_date = day
            production.days_behind = max(0, (ends - day).days) if day and ends else 0

    def _get_planned_end(self):
        """Return the day on which the plan ends where the company works, if any."""
        self.ensure_one()
        if not self.date_finished:
            return False
        return self.company_id._get_local_day(self.date_finished)

    def _get_workplaces(self):
        return self.workorder_ids.workcenter_id

    def _get_production(self):
        return self

    def action_reschedule(self):
        """Open the dialog that plans anew and shows the effect first (H7.4)."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan Anew"),
            "res_model": "order.schedule.replan",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_production_ids": self.ids},
        }

    def _check_can_reschedule(self):
        """Refuse what Odoo or going live left to itself.

        :raise UserError: naming the manufacturing orders
        """
        refused = self.filtered(lambda production: not production.can_reschedule)
        if refused:
            raise UserError(
                self.env._(
                    "%(productions)s are not planned here: confirm them first; what is "
                    "done, cancelled or was under way before going live stays.",
                    productions=", ".join(refused.mapped("name")),
                )
            )

    def _plan_from(self, start):
        """Plan from a moment on, and after it what uses these goods.

        :param start: the earliest start, naive in UTC
        :return: ``{production: (start, end)}`` of all that was planned anew, as it
            was planned before
        """
        planned = {}
        waiting = [(production, start, production) for production in self]
        while waiting:
            production, earliest, way = waiting.pop(0)
            planned.setdefault(
                production, (production.date_start, production.date_finished)
            )
            production._plan_own_from(earliest)
            waiting += [
                (user, production.date_finished, way | user)
                # Goods that went around in a circle would be planned for ever.
                for user in production._get_sources() - way
                if user.state == "confirmed"
                and user.date_start < production.date_finished
            ]
        return planned

    def _plan_own_from(self, start):
        """Plan what has not begun of this manufacturing order, by Odoo's own means."""
        self.ensure_one()
        began = self.date_start
        # Without it Odoo would drop the plan of its work orders first.
        production = self.with_context(force_date=True)
        if self.workorder_ids:
            production.date_start = start
            self._plan_workorders(replan=True)
        elif self.state in BEGUN:
            self.date_finished = start + (self.date_finished - began)
        else:
            if self.is_planned:
                self.button_unplan()
            self.date_start = start
        if self.state in BEGUN:
            production.date_start = began

    def _replan_from(self, start):
        """Plan from another moment on what was planned, and tell whether it was.

        It goes on waiting for the manufacturing orders that make its parts.
        Where no work center has time from then on, it is left for Production to plan,
        as Odoo leaves it: dates move by themselves, with nobody there to be refused.

        :param start: naive in UTC
        """
        self.ensure_one()
        if not self.is_planned:
            return False
        # The plan follows the order's dates, whoever moved these.
        production = self.sudo()
        below = production.env["order.promise.production"]._get_below(production)
        ends = [end for end in below.mapped("date_finished") if end]
        try:
            with self.env.cr.savepoint():
                production._plan_own_from(max([start, *ends]))
        except UserError as error:
            _logger.info("%s is not planned any more: %s", self.name, error)
            return False
        return True

    def _pass_assignment_on(self, productions):
        """Leave with whoever has the work what is split off for later (H1.9).

        :param productions: all that came of the split
        """
        for production in self.sudo():  # a split does not hand work out anew
            rest = productions.sudo() & production.production_group_id.production_ids
            rest -= production
            if not rest:
                continue
            if production.assigned_user_ids:
                rest.assigned_user_ids = production.assigned_user_ids
            for workorder in production.workorder_ids.filtered("assigned_user_ids"):
                same = rest.workorder_ids.filtered(
                    lambda w, wo=workorder: (
                        (w.operation_id, w.name) == (wo.operation_id, wo.name)
                    )
                )
                same.assigned_user_ids = workorder.assigned_user_ids
