from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_grade_id = fields.Many2one(
        "customer.grade",
        company_dependent=True,
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="Changes only by an approved grade change. No grade counts as the strictest.",
    )
    is_order_signatory = fields.Boolean(
        string="Signs Order Confirmations",
        help="The designated signatory of the customer.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        # A grade opens gates, so nothing but its approved change writes it.
        if (
            operation == "write"
            and not self.env.su
            and field.name == "customer_grade_id"
        ):
            return False
        return super()._has_field_access(field, operation)
