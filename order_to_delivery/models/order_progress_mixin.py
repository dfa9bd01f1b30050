"""Where an order is, and what it waits for."""

from odoo import api, fields, models

from .before_commit import judge_before_commit
from .hint_savepoint import HintSavepoint
from .order_department_kind import DEPARTMENT_KINDS
from .order_milestone import ASKED
from .order_station import STATION_BY_KEY

QUEUE = "order_to_delivery.progress"
USER = "order_to_delivery.group_user"


class OrderProgressMixin(models.AbstractModel):
    _name = "order.progress.mixin"
    _description = "Progress of an Order"

    order_milestone_ids = fields.One2many(
        "order.milestone", "sale_order_id", groups=USER
    )
    order_gate_waiver_ids = fields.One2many(
        "order.gate.waiver", "sale_order_id", groups=USER
    )
    order_date_change_ids = fields.One2many(
        "order.date.change", "sale_order_id", groups=USER
    )
    # The hint, as lists show and search it.
    order_station = fields.Selection(
        selection=lambda self: self.env["order.station"]._selection_station(),
        string="Station",
        compute="_compute_hint",
        search="_search_order_station",
        groups=USER,
        help="Where the order is, as last written down.",
    )
    order_station_asked = fields.Selection(
        ASKED,
        string="Waits for",
        compute="_compute_hint",
        search="_search_order_station_asked",
        groups=USER,
    )
    order_station_department = fields.Selection(
        DEPARTMENT_KINDS,
        string="Department",
        compute="_compute_hint",
        search="_search_order_station_department",
        groups=USER,
        help="The department that the order waits for.",
    )
    order_station_since = fields.Datetime(
        string="Waits Since", compute="_compute_hint", groups=USER
    )

    @api.depends("order_milestone_ids.is_here", "order_ended_date")
    def _compute_hint(self):
        """Show the first station at which the order waits."""
        # Where an order is may be known by everybody who sees the order.
        milestones = (
            self.env["order.milestone"]
            .sudo()
            .search([("sale_order_id", "in", self.ids), ("is_here", "=", True)])
        )
        milestones = milestones.grouped(lambda m: m.sale_order_id.id)
        stations = list(STATION_BY_KEY)
        for order in self:
            here = milestones.get(order._origin.id, self.env["order.milestone"])
            here = here.sorted(lambda m: (stations.index(m.station), m.round))[:1]
            # What has ended waits for nobody: it is a matter of service.
            ended = order.order_ended_date and "after_sales"
            order.order_station = here.station or ended
            order.order_station_asked = here.asked
            order.order_station_department = here.department
            order.order_station_since = here.held_since

    def _search_hint(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        here = [("is_here", "=", True), (name, "in", value)]
        return [("order_milestone_ids", "any", here)]

    def _search_order_station(self, operator, value):
        domain = self._search_hint("station", operator, value)
        if operator == "in" and "after_sales" in value:
            no_work = [("order_milestone_ids", "not any", [("is_here", "=", True)])]
            ended = fields.Domain("order_ended_date", "!=", False)
            domain = fields.Domain(domain) | (ended & fields.Domain(no_work))
        return domain

    def _search_order_station_asked(self, operator, value):
        return self._search_hint("asked", operator, value)

    def _search_order_station_department(self, operator, value):
        return self._search_hint("department", operator, value)

    def _touch_progress(self):
        """Have the hints of orders refreshed at the end of this transaction.

        Whoever may have moved an order calls it; all are refreshed together,
        before the commit, and companies with the switch off pay nothing.
        """
        orders = self._filter_gated()
        if orders:
            orders._queue_progress()

    def _queue_progress(self):
        """Have the hints of orders refreshed, for documents that only gates ask for.

        Whether the orders are governed is asked when the hints are read.
        """
        refresh = self.browse()._run_progress_queue
        judge_before_commit(self.env.cr, QUEUE, self.ids, refresh)

    def _run_progress_queue(self, ids):
        """Refresh what was queued, and never fail what a person did."""
        # Hints are written for everybody, whoever moved the order.
        orders = self.sudo().browse(sorted(ids))
        # What is not flushed yet belongs to the person, not into the savepoint.
        self.env.flush_all()
        ending = []
        with HintSavepoint(self.env.cr, orders.ids) as savepoint:
            progress = self.env["order.progress"]
            ending += progress._refresh_milestones(orders, savepoint)
        orders.browse(ending)._follow_end()
