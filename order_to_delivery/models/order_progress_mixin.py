"""Where an order is, and what it waits for."""

from odoo import fields, models


class OrderProgressMixin(models.AbstractModel):
    _name = "order.progress.mixin"
    _description = "Progress of an Order"

    order_milestone_ids = fields.One2many(
        "order.milestone", "sale_order_id", groups="order_to_delivery.group_user"
    )
    order_gate_waiver_ids = fields.One2many(
        "order.gate.waiver", "sale_order_id", groups="order_to_delivery.group_user"
    )
    order_date_change_ids = fields.One2many(
        "order.date.change", "sale_order_id", groups="order_to_delivery.group_user"
    )
    station_strip = fields.Json(
        compute="_compute_station_strip", groups="order_to_delivery.group_user"
    )
    gate_banner = fields.Json(
        compute="_compute_gate_banner", groups="order_to_delivery.group_user"
    )

    def _compute_station_strip(self):
        self.station_strip = []

    def _compute_gate_banner(self):
        self.gate_banner = []
