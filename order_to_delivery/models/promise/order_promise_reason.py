"""The one thing that decides an earliest date, in a sentence."""

from odoo import api, models
from odoo.tools import format_date

from .order_track import to_datetime


class OrderPromiseReason(models.AbstractModel):
    _name = "order.promise.reason"
    _description = "Why an Order Cannot Be Done Earlier"

    @api.model
    def _explain(self, lines, planner, company):
        """Return the sentence and the record to look at, if there is one.

        Found by walking back from the last line to finish: the part that comes last,
        the work centre that is full, or the time that making takes.
        """
        reason = Reason(self.env, planner, company)
        if not lines:
            return self.env._("Nothing is made, bought or taken from stock."), None
        never = [line for line in lines if line.finish is None]
        last = never[0] if never else max(lines, key=lambda line: line.finish)
        return reason.of(last.needs, last.nodes, None)


class Reason:
    """Walks back through what was planned, and says where it ends."""

    def __init__(self, env, planner, company):
        self._env, self._planner, self._company = env, planner, company

    def of(self, needs, nodes, above):
        """Return why what is needed is not there earlier.

        :param above: the node that needs it, nothing for a line
        """
        for need in needs:
            if need.kind == "nobody":
                return self._of_need(need)
        for node in nodes:
            if node.end is None:
                return self._of_node(node)
        dated = [need for need in needs if need.day]
        need = max(dated, key=lambda need: need.day, default=None)
        node = max(nodes, key=lambda node: node.end, default=None)
        there = self._planner.get_moment(need.day) if need else None
        earliest = self._planner.earliest
        if node and node.end > max(earliest, there or earliest):
            return self._of_node(node)
        if need and there > earliest:
            return self._of_need(need)
        return self._of_start(above)

    def _of_node(self, node):
        """Return why a node does not end earlier."""
        if node.stuck_at is not None:
            return self._of_never(node.stuck_at)
        step = max(node.steps, key=lambda step: step.end, default=None)
        while step:
            if self._is_full(step):
                return self._of_full(step)
            if step.ready == node.floor:
                break
            ready = step.ready
            step = next((other for other in node.steps if other.end == ready), None)
        return self.of(node.needs, node.children, node)

    def _is_full(self, step):
        """Tell whether a work centre let an operation wait for more than a day."""
        first, last = self._get_day(step.ready), self._get_day(step.start)
        if (last - first).days <= 1:
            return False
        worked = self._env["order.workday"]._get_worked_days(self._company, first, last)
        return len(worked - {first}) > 1

    def _get_day(self, moment):
        return self._company._get_local_day(to_datetime(moment))

    def _format(self, day):
        return format_date(self._env, day)

    def _of_need(self, need):
        product = self._env["product.product"].browse(need.product_id)
        values = {
            "product": product.display_name,
            "quantity": f"{need.quantity:.10g}",
            "unit": product.uom_id.name,
        }
        link = (product._name, product.id)
        if need.kind == "nobody":
            text = self._env._(
                "%(product)s is short by %(quantity)s %(unit)s, and nobody sells it: "
                "Purchasing enters a vendor.",
                **values,
            )
        elif need.kind == "incoming":
            text = self._env._(
                "%(quantity)s %(unit)s of %(product)s that are not in stock come on "
                "%(day)s.",
                day=self._format(need.day),
                **values,
            )
        else:
            vendor = self._env["res.partner"].browse(need.partner_id)
            text = self._env._(
                "%(product)s is short by %(quantity)s %(unit)s: %(vendor)s delivers "
                "on %(day)s what is ordered today.",
                vendor=vendor.display_name,
                day=self._format(need.day),
                **values,
            )
        return text, link

    def _of_never(self, workcenter_id):
        workcenter = self._env["mrp.workcenter"].browse(workcenter_id)
        text = self._env._(
            "%s has no free time within the days that are planned ahead: Production "
            "looks at its working hours.",
            workcenter.name,
        )
        return text, (workcenter._name, workcenter.id)

    def _of_full(self, step):
        workcenter = self._env["mrp.workcenter"].browse(step.workcenter_id)
        text = self._env._(
            "%(workcenter)s has no free time until %(day)s.",
            workcenter=workcenter.name,
            day=self._format(self._get_day(step.start)),
        )
        return text, (workcenter._name, workcenter.id)

    def _of_start(self, node):
        """Return that nothing holds it up but the work itself."""
        day = self._format(self._get_day(self._planner.earliest))
        if not node:
            return self._env._("All of it is there on %s.", day), None
        product = self._env["product.product"].browse(node.product_id)
        text = self._env._(
            "Making %(product)s takes from %(start)s to %(end)s; nothing is waited "
            "for.",
            product=product.display_name,
            start=day,
            end=self._format(self._get_day(node.end)),
        )
        return text, (product._name, product.id)
