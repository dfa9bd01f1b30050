from odoo import models

from ..order_gate import Reason


class ProductionNeedsStock(models.AbstractModel):
    _name = "order.gate.production.needs.stock"
    _inherit = "order.gate"
    _description = "What production for an order consumes was in stock"

    _gate_station = "production"
    _gate_model = "stock.move"

    def _reasons_closed(self, moves):
        consuming = moves._filter_consuming()
        closed = self._get_unstarted(consuming)
        overdrawn = consuming._get_overdrawn()
        for move, quantity in overdrawn.items():
            text = self.env._(
                "%(production)s would consume %(product)s that is not there: "
                "%(quantity)s %(unit)s are missing in stock. Have them received, or "
                "correct the quantity.",
                production=move.raw_material_production_id.name,
                product=move.product_id.display_name,
                quantity=self.env["order.paper"]._format_quantity(quantity),
                unit=move.product_id.uom_id.name,
            )
            reasons = closed.setdefault(move, [])
            reasons.append(Reason(text, "material_control"))
        return closed

    def _get_unstarted(self, consuming):
        """Return a reason for each move of an order that nobody started."""
        closed = {}
        for move in consuming:
            production = move.raw_material_production_id
            if not production.started_quantity:
                text = self.env._(
                    "%(production)s was not started: Production starts it before it "
                    "consumes %(product)s.",
                    production=production.name,
                    product=move.product_id.display_name,
                )
                closed[move] = [Reason(text, "production")]
        return closed

    def _get_orders(self, record):
        """Return no order: nobody lets more be consumed than there is."""
        return self.env["sale.order"]

    def _drop_waived(self, reasons):
        """Leave out nothing: what is not there cannot be consumed."""
