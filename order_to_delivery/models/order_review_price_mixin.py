"""What a review shows of doubts about the prices of its order (H9.2)."""

from odoo import fields, models

from .order_price_fact import PRICE_GROUPS


class OrderReviewPriceMixin(models.AbstractModel):
    _name = "order.review.price.mixin"
    _description = "Prices under Review"

    # Only so that the mixin stands alone: the review's own definition wins.
    sale_order_id = fields.Many2one("sale.order")
    order_price_doubt_count = fields.Integer(
        related="sale_order_id.order_price_doubt_count", groups=PRICE_GROUPS
    )
    has_price_doubt = fields.Boolean(
        related="sale_order_id.has_price_doubt", groups=PRICE_GROUPS
    )

    def action_view_price_doubts(self):
        """Open what is doubted, or was, about the prices of the order."""
        self.check_access("read")
        return self.sale_order_id.action_view_price_doubts()
