"""The policy on the customer's signature, as the manager sets it."""

from odoo import fields, models

from .order_settings_intake_mixin import _policy


class OrderSettingsSignatureMixin(models.AbstractModel):
    _name = "order.settings.signature.mixin"
    _description = "Policies on the Customer's Signature"

    # Only so that the mixin stands alone: the dialog's own definition wins.
    company_id = fields.Many2one("res.company")

    order_signature_proof = _policy(fields.Selection, "order_signature_proof")
