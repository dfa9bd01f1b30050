"""What an order knows of the customer's signature."""

from odoo import fields, models


class OrderConfirmationMixin(models.AbstractModel):
    _name = "order.confirmation.mixin"
    _description = "Confirmations of an Order"

    order_confirmation_ids = fields.One2many(
        "order.confirmation", "sale_order_id", groups="order_to_delivery.group_user"
    )
