"""Documents whose prices may be doubted: an order, and its review (H9.2)."""

from odoo import api, fields, models

from .order_price_fact import PRICE_GROUPS


class OrderDoubtedMixin(models.AbstractModel):
    _name = "order.doubted.mixin"
    _description = "Order Whose Prices May Be Doubted"

    order_price_doubt_ids = fields.One2many(
        "order.price.doubt", "sale_order_id", groups=PRICE_GROUPS
    )
    order_price_doubt_count = fields.Integer(
        string="Price Doubts",
        compute="_compute_order_price_doubt_count",
        groups=PRICE_GROUPS,
    )
    has_price_doubt = fields.Boolean(
        string="Price Doubt Open",
        compute="_compute_order_price_doubt_count",
        groups=PRICE_GROUPS,
    )

    @api.depends("order_price_doubt_ids.state")
    def _compute_order_price_doubt_count(self):
        rows = self.env["order.price.doubt"]._read_group(
            [("sale_order_id", "in", self.ids), ("state", "!=", "withdrawn")],
            ["sale_order_id", "state"],
            ["__count"],
        )
        counts = {(order.id, state): count for order, state, count in rows}
        for order in self:
            is_open = counts.get((order._origin.id, "open"), 0)
            settled = counts.get((order._origin.id, "settled"), 0)
            order.order_price_doubt_count = is_open + settled
            order.has_price_doubt = bool(is_open)

    def action_view_price_doubts(self):
        """Open what is doubted, or was, about the prices of these orders."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Price Doubts"),
            "res_model": "order.price.doubt",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("sale_order_id", "in", self.ids)],
            "context": {"create": False},
        }

    def _is_price_doubted(self):
        """Tell whether a price of what is under review waits to be settled."""
        self.ensure_one()
        order = self.sudo()  # whoever submits need not see the doubts
        if not order.company_id._doubts_prices():
            return False
        return "open" in order.order_price_doubt_ids.mapped("state")
