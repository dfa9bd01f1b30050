from odoo import models

from ..order_gate import Reason


class IncomingNeedsInspection(models.AbstractModel):
    _name = "order.gate.incoming.needs.inspection"
    _inherit = "order.gate"
    _description = "What a vendor brings enters stock as Quality has accepted it"

    _gate_station = "incoming"
    _gate_model = "purchase.order.line"

    def _reasons_closed(self, lines):
        excess = self.env["order.incoming.quantity"]._get_excess(lines)
        return {
            line: self._get_reasons_of(line, products)
            for line, products in excess.items()
        }

    def _get_reasons_of(self, line, products):
        """Return what is missing for a purchase line's goods to enter stock.

        :param products: ``{product: quantity}`` above what was accepted
        """
        paper = self.env["order.paper"]
        return [
            Reason(
                self.env._(
                    "%(product)s of %(order)s: %(quantity)s %(unit)s more would enter "
                    "stock than Quality has accepted. Receive what is accepted, have "
                    "the rest judged, or put what is rejected into quarantine.",
                    product=product.display_name,
                    order=line.order_id.name,
                    quantity=paper._format_quantity(quantity),
                    unit=product.uom_id.name,
                ),
                "quality",
                "order_to_delivery.order_inspection_action",
            )
            for product, quantity in products.items()
        ]

    def _get_orders(self, record):
        """Return no order: goods for stock are inspected, too."""
        return self.env["sale.order"]

    def _drop_waived(self, reasons):
        """Leave out nothing: a concession raises what is accepted itself."""
