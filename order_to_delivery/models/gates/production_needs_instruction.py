from odoo import models

from ..order_gate import Reason


class ProductionNeedsInstruction(models.AbstractModel):
    _name = "order.gate.production.needs.instruction"
    _inherit = "order.gate"
    _description = (
        "Production for an order starts on the instruction that was accepted on the "
        "revision in force."
    )

    _gate_station = "production"
    _gate_model = "mrp.production"

    def _get_orders(self, record):
        return record._get_customer_orders()[record][:1]

    def _reasons_closed(self, records):
        orders_of = records._get_customer_orders()
        orders = self.env["sale.order"].union(*orders_of.values())
        waiting = orders._filter_waiting_instruction()
        closed = {}
        for production, its_orders in orders_of.items():
            if production._is_subcontracted():
                continue  # bought, and never made here
            reasons = [
                Reason(
                    self.env._(
                        "%s has no production instruction that Production accepted on "
                        "the revision in force.",
                        order.name,
                    ),
                    "production",
                    "order_to_delivery.order_production_instruction_action",
                )
                for order in its_orders & waiting
            ]
            if reasons:
                closed[production] = reasons
        return closed
