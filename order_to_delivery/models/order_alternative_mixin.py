"""What is offered instead of a product that cannot be made (H9.4)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

ALTERNATIVE_FIELDS = frozenset(
    {"alternative_for_id", "alternative_product_id", "alternative_note"}
)


class OrderAlternativeMixin(models.AbstractModel):
    _name = "order.alternative.mixin"
    _description = "Alternative to a Product That Cannot Be Made"

    # Only so that the mixin stands alone: the document's own definition wins.
    revision_id = fields.Many2one("order.revision")
    alternative_product_id = fields.Many2one(
        "product.product",
        string="Alternative",
        copy=False,
        domain=[("sale_ok", "=", True)],
        help="What the customer may be offered instead.",
    )
    alternative_for_id = fields.Many2one(
        "product.product",
        string="Instead of",
        copy=False,
        domain="[('id', 'in', reviewed_product_ids)]",
        help="The product that cannot be made; needed where the order has several.",
    )
    alternative_note = fields.Text(
        string="Why It Serves",
        copy=False,
        help="What the alternative does as well, and what it does not.",
    )
    reviewed_product_ids = fields.Many2many(
        "product.product", compute="_compute_reviewed_product_ids"
    )

    @api.depends("revision_id.snapshot")
    def _compute_reviewed_product_ids(self):
        for document in self:
            snapshot = document.sudo().revision_id.snapshot  # not every seat reads them
            lines = snapshot["lines"].values() if snapshot else ()
            ids = dict.fromkeys(line["goods"]["product_id"] for line in lines)
            document.reviewed_product_ids = list(filter(None, ids))

    def _get_alternative_for(self):
        """Return the product that the alternative stands in for.

        :raise UserError: where it is not told, or is none of the order's products
        """
        self.ensure_one()
        products = self.reviewed_product_ids
        product = self.alternative_for_id or (len(products) == 1 and products)
        if not product or product not in products:
            raise UserError(
                self.env._(
                    "%(document)s: say which product of the order %(alternative)s is "
                    "offered instead of.",
                    document=self.display_name,
                    alternative=self.alternative_product_id.display_name,
                )
            )
        if product == self.alternative_product_id:
            raise UserError(
                self.env._(
                    "%(document)s: the alternative has to be another product.",
                    document=self.display_name,
                )
            )
        return product
