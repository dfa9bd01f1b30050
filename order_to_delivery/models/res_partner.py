from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_grade_id = fields.Many2one(
        "customer.grade",
        company_dependent=True,
        # Odoo asks for each value of such a field whether its record is still there:
        # whoever reads a partner for something else does not pay for that.
        prefetch=False,
        readonly=True,
        copy=False,
        groups="order_to_delivery.group_user",
        help="Changes only by an approved grade change. No grade is the strictest.",
    )
    is_order_signatory = fields.Boolean(
        string="Signs Order Confirmations",
        help="The designated signatory of the customer.",
    )

    customer_grade_change_ids = fields.One2many(
        "customer.grade.change",
        "partner_id",
        groups="order_to_delivery.group_user",
    )

    def _get_customer_grade(self, company):
        """Return the grade by which a company trades with the partner, or none.

        The commercial partner carries it. A customer that was graded and then put
        under another one keeps its own, so that the move opens no gate.
        """
        self.ensure_one()
        # Which grade a customer has is no secret of the one who takes the order.
        partner = self.sudo().with_company(company)
        return (
            partner.customer_grade_id or partner.commercial_partner_id.customer_grade_id
        )

    def action_propose_grade_change(self):
        """Open the proposal of a new grade for the customer."""
        self.ensure_one()
        partner = self.commercial_partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Grade Change"),
            "res_model": "customer.grade.change",
            "view_mode": "form",
            "context": {"default_partner_id": partner.id},
        }

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
