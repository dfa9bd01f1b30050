"""The policies on the intake of orders, as the manager sets them."""

from odoo import fields, models


def _policy(field, name):
    return field(related=f"company_id.{name}", readonly=False)


class OrderSettingsIntakeMixin(models.AbstractModel):
    _name = "order.settings.intake.mixin"
    _description = "Policies on the Intake of Orders"

    # Only so that the mixin stands alone: the dialog's own definition wins.
    company_id = fields.Many2one("res.company")

    order_intake_needs_specification = _policy(
        fields.Boolean, "order_intake_needs_specification"
    )
    order_intake_needs_price = _policy(fields.Boolean, "order_intake_needs_price")
    order_intake_needs_packing = _policy(fields.Boolean, "order_intake_needs_packing")
    order_intake_needs_marks = _policy(fields.Boolean, "order_intake_needs_marks")
    order_intake_needs_country = _policy(fields.Boolean, "order_intake_needs_country")
    order_intake_needs_contact = _policy(fields.Boolean, "order_intake_needs_contact")
    order_intake_needs_signatory = _policy(
        fields.Boolean, "order_intake_needs_signatory"
    )
    order_intake_needs_attachment = _policy(
        fields.Boolean, "order_intake_needs_attachment"
    )
    order_duplicate_days = _policy(fields.Integer, "order_duplicate_days")
    order_urgent_review_days = _policy(fields.Integer, "order_urgent_review_days")
