from odoo import models

from ..order_gate import Reason


class ShippingNeedsOrder(models.AbstractModel):
    _name = "order.gate.shipping.needs.order"
    _inherit = "order.gate"
    _description = "What leaves for a customer stands on a line of his order"

    _gate_station = "shipping"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        return {move: self._get_reasons_of(move) for move in moves}

    def _get_reasons_of(self, move):
        order = move._get_customer_order()
        if not order:
            return self._get_unordered_reasons(move)
        if not move.sale_line_id:
            text = self.env._(
                "%(product)s is on no line of order %(order)s: propose the change of "
                "the order first.",
                product=move._get_shipping_name(),
                order=order.name,
            )
            return [Reason(text, "customer_service")]
        if not move._is_product_of_line():
            text = self.env._(
                "%(product)s is not what its line of order %(order)s sells.",
                product=move._get_shipping_name(),
                order=order.name,
            )
            return [Reason(text, "warehouse")]
        return []

    def _get_unordered_reasons(self, move):
        """Return what the company says to deliveries that belong to no order."""
        policy = move.company_id.order_unordered_delivery_policy
        supervisor = "order_to_delivery.group_supervisor"
        if policy == "allow" or (
            policy == "supervisor" and self.env.user.has_group(supervisor)
        ):
            return []
        name = move._get_shipping_name()
        if "supplier" in move.move_line_ids.location_dest_id.mapped("usage"):
            text = self.env._(
                "%(product)s leaves for a vendor who did not bring it: return its "
                "receipt instead.",
                product=name,
            )
        else:
            text = self.env._(
                "%(product)s leaves for a customer without an order.", product=name
            )
        return [
            Reason(text, "supervisor" if policy == "supervisor" else "customer_service")
        ]
