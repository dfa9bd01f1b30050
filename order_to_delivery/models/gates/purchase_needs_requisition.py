from odoo import models

from ..order_gate import Reason


class PurchaseNeedsRequisition(models.AbstractModel):
    _name = "order.gate.purchase.needs.requisition"
    _inherit = "order.gate"
    _description = "Goods are ordered from a vendor on an approved requisition"

    _gate_station = "requisition"
    _gate_model = "purchase.order"

    def _get_orders(self, record):
        lines = self.env["order.requisition.room"]._filter_judged(record)
        orders = lines._get_customer_orders()
        return (orders | lines.purchase_request_lines.sale_order_id)[:1]

    def _reasons_closed(self, records):
        room = self.env["order.requisition.room"]
        closed = {}
        for line, verdict in room._judge(room._filter_judged(records)).items():
            reason = self._get_reason(line, verdict)
            if reason:
                closed.setdefault(line.order_id, []).append(reason)
        return closed

    def _get_reason(self, line, verdict):
        names = {
            "product": line.product_id.display_name,
            "requests": ", ".join(verdict.requests.mapped("name")),
            "quantity": f"{verdict.missing:g}",
            "unit": line.product_id.uom_id.name,
        }
        action = "order_to_delivery.purchase_request_action_requisition"
        if not verdict.requests:
            text = self.env._(
                "%(product)s stands on no requisition: Material Control asks for it, "
                "or Purchasing presses Ask for a Requisition here.",
                **names,
            )
            return Reason(text, "material_control", action)
        if verdict.missing and self._get_stopped(verdict):
            return Reason(
                self._explain_stopped(verdict, names), "material_control", action
            )
        if verdict.missing:
            text = self.env._(
                "%(product)s: %(quantity)s %(unit)s more than %(requests)s has "
                "approved and not ordered yet.",
                **names,
            )
        elif verdict.is_dear:
            text = self.env._(
                "%(product)s costs more than was approved on %(requests)s: Material "
                "Control raises the estimated cost there, to be approved anew.",
                **names,
            )
        else:
            return None
        return Reason(text, "deputy_general_manager", action)

    def _get_stopped(self, verdict):
        orders = verdict.requests.sale_order_id
        return orders.filtered(lambda order: order.state == "cancel")

    def _explain_stopped(self, verdict, names):
        return self.env._(
            "%(orders)s was cancelled, and %(requests)s asks for no more "
            "%(product)s: what is bought for stock stands on another requisition.",
            orders=", ".join(self._get_stopped(verdict).mapped("name")),
            **names,
        )
