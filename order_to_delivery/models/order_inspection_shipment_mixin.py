"""Inspections of what is to be shipped: nothing leaves with an open defect (H3.4)."""

from odoo import Command, api, fields, models

SHIPMENT_GATE = "order.gate.shipping.needs.inspection"


class OrderInspectionShipmentMixin(models.AbstractModel):
    _name = "order.inspection.shipment.mixin"
    _description = "Inspections of What Is to Be Shipped"

    @api.model
    def _offer_shipment(self, request, parts):
        """Create the inspection of what a shipping request asks for.

        Called in sudo by the request, which says what has to be inspected.

        :param parts: ``[(request line, lot, quantity)]`` in the unit of the order's
            line
        """
        sequence = self.env["ir.sequence"].with_company(request.company_id)
        return self.create(
            {
                "kind": "shipment",
                "name": sequence.next_by_code(self._name) or "/",
                "company_id": request.company_id.id,
                "shipping_request_id": request.id,
                "sale_order_id": request.sale_order_id.id,
                "arrival_date": fields.Datetime.now(),
                "received_by_id": request.requested_by_id.id,
                "line_ids": [
                    Command.create(
                        {
                            "sale_line_id": line.sale_line_id.id,
                            "product_id": line.sale_line_id.product_id.id,
                            "product_uom_id": line.sale_line_id.product_uom_id.id,
                            "lot_id": lot.id,
                            "offered_quantity": quantity,
                        }
                    )
                    for line, lot, quantity in parts
                ],
            }
        )

    def _touch_shipments(self):
        """Have whoever ships the same goods meanwhile collide."""
        guard = self.env["order.quantity.guard"].sudo()  # nobody may write guards
        # Whose goods they are is looked up for whoever judges.
        guard._touch("sale.order.line", self.sudo().line_ids.sale_line_id.ids)

    def _get_overasked(self):
        """Return for which goods more is accepted than is to be shipped."""
        # What was requested is looked up for whoever judges.
        lines = self.sudo().line_ids.sale_line_id
        return [
            self.env._(
                "%(product)s: more would be accepted than is to be shipped.",
                product=line.product_id.display_name,
            )
            for line in self.env["order.shipment.quantity"]._get_overaccepted(lines)
        ]

    def _tell_shipments(self):
        """Tell on the shipping request what may leave, and what may not.

        Called in sudo by whoever judged, or conceded.
        """
        for inspection in self.filtered("shipping_request_id"):
            inspection.shipping_request_id.message_post(
                body=inspection._describe_made(),
                partner_ids=inspection.received_by_id.partner_id.ids,
            )
        self.sale_order_id._touch_progress()
