from odoo import models

from ..order_gate import Reason


class ProductionNeedsMaterials(models.AbstractModel):
    _name = "order.gate.production.needs.materials"
    _inherit = ["order.start.waiver.mixin", "order.gate"]
    _description = "Production for an order starts once its materials are complete"

    _gate_station = "production"
    _gate_model = "mrp.production"

    def _reasons_closed(self, records):
        missing = self.env["order.start.material"]._get_missing(records)
        suppliers = self._get_suppliers(missing)
        return {
            **self._get_empty(records),
            **{
                production: [
                    self._get_reason(production, move, quantity, suppliers)
                    for move, quantity in short.items()
                ]
                for production, short in missing.items()
            },
        }

    def _get_empty(self, records):
        """Return a reason where none of the components of the bill are asked for.

        One that is created as started has not looked at its bill.
        """
        closed = {}
        for production in records._filter_starting():
            moves = production.move_raw_ids.filtered(lambda m: m.state != "cancel")
            if production.bom_id.bom_line_ids and not moves:
                text = self.env._(
                    "%s has none of the components of its bill of materials: confirm "
                    "it before it starts.",
                    production.name,
                )
                closed[production] = [Reason(text, "production")]
        return closed

    def _get_suppliers(self, missing):
        """Return what brings the missing components: orders to make, or to buy.

        :return: ``{(order, product): requisition lines}`` of what Purchasing ordered
        """
        moves = self.env["stock.move"].union(*(m for s in missing.values() for m in s))
        orders_of = moves.raw_material_production_id._get_customer_orders()
        orders = self.env["sale.order"].union(*orders_of.values())
        lines = self.env["purchase.request.line"].search(
            [
                ("sale_order_id", "in", orders.ids),
                ("product_id", "in", moves.product_id.ids),
                ("purchase_lines", "!=", False),
                ("cancelled", "=", False),
            ]
        )
        return lines.grouped(lambda line: (line.sale_order_id, line.product_id))

    def _get_reason(self, production, move, quantity, suppliers):
        names = {
            "production": production.name,
            "product": move.product_id.display_name,
            "quantity": self.env["order.paper"]._format_quantity(quantity),
            "unit": move.product_id.uom_id.name,
            "place": move.location_id.display_name,
        }
        makers = move.move_orig_ids.production_id.filtered(
            lambda maker: maker.state not in ("done", "cancel")
        )
        if makers:
            return self._get_reason_to_make(makers, names)
        order = production._get_starting_orders()[production][:1]
        lines = suppliers.get((order, move.product_id))
        if lines:
            return self._get_reason_ordered(lines.request_id, names)
        text = self.env._(
            "%(production)s lacks %(quantity)s %(unit)s of %(product)s in %(place)s: "
            "Material Control brings it there, or asks for it.",
            **names,
        )
        action = "order_to_delivery.order_material_need_line_action"
        return Reason(text, "material_control", action)

    def _get_reason_to_make(self, makers, names):
        text = self.env._(
            "%(production)s lacks %(quantity)s %(unit)s of %(product)s in %(place)s: "
            "%(makers)s is to finish it.",
            makers=", ".join(makers.mapped("name")),
            **names,
        )
        return Reason(text, "production", "mrp.mrp_production_action")

    def _get_reason_ordered(self, requests, names):
        text = self.env._(
            "%(production)s lacks %(quantity)s %(unit)s of %(product)s in %(place)s: "
            "it was ordered on %(requests)s and has not come into stock.",
            requests=", ".join(requests.mapped("name")),
            **names,
        )
        action = "order_to_delivery.purchase_request_action_requisition"
        return Reason(text, "purchasing", action)
