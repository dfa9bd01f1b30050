from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    use_order_to_delivery = fields.Boolean(related="company_id.use_order_to_delivery")
