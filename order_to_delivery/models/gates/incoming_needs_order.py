from odoo import models

from ..order_gate import Reason


class IncomingNeedsOrder(models.AbstractModel):
    _name = "order.gate.incoming.needs.order"
    _inherit = "order.gate"
    _description = "What enters stock from a vendor was bought on a purchase order"

    _gate_station = "incoming"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        unbought = moves.filtered(lambda move: not move._get_vendor_lines())
        never_sent = unbought._filter_never_sent()
        return {
            move: self._get_unordered_reasons(move)
            for move in unbought
            if move in never_sent or self._is_vendor_bound(move)
        }

    def _is_vendor_bound(self, move):
        """Tell whether a vendor brought goods of which no purchase knows.

        What another company of the same database hands over is no purchase. What a
        vendor delivers straight to a customer leaves on the customer's order. What a
        subcontractor was sent may come back.
        """
        if move.location_id.awaits_inspection:
            return not move._is_from_elsewhere()
        routes = [
            (line.location_id, line.location_dest_id) for line in move.move_line_ids
        ] or [(move.location_id, move.location_dest_id)]
        return any(
            source.usage == "supplier" and destination.usage != "customer"
            for source, destination in routes
        )

    def _get_unordered_reasons(self, move):
        """Return what the company says to goods that belong to no purchase."""
        judge = move._get_unordered_judge("purchasing")
        if not judge:
            return []
        text = self.env._(
            "%(product)s would enter stock without a purchase order: receive it on its "
            "order, so that Quality can accept it.",
            product=move._get_shipping_name(),
        )
        return [Reason(text, judge)]

    def _drop_waived(self, reasons):
        """Leave out nothing: the policy says who may, at once."""
