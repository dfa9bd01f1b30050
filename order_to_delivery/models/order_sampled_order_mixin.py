"""How an order that cannot be made as asked for leads to a sample (H9.4)."""

from odoo import api, fields, models
from odoo.fields import Domain


class OrderSampledOrderMixin(models.AbstractModel):
    _name = "order.sampled.order.mixin"
    _inherit = ["order.sampled.mixin"]
    _description = "Order of Which Samples Are Made"

    is_given_back = fields.Boolean(
        compute="_compute_is_given_back", groups="order_to_delivery.group_user"
    )

    @api.depends("state", "order_review_ids.state")
    def _compute_is_given_back(self):
        for order in self:
            reviews = order.sudo().order_review_ids  # whoever sees the order may know
            last = reviews.sorted("round")[-1:]
            is_open = order.state in ("draft", "sent")
            order.is_given_back = is_open and last.state == "refused"

    def action_request_sample(self):
        """Ask for a sample of a new product, where an order cannot be made (H9.4)."""
        self.ensure_one()
        self._check_department("sales", "customer_service")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request a Sample"),
            "res_model": "order.sample",
            "views": [(False, "form")],
            "context": {
                "default_sale_order_id": self.id,
                "default_company_id": self.company_id.id,
                "default_partner_id": self.partner_id.id,
                "default_user_id": self.user_id.id or self.env.uid,
                "default_description": self.intake_words,
            },
        }

    def _get_sample_domain(self):
        names = ("sale_order_id", "shipping_order_id", "order_id")
        return Domain.OR([(name, "=", self.id)] for name in names)
