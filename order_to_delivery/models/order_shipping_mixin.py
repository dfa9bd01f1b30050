"""What an order knows of its shipping requests and receipts."""

from odoo import fields, models


class OrderShippingMixin(models.AbstractModel):
    _name = "order.shipping.mixin"
    _description = "Shipping of an Order"

    order_shipping_request_ids = fields.One2many(
        "order.shipping.request",
        "sale_order_id",
        groups="order_to_delivery.group_user",
    )
    order_delivery_receipt_ids = fields.One2many(
        "order.delivery.receipt",
        "sale_order_id",
        groups="order_to_delivery.group_user",
    )
