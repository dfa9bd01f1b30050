"""When an order's supply may start, and when its goods are complete."""

from odoo import fields, models


class OrderSupplyMixin(models.AbstractModel):
    _name = "order.supply.mixin"
    _description = "Supply of an Order"

    order_production_instruction_ids = fields.One2many(
        "order.production.instruction",
        "sale_order_id",
        groups="order_to_delivery.group_user",
    )
    completion_date = fields.Datetime(
        string="Order Complete",
        readonly=True,
        copy=False,
        help="When the quantity in stock for the order reached the ordered quantity.",
    )
