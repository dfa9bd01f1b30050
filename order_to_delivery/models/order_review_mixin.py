"""What an order knows of its revisions and reviews."""

from odoo import fields, models


class OrderReviewMixin(models.AbstractModel):
    _name = "order.review.mixin"
    _description = "Revisions and Reviews of an Order"

    is_content_locked = fields.Boolean(
        readonly=True,
        copy=False,
        help="From circulation on the content changes by a revision only.",
    )
    order_revision_ids = fields.One2many(
        "order.revision", "sale_order_id", groups="order_to_delivery.group_user"
    )
    current_revision_id = fields.Many2one(
        "order.revision",
        string="Revision in Force",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
    )
    pending_revision_id = fields.Many2one(
        "order.revision",
        string="Revision under Review",
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
    )
    order_review_ids = fields.One2many(
        "order.review", "sale_order_id", groups="order_to_delivery.group_user"
    )
    production_start_date = fields.Date(
        readonly=True, copy=False, help="Production start (投产日期) fixed by the review."
    )
    finished_date = fields.Date(
        readonly=True,
        copy=False,
        help="When Production has the goods finished; not the shipping date.",
    )
