"""Orders and products of which samples are made (H9.4)."""

from odoo import fields, models
from odoo.fields import Domain

SAMPLE_GROUPS = ",".join(
    f"order_to_delivery.group_{kind}"
    for kind in (
        "sales",
        "customer_service",
        "technical",
        "production",
        "deputy_general_manager",
        "marketing_director",
    )
)


class OrderSampledMixin(models.AbstractModel):
    _name = "order.sampled.mixin"
    _description = "Record of Which Samples Are Made"

    order_sample_count = fields.Integer(
        string="Samples", compute="_compute_order_sample_count", groups=SAMPLE_GROUPS
    )

    def _compute_order_sample_count(self):
        samples = self.env["order.sample"]
        for record in self:
            domain = record._get_sample_domain()
            record.order_sample_count = (
                samples.search_count(domain) if record.ids else 0
            )

    def action_view_samples(self):
        """Open the samples made of this."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "order_to_delivery.order_sample_action"
        )
        domain = Domain.OR(record._get_sample_domain() for record in self)
        return {**action, "domain": list(domain), "context": {"create": False}}

    def _get_sample_domain(self):
        """Return which samples belong to one record."""
        raise NotImplementedError
