"""The policies on reviews, as the manager sets them."""

from odoo import fields, models

from .order_settings_intake_mixin import _policy


class OrderSettingsReviewMixin(models.AbstractModel):
    _name = "order.settings.review.mixin"
    _description = "Policies on the Review of Orders"

    # Only so that the mixin stands alone: the dialog's own definition wins.
    company_id = fields.Many2one("res.company")

    order_meeting_policy = _policy(fields.Selection, "order_meeting_policy")
    order_proposes_change_kind = _policy(fields.Boolean, "order_proposes_change_kind")
