"""Core documents that were under way when the company went live."""

from odoo import api, fields, models


class OrderExemptMixin(models.AbstractModel):
    _name = "order.exempt.mixin"
    _description = "Document That Gates May Spare"

    # No default: the column has to come for nothing on large tables.
    order_to_delivery_exempt = fields.Boolean(
        string="Under Way before Going Live", readonly=True, copy=False
    )

    @api.model
    def _has_field_access(self, field, operation):
        # Nothing that a user writes decides what is spared; the switch does, once.
        if (
            operation == "write"
            and not self.env.su
            and field.name in ("order_to_delivery_exempt", "exempt_goods")
        ):
            return False
        return super()._has_field_access(field, operation)

    def _filter_gated(self):
        """Return the documents that are governed by gates."""
        # The switch is read on the document's company, which the user may not see.
        return self.filtered(
            lambda record: (
                record.company_id.sudo().use_order_to_delivery
                and not record.order_to_delivery_exempt
            )
        )

    def _pass_exemption_on(self, parts):
        """Spare what is split off a spared document: it is the same goods."""
        self.ensure_one()
        if self.order_to_delivery_exempt:
            parts.sudo().order_to_delivery_exempt = True  # protected from users
