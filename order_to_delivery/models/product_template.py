from odoo import fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "order.sampled.mixin"]

    is_tool = fields.Boolean(
        string="Tool or Test Equipment",
        help="Operations name it as what they need at hand; it is not used up.",
    )

    def _get_sample_domain(self):
        return [("product_id.product_tmpl_id", "=", self.id)]
