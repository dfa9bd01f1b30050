"""What customer service watches of an order."""

from odoo import fields, models

USER = "order_to_delivery.group_user"
# The dates of an order by which its points are due.
DATES = frozenset({"production_start_date", "finished_date", "commitment_date"})


class OrderMonitoringMixin(models.AbstractModel):
    _name = "order.monitoring.mixin"
    _description = "Order with Monitoring Points"

    order_monitoring_check_ids = fields.One2many(
        "order.monitoring.check",
        "sale_order_id",
        string="Monitoring Points",
        groups=USER,
    )
    order_monitoring_count = fields.Integer(
        "Monitoring", compute="_compute_order_monitoring_count", groups=USER
    )
    order_monitoring_open_count = fields.Integer(
        "Open Points", compute="_compute_order_monitoring_count", groups=USER
    )

    def _compute_order_monitoring_count(self):
        counts = {}
        governed = self._filter_gated()
        if governed.ids:
            groups = self.env["order.monitoring.check"]._read_group(
                [("sale_order_id", "in", governed.ids)],
                ["sale_order_id", "state"],
                ["__count"],
            )
            counts = {(order.id, state): count for order, state, count in groups}
        for order in self:
            still_open = counts.get((order._origin.id, "open"), 0)
            checked = counts.get((order._origin.id, "checked"), 0)
            order.order_monitoring_open_count = still_open
            order.order_monitoring_count = still_open + checked

    def _open_monitoring(self):
        """Give orders the points that their confirmation prints, each once (H9.11)."""
        # What is watched is the company's standard, not the choice of who sends.
        orders = self.sudo()._filter_gated()
        points = orders.env["order.monitoring.point"].search(
            [("company_id", "in", [False, *orders.company_id.ids])]
        )
        checks = orders.env["order.monitoring.check"]
        known = {
            (check.sale_order_id, check.point_id)
            for check in checks.search([("sale_order_id", "in", orders.ids)])
        }
        checks.create(
            [
                {"sale_order_id": order.id, "point_id": point.id}
                for order in orders
                for point in points
                if point.company_id in (point.company_id.browse(), order.company_id)
                and (order, point) not in known
            ]
        )

    def _move_monitoring(self, names):
        """Have open points follow the dates of their orders.

        :param names: the fields that were written
        """
        orders = self._filter_gated() if DATES & names else self.browse()
        if orders.ids:
            checks = self.env["order.monitoring.check"].sudo()  # not the writer's
            still_open = checks.search(
                [("sale_order_id", "in", orders.ids), ("state", "=", "open")]
            )
            self.env.add_to_compute(checks._fields["due_date"], still_open)

    def action_view_monitoring(self):
        """Open what is watched of the order, for customer service to tick."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "order_to_delivery.order_monitoring_check_action"
        )
        action["domain"] = [("sale_order_id", "=", self.id)]
        action["context"] = {}
        return action
