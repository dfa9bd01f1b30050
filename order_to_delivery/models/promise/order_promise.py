"""Capable to promise: when an order could be done at the earliest, and why not before.

Nothing is written. Bills, stock, vendors and work centres are read with a constant
number of queries per level, and planned in Python as Odoo would plan them.
"""

from collections import defaultdict
from datetime import datetime

from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..order_dates_mixin import START_OF_WORK
from .order_promise_centre import Timing
from .order_promise_netting import CircleError, Netting
from .order_promise_node import Demand, Promise, iter_nodes
from .order_promise_own import Own
from .order_promise_plan import Planner
from .order_track import to_datetime, to_moment


class OrderPromise(models.AbstractModel):
    _name = "order.promise"
    _description = "Earliest Date of an Order"

    @api.model
    def _work_out(self, demands, company, warehouse, not_before=None, order=None):
        """Return when demands could be met at the earliest (H9.3).

        :param demands: ``Demand`` in the order in which they are served
        :param not_before: a moment, naive in UTC, or a day; nothing starts before
        :param order: the sales order that is asked about; what is reserved, planned and
            bought for it already is not others', and what it delivered is not made
        :rtype: Promise
        :raise UserError: for a product that is a part of itself
        """
        self.env.flush_all()
        demands = [demand for demand in demands if demand.kind != "none"]
        # What is in stock and planned decides, whoever may read it.
        reader = self.sudo().with_company(company)
        company = company.with_env(reader.env)
        warehouse = warehouse.with_env(reader.env)
        product_ids = {demand.product_id for demand in demands}
        own = reader._read_own(order)
        bills, netting = reader._prepare(
            product_ids, warehouse, own.move_ids, is_given_back=True
        )
        lines = [reader._net(netting, own.get_open(dem, bills)) for dem in demands]
        tops = [node for line in lines for node in line.nodes]
        planner = reader._get_planner(bills, tops, company, not_before, own.leave_ids)
        for line in lines:
            reader._plan_line(planner, line)
        return reader._prepare_promise(lines, planner, company)

    @api.model
    def _get_demands(self, snapshot):
        """Return the demands of what a revision says, in the order of its lines."""
        return [
            Demand(
                key,
                goods["product_id"],
                goods["product_uom_id"],
                float(goods["product_uom_qty"]),
                goods["supply_kind"],
            )
            for key in snapshot.get("sequence") or snapshot["lines"]
            for goods in [snapshot["lines"][key]["goods"]]
            if goods["product_id"] and float(goods["product_uom_qty"]) > 0
        ]

    @api.model
    def _get_demands_of_lines(self, lines):
        """Return the demands of order lines, as a quotation asks for them."""
        kinds = lines._get_supply_kind()
        return [
            Demand(
                line.line_key or f"#{line.id}",
                line.product_id.id,
                line.product_uom_id.id,
                line.product_uom_qty,
                kinds[line],
            )
            for line in lines
            if line.product_id and line.product_uom_qty > 0
        ]

    def _read_own(self, order):
        if not order:
            return Own()
        # Whatever the user may see of the order, all of it is the order's.
        return self.env["order.promise.own"]._read(order.sudo())

    def _prepare(self, product_ids, warehouse, own_move_ids=(), is_given_back=False):
        """Return all that is read of products, and what nets demands against it.

        :param own_move_ids: moves whose demand is asked about, and is not others'
        :param is_given_back: whether what they have already covers it
        """
        bills = self.env["order.promise.bill"]._read(product_ids, warehouse)
        supply = self.env["order.promise.supply"]._read(
            bills.goods, warehouse, own_move_ids, is_given_back
        )
        routes = self.env["order.promise.route"]._read(warehouse)
        days = warehouse.company_id.days_to_purchase
        return bills, Netting(bills, supply, routes, days)

    def _net(self, netting, demand):
        try:
            return netting.net(demand)
        except CircleError as error:
            product = self.env["product.product"].browse(error.args[0])
            raise UserError(
                self.env._(
                    "%s is a part of itself: Technical corrects its bill of materials.",
                    product.display_name,
                )
            ) from error

    def _get_planner(self, bills, nodes, company, not_before, own_leave_ids=()):
        """Return what plans nodes, with their work centres as they are planned now."""
        now = to_moment(fields.Datetime.now())
        get_moment = self._get_clock(company)
        earliest = now
        if not_before:
            is_moment = isinstance(not_before, datetime)
            first = to_moment(not_before) if is_moment else get_moment(not_before)
            earliest = max(now, first)
        wanted = {
            operation.workcenter_id
            for node in iter_nodes(nodes)
            for operation in node.operations
        }
        floor = self.env["order.promise.hours"]._read(wanted, now, own_leave_ids)
        timing = Timing(floor.centres, bills)
        return Planner(bills, floor, timing, get_moment, earliest)

    def _get_clock(self, company):
        """Return what says at which moment work begins on a day, by the company."""
        zone = timezone(
            company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        )
        known = {}

        def get_moment(day):
            if day not in known:
                start = zone.localize(datetime.combine(day, START_OF_WORK))
                known[day] = to_moment(start.astimezone(UTC).replace(tzinfo=None))
            return known[day]

        return get_moment

    def _plan_line(self, planner, line):
        for node in iter_nodes(line.nodes):
            planner.plan(node)
        line.finish = planner.get_ready(line.needs, line.nodes)
        starts = [
            node.start for node in iter_nodes(line.nodes) if node.start is not None
        ]
        line.start = min(starts, default=line.finish)

    def _prepare_promise(self, lines, planner, company):
        nodes = list(iter_nodes(top for line in lines for top in line.nodes))
        needs = [need for owner in (*lines, *nodes) for need in owner.needs]
        why, link = self.env["order.promise.reason"]._explain(lines, planner, company)
        finishes = [line.finish for line in lines]
        is_never = not finishes or None in finishes
        return Promise(
            {
                line.line_key: tuple(
                    None if moment is None else to_datetime(moment)
                    for moment in (line.start, line.finish)
                )
                for line in lines
            },
            None if is_never else company._get_local_day(to_datetime(max(finishes))),
            why,
            link,
            parts=needs,
            nodes=nodes,
            load=self._sum_load(nodes, company),
        )

    def _sum_load(self, nodes, company):
        """Return the minutes that start on each day at each work centre."""
        load = defaultdict(float)
        for node in nodes:
            for step in node.steps:
                day = company._get_local_day(to_datetime(step.start))
                load[step.workcenter_id, day] += step.minutes
        return dict(load)
