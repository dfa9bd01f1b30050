"""What belongs to one shipment, and is noted on its request."""

from odoo import fields, models


class OrderShipmentPartMixin(models.AbstractModel):
    _name = "order.shipment.part.mixin"
    _description = "Part of a Shipment"

    request_id = fields.Many2one(
        "order.shipping.request",
        string="Shipping Request",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sale_order_id = fields.Many2one(related="request_id.sale_order_id")
    partner_id = fields.Many2one(related="request_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="request_id.company_id", store=True)
