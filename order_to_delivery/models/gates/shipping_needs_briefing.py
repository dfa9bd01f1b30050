from odoo import models
from odoo.tools import SQL

from ..order_gate import Reason


class ShippingNeedsBriefing(models.AbstractModel):
    _name = "order.gate.shipping.needs.briefing"
    _inherit = "order.gate"
    _description = "Goods leave once their shipper was briefed and has read back"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        asked = moves.filtered(
            lambda move: move.sale_line_id and move.company_id.order_needs_briefing
        )
        if not asked:
            return {}
        requests = self._get_unbriefed(asked.sale_line_id.order_id)
        unbriefed = requests.line_ids.grouped("sale_line_id")
        return {
            move: [
                self._get_reason(request)
                for request in unbriefed[move.sale_line_id].request_id
            ]
            for move in asked
            if move.sale_line_id in unbriefed
        }

    def _get_unbriefed(self, orders):
        """Return the released requests whose shipper was not briefed yet.

        As plain SQL: to work out the domain takes longer than to look.
        """
        requests = self.env["order.shipping.request"]
        requests.flush_model(
            ["sale_order_id", "needs_briefing", "briefed_date", "state"]
        )
        query = SQL(
            """
            SELECT id FROM order_shipping_request
             WHERE sale_order_id = ANY(%s) AND state = 'released'
               AND needs_briefing AND briefed_date IS NULL
          ORDER BY id DESC
            """,
            orders.ids,
        )
        return requests.browse(id_ for (id_,) in self.env.execute_query(query))

    def _get_reason(self, request):
        text = self.env._(
            "%s: its shipper was not briefed. Tick what was read back on the delivery, "
            "and sign.",
            request.name,
        )
        action = "order_to_delivery.order_shipping_request_action"
        return Reason(text, "warehouse", action)
