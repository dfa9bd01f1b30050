from odoo import api, models
from odoo.exceptions import AccessError


class IrDefault(models.Model):
    _inherit = "ir.default"

    @api.constrains("field_id", "json_value")
    def _check_order_to_delivery_field(self):
        """Refuse a default for what only an approved act may write.

        Any user may keep defaults of the own, and a default enters a new record
        without any check of the field: it would exempt an order or grade a customer.
        """
        for default in self:
            model = self.env.get(default.field_id.model)
            field = model is not None and model._fields.get(default.field_id.name)
            if (
                field
                and "order_to_delivery" in field._modules
                and not model.sudo(False)._has_field_access(field, "write")
            ):
                # The field's name is no secret of those who may set no default.
                name = default.field_id.sudo().display_name
                raise AccessError(
                    self.env._(
                        "%(field)s takes no default: it changes by an approved act "
                        "of its document only.",
                        field=name,
                    )
                )
