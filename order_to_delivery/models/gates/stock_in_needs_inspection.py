from odoo import models

from ..order_gate import Reason

ACTION = "order_to_delivery.order_inspection_action"


class StockInNeedsInspection(models.AbstractModel):
    _name = "order.gate.stock.in.needs.inspection"
    _inherit = "order.gate"
    _description = "What is made for an order enters stock as Quality has accepted it"

    _gate_station = "inspection"
    _gate_model = "mrp.production"

    def _get_orders(self, record):
        return record._get_customer_orders()[record][:1]

    def _reasons_closed(self, records):
        productions = records._filter_inspected()
        return self._describe(
            self.env["order.making.quantity"]._get_excess(productions)
        )

    def _describe(self, excess):
        """Return the reasons of what is too much, by manufacturing order."""
        return {
            production: [
                self._get_reason(production, workorder, *over)
                for workorder, over in excess_of.items()
            ]
            for production, excess_of in excess.items()
        }

    def _get_reason(self, production, workorder, quantity, is_unsigned):
        names = {
            "product": production.product_id.display_name,
            "production": production.name,
            "operation": workorder.name,
            "quantity": self.env["order.paper"]._format_quantity(quantity),
            "unit": production.product_id.uom_id.name,
        }
        if workorder:
            text = self.env._(
                "%(product)s of %(production)s: %(quantity)s %(unit)s more would enter "
                "stock than Quality has signed off after %(operation)s. Ask for its "
                "inspection.",
                **names,
            )
        elif is_unsigned:
            text = self.env._(
                "%(product)s of %(production)s: Customer Service has not signed the "
                "inspection of %(quantity)s %(unit)s yet.",
                **names,
            )
            return Reason(text, "customer_service", ACTION)
        else:
            text = self.env._(
                "%(product)s of %(production)s: %(quantity)s %(unit)s more would enter "
                "stock than Quality has accepted. Ask for its inspection, or report "
                "only what is accepted.",
                **names,
            )
        return Reason(text, "quality", ACTION)

    def _drop_waived(self, reasons):
        """Leave out nothing: a concession raises what is accepted itself."""
