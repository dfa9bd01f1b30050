from odoo import models

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
        requests = self.env["order.shipping.request"]
        # Found by their ids alone: most often there is none to read.
        requests = requests.browse(
            requests._search(
                [
                    ("sale_order_id", "in", asked.sale_line_id.order_id.ids),
                    ("needs_briefing", "=", True),
                    ("briefed_date", "=", False),
                    ("state", "=", "released"),
                ]
            )
        )
        unbriefed = requests.line_ids.grouped("sale_line_id")
        return {
            move: [
                self._get_reason(request)
                for request in unbriefed[move.sale_line_id].request_id
            ]
            for move in asked
            if move.sale_line_id in unbriefed
        }

    def _get_reason(self, request):
        text = self.env._(
            "%s: its shipper was not briefed. Tick what was read back on the delivery, "
            "and sign.",
            request.name,
        )
        action = "order_to_delivery.order_shipping_request_action"
        return Reason(text, "warehouse", action)
