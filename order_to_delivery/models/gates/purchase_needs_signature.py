from odoo import models


class PurchaseNeedsSignature(models.AbstractModel):
    _name = "order.gate.purchase.needs.signature"
    _inherit = "order.gate"
    _description = "Material for an order is ordered once its customer has signed"

    _gate_station = "requisition"
    _gate_model = "purchase.order"

    def _get_orders(self, record):
        return record.order_line.purchase_request_lines.sale_order_id[:1]

    def _reasons_closed(self, purchases):
        """Ask order by order: one purchase order may serve several of them."""
        early = self.env["order.early.buying"]
        orders_of = {
            purchase: purchase.order_line.purchase_request_lines.sale_order_id
            for purchase in purchases
        }
        orders = self.env["sale.order"].union(*orders_of.values())
        orders = early._filter_early(orders)
        waived = early._get_waivers(orders, is_in_force=False)
        closed = orders.filtered(
            lambda order: (
                order not in waived
                or not early._is_covered(
                    order, early._get_approved(order), waived[order]
                )
            )
        )
        return {
            purchase: [
                early._get_reason(order, purchase, waived.get(order))
                for order in own & closed
            ]
            for purchase, own in orders_of.items()
        }
