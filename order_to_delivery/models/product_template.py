from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_tool = fields.Boolean(
        string="Tool or Test Equipment",
        help="Operations name it as what they need at hand; it is not used up.",
    )
