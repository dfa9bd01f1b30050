from odoo import fields, models
from odoo.exceptions import UserError

# By these orders count what may leave, and whether anything is due for it.
COUNTED_FIELDS = ("type", "uom_id")


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "order.sampled.mixin"]

    is_tool = fields.Boolean(
        string="Tool or Test Equipment",
        help="Operations name it as what they need at hand; it is not used up.",
    )

    def write(self, vals):
        is_counted = any(name in vals for name in COUNTED_FIELDS)
        before = {one: one._get_counting() for one in self} if is_counted else {}
        result = super().write(vals)
        changed = [one.id for one, was in before.items() if one._get_counting() != was]
        self.browse(changed)._check_not_sold()
        return result

    def _get_counting(self):
        return [self[name] for name in COUNTED_FIELDS]

    def _check_not_sold(self):
        """Keep what a product is, and its unit, where confirmed orders count by them.

        :raise UserError: naming the product and an order
        """
        if not self:
            return
        # Whoever keeps the products may not read orders.
        lines = self.env["sale.order.line"].sudo()
        line = lines._find_confirmed(("product_id.product_tmpl_id", "in", self.ids))
        if line:
            raise UserError(
                self.env._(
                    "Order %(order)s counts in %(product)s: its type and unit stay as "
                    "they are. Add a product of its own instead.",
                    order=line.order_id.name,
                    product=line.product_id.display_name,
                )
            )

    def _get_sample_domain(self):
        return [("product_id.product_tmpl_id", "=", self.id)]
