from odoo import models

from ..order_gate import Reason


class ReleaseNeedsCollection(models.AbstractModel):
    _name = "order.gate.release.needs.collection"
    _inherit = ["order.shipment.gate.mixin", "order.gate"]
    _description = "Goods are released once what is due before release is received"

    _gate_station = "release"
    _gate_model = "order.shipping.request"

    def _get_due(self, money):
        return money.release_due

    def _get_goods(self, records):
        """Return what was released, and what each request asks for besides."""
        asked = {
            request: request.line_ids
            for request in records
            if request.state != "released"
        }
        return records.sale_order_id._get_goods_quantities(), "released", asked

    def _get_money_reason(self, order):
        text = self.env._(
            "The balance due before release of %(order)s is not received in full: "
            "Sales collects it from the customer, Finance registers the payment.",
            order=order.name,
        )
        return Reason(text, "sales", "order_to_delivery.sale_order_action_to_collect")
