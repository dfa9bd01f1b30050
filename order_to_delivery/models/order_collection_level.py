"""How a customer is reminded of what is overdue, step by step (H1.13)."""

from odoo import api, fields, models

from .cron_turn import take_turns
from .order_department_kind import DEPARTMENT_KINDS


class OrderCollectionLevel(models.Model):
    _name = "order.collection.level"
    _description = "Level of Reminding"
    _order = "days, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    days = fields.Integer(
        string="Days after Due",
        required=True,
        help="Calendar days after the due day from which this level is reached.",
    )
    template_id = fields.Many2one(
        "mail.template",
        string="E-mail to the Customer",
        domain="[('model', '=', 'sale.order')]",
        help="Empty: the customer is not written to.",
    )
    department = fields.Selection(
        DEPARTMENT_KINDS,
        string="Department Told",
        required=True,
        default="sales",
        help="Sales: the order's salesperson; of others the head of the department.",
    )

    _days_are_positive = models.Constraint(
        "CHECK(days > 0)", "A level is reached some days after the due day."
    )

    @api.model
    def _cron_remind(self):
        """Remind once per order, level and what is due; the highest level reached.

        Not of an order whose money was promised until later, nor of one that a
        recovery case follows or whose customer is held (H1.13).
        """
        reached = self._get_reached()
        self.env["ir.cron"]._commit_progress(remaining=len(reached))
        for (order, kind), level in reached.items():
            act = self._remind_of(level, kind)
            if not take_turns(order, act):
                return

    def _remind_of(self, level, kind):
        return lambda orders: [order._remind(level, kind) for order in orders]

    @api.model
    def _get_reached(self):
        """Return ``{(order, what is due): level}`` that was not reminded of yet."""
        levels = self.search([("days", ">", 0)])
        if not levels:
            return {}
        # Each order is reminded in turn, whoever may see it.
        overdue = (
            self.env["order.ageing"]
            .sudo()
            .search([("days_late", ">=", min(levels.mapped("days")))])
        )
        orders = overdue.sale_order_id._filter_reminded()
        reached = {}
        for row in overdue.filtered(lambda row: row.sale_order_id in orders):
            own = levels.filtered(
                lambda level, row=row: (
                    level.days <= row.days_late
                    and level.company_id.id in (False, row.company_id.id)
                )
            )
            done = row.sale_order_id._get_level_days(row.kind)
            if own and own[-1].days > done:
                reached[row.sale_order_id.sudo(False), row.kind] = own[-1]
        return reached
