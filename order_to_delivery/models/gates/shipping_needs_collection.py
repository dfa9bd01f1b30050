from odoo import models

from ..order_gate import Reason


class ShippingNeedsCollection(models.AbstractModel):
    _name = "order.gate.shipping.needs.collection"
    _inherit = ["order.shipment.gate.mixin", "order.gate"]
    _description = "Goods leave while what is due before release is received"

    _gate_station = "shipping"
    _gate_model = "stock.move"
    # Who waived the money at release waived it for the way out as well.
    _gate_waived_as = "order.gate.release.needs.collection"

    def _waivers(self, records):
        """Return nobody: money is waived at release, before goods are picked."""
        return ()

    def _get_due(self, money):
        return money.release_due

    def _get_goods(self, records):
        """Return what has left, and what these moves would take with them."""
        orders = self.env["sale.order"].union(*map(self._get_orders, records))
        planned = records._get_planned_shipping()
        return orders._get_goods_quantities(planned), "shipped", {}

    def _get_money_reason(self, order):
        text = self.env._(
            "The balance due before release of %(order)s is not received, or was "
            "taken back since: Finance verifies the payments.",
            order=order.name,
        )
        return Reason(text, "finance", "order_to_delivery.sale_order_action_to_collect")
