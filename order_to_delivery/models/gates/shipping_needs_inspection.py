from collections import defaultdict

from odoo import models

from ..order_gate import Reason


class ShippingNeedsInspection(models.AbstractModel):
    _name = "order.gate.shipping.needs.inspection"
    _inherit = "order.gate"
    _description = "Goods to be inspected before shipment leave as Quality accepts them"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        asked = moves.filtered(
            lambda move: move.sale_line_id and move.company_id._inspects_shipments()
        )
        if not asked:
            return {}
        lines = asked.sale_line_id
        uninspected = self.env["order.shipment.quantity"]._get_uninspected(
            lines, self._get_planned(asked)
        )
        uninspected = self._drop_free(uninspected)
        held = asked.filtered(lambda move: move.sale_line_id in uninspected)
        returned = held and self._get_returned(held.sale_line_id)
        return {
            move: [
                self._get_return_reason(move, uninspected[move.sale_line_id])
                if move.sale_line_id in returned
                else self._get_reason(move, uninspected[move.sale_line_id])
            ]
            for move in held
        }

    def _get_returned(self, lines):
        return self.env["order.shipment.quantity"]._filter_returned(lines)

    def _drop_free(self, uninspected):
        """Leave out the lines whose goods nobody has to inspect.

        What leaves beyond its requests is another rule's; unless a request asks for
        an inspection, the plans in force say whether one is needed.
        """
        if not uninspected:
            return {}
        lines = self.env["sale.order.line"].union(*uninspected)
        requested = self.env["order.shipping.request.line"].search(
            [("sale_line_id", "in", lines.ids), ("needs_inspection", "=", True)]
        )
        rest = lines - requested.sale_line_id
        needing = requested.sale_line_id | self.env[
            "order.shipping.request"
        ]._filter_inspected(rest)
        return {
            line: quantity for line, quantity in uninspected.items() if line in needing
        }

    def _get_planned(self, moves):
        """Return what moves that are not done yet would ship, lot by lot."""
        planned = defaultdict(float)
        for move in moves.filtered(lambda move: move.state not in ("done", "cancel")):
            line_id, product_id = move.sale_line_id.id, move.product_id.id
            for operation in move.move_line_ids:
                key = (line_id, product_id, operation.lot_id.id or None)
                planned[key] += operation.quantity_product_uom
            if not move.move_line_ids:
                whole = move._get_planned_shipping()[line_id, product_id]
                planned[line_id, product_id, None] += whole
        return planned

    def _get_reason(self, move, quantity):
        text = self.env._(
            "%(product)s of order %(order)s: %(quantity)s %(unit)s would leave that "
            "Quality has not accepted before shipment.",
            **self._get_names(move, quantity),
        )
        return Reason(text, "quality", "order_to_delivery.order_inspection_action")

    def _get_return_reason(self, move, quantity):
        text = self.env._(
            "%(product)s of order %(order)s: %(quantity)s %(unit)s would leave that "
            "Quality has not accepted before shipment. What came back is accepted "
            "anew: Customer Service has it inspected on its shipping request.",
            **self._get_names(move, quantity),
        )
        return Reason(text, "quality", "order_to_delivery.order_inspection_action")

    def _get_names(self, move, quantity):
        line = move.sale_line_id
        return {
            "product": move._get_shipping_name(),
            "order": line.order_id.name,
            "quantity": self.env["order.paper"]._format_quantity(quantity),
            "unit": line.product_uom_id.name,
        }

    def _drop_waived(self, reasons):
        """Leave out nothing: a concession raises what is accepted itself."""
