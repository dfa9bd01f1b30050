from odoo import models

from ..order_gate import Reason


class OperationNeedsSignoff(models.AbstractModel):
    _name = "order.gate.operation.needs.signoff"
    _inherit = "order.gate"
    _description = "An operation goes on with what the one before was signed off for"

    _gate_station = "production"
    _gate_model = "mrp.workorder"

    def _get_orders(self, record):
        return record.production_id._get_customer_orders()[record.production_id][:1]

    def _reasons_closed(self, workorders):
        quantities = self.env["order.making.quantity"]
        return self._describe(quantities._get_missing_signoffs(workorders))

    def _describe(self, missing):
        """Return the reasons of what is missing, work order by work order."""
        return {
            workorder: [
                self._get_reason(workorder, before, quantity)
                for before, quantity in missing_of.items()
            ]
            for workorder, missing_of in missing.items()
        }

    def _get_reason(self, workorder, before, quantity):
        names = {
            "after": workorder.name,
            "before": before.name,
            "production": workorder.production_id.name,
            "quantity": self.env["order.paper"]._format_quantity(quantity),
            "unit": workorder.product_id.uom_id.name,
        }
        text = (
            self.env._(
                "%(production)s: %(after)s would go on with %(quantity)s %(unit)s more "
                "than Quality has signed off after %(before)s. Ask for its inspection.",
                **names,
            )
            if quantity
            else self.env._(
                "%(production)s: Quality has signed off nothing after %(before)s that "
                "%(after)s could go on with. Ask for its inspection.",
                **names,
            )
        )
        return Reason(text, "quality", "order_to_delivery.order_inspection_action")

    def _drop_waived(self, reasons):
        """Leave out nothing: a concession raises what is accepted itself."""
