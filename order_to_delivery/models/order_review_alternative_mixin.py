"""What a review offers as it gives an order back (H9.4)."""

from odoo import models
from odoo.exceptions import UserError

from .order_agreed_date_mixin import UNDECIDED
from .order_alternative_mixin import ALTERNATIVE_FIELDS


class OrderReviewAlternativeMixin(models.AbstractModel):
    _name = "order.review.alternative.mixin"
    _inherit = ["order.alternative.mixin"]
    _description = "Review That Offers an Alternative"

    def write(self, vals):
        if ALTERNATIVE_FIELDS & vals.keys():
            done = self.filtered(lambda review: review.state not in UNDECIDED)
            if done:
                raise UserError(
                    self.env._(
                        "%(reviews)s: what was offered stays as it was decided.",
                        reviews=", ".join(done.mapped("display_name")),
                    )
                )
        return super().write(vals)

    def _take_up_alternative(self):
        """Offer what a refused answer names, unless the chair offers something else."""
        self.ensure_one()
        if not self.alternative_product_id:
            offers = self.signoff_ids.filtered(
                lambda s: s.verdict == "refuse" and s.alternative_product_id
            )[:1]
            if not offers:
                return
            for name in ALTERNATIVE_FIELDS:
                self[name] = offers[name]
        self.alternative_for_id = self._get_alternative_for()

    def _get_replaced_lines(self):
        """Return the order's lines that would take the alternative."""
        self.ensure_one()
        product = self.alternative_for_id
        if not (product and self.alternative_product_id):
            return self.sale_order_id.order_line.browse()
        lines = self.sale_order_id._get_content_lines()
        return lines.filtered(lambda line: line.product_id == product)
