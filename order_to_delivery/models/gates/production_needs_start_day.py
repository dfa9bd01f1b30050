from odoo import models
from odoo.tools.misc import format_date

from ..order_gate import Reason


class ProductionNeedsStartDay(models.AbstractModel):
    _name = "order.gate.production.needs.start.day"
    _inherit = ["order.start.waiver.mixin", "order.gate"]
    _description = "Production for an order starts on the day that its review fixed"

    _gate_station = "production"
    _gate_model = "mrp.production"

    def _reasons_closed(self, records):
        closed = {}
        for production, orders in records._get_starting_orders().items():
            # What was started goes on, whatever day its order is put off to.
            days = [order.production_start_date for order in orders]
            if production.started_quantity or not days or not all(days):
                continue
            day = min(days)
            if day > production.company_id._get_local_day():
                text = self.env._(
                    "%(production)s starts on %(day)s, the day fixed for %(orders)s: "
                    "Customer Service proposes a change where it is to start earlier.",
                    production=production.name,
                    day=format_date(self.env, day),
                    orders=", ".join(orders.mapped("name")),
                )
                closed[production] = [Reason(text, "customer_service")]
        return closed
