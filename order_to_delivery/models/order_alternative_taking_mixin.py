"""How an order that was given back takes the alternative that was offered (H9.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderAlternativeTakingMixin(models.AbstractModel):
    _name = "order.alternative.taking.mixin"
    _description = "Order That May Take an Alternative"

    offered_alternative = fields.Text(
        compute="_compute_offered_alternative",
        groups="order_to_delivery.group_user",
        help="What the last review offers instead of what cannot be made.",
    )

    @api.depends(
        "state", "is_content_locked", "order_review_ids.state", "order_line.product_id"
    )
    @api.depends_context("lang")
    def _compute_offered_alternative(self):
        for order in self:
            review = order._get_offering_review()
            order.offered_alternative = review and order._describe_offer(review) or ""

    def action_take_alternative(self):
        """Take what was offered into an order that is back at intake (H9.4).

        The line keeps its quantity and is priced by the price plan; the order is
        completed and submitted anew.

        :raise AccessError: unless the user acts for Sales or Customer Service
        :raise UserError: when nothing is offered, or the order is not back with Sales
        """
        self._check_department("sales", "customer_service")
        self.check_access("write")
        for order in self:
            order._take_alternative()
        self._touch_progress()
        return True

    def _get_offering_review(self):
        """Return the last review, where its alternative can be taken by now."""
        self.ensure_one()
        order = self.sudo()  # whoever sees the order may know what is offered
        review = order.order_review_ids.sorted("round")[-1:]
        is_back = order.state in ("draft", "sent") and not order.is_content_locked
        if not is_back or review.state != "refused":
            return review.browse()
        return review if review._get_replaced_lines() else review.browse()

    def _describe_offer(self, review):
        return self.env._(
            "%(alternative)s instead of %(product)s. %(note)s",
            alternative=review.alternative_product_id.display_name,
            product=review._get_alternative_for().display_name,
            note=review.alternative_note or "",
        )

    def _take_alternative(self):
        review = self._get_offering_review()
        if not review:
            raise UserError(
                self.env._(
                    "%(order)s: no alternative is offered that it could take. It is "
                    "taken once, while the order is back with Sales.",
                    order=self.name,
                )
            )
        product = review._get_alternative_for()
        # Handed back with the rights of who takes it.
        lines = review._get_replaced_lines().with_env(self.env)
        lines.write(
            {
                "product_id": review.alternative_product_id.id,
                "change_kind": False,
                "supply_kind": False,
                "keeps_old_recipe": False,
                "specification": False,
                "discount": 0.0,
            }
        )
        lines._compute_discount()
        for line in lines:
            line._reset_price_unit()
        self.message_post(
            body=self.env._(
                "%(alternative)s is taken instead of %(product)s, as was offered.",
                alternative=review.alternative_product_id.display_name,
                product=product.display_name,
            )
        )
