"""In how many packages goods leave, and what they weigh (H3.5, H6.4)."""

from odoo import fields, models
from odoo.exceptions import AccessError

# What whoever packs and plans the transport writes, once Finance has signed, too.
PACKING_FIELDS = {
    "package_count",
    "package_kind",
    "net_weight",
    "gross_weight",
    "volume",
}


class OrderPackedLineMixin(models.AbstractModel):
    _name = "order.packed.line.mixin"
    _description = "Line of a Packing List"

    package_count = fields.Integer(string="Packages")
    package_kind = fields.Char(string="Kind of Package")
    net_weight = fields.Float(
        string="Net Weight (kg)",
        digits="Stock Weight",
        help="Zero: as the product weighs.",
    )
    gross_weight = fields.Float(string="Gross Weight (kg)", digits="Stock Weight")
    volume = fields.Float(
        string="Volume (m³)", digits="Volume", help="Zero: as the product measures."
    )

    _packing_not_negative = models.Constraint(
        "CHECK(package_count >= 0 AND net_weight >= 0 AND gross_weight >= 0 "
        "AND volume >= 0)",
        "Packages, weights and volumes are zero or more.",
    )

    def write(self, vals):
        self._check_packing_only(vals)
        return super().write(vals)

    def _check_packing_only(self, vals):
        """Let logistics write how goods are packed, and nothing else of a line.

        :raise AccessError: naming who writes the rest
        """
        if (
            not self.env.su
            and not vals.keys() <= PACKING_FIELDS
            and not self.env.user.has_group("order_to_delivery.group_customer_service")
        ):
            raise AccessError(
                self.env._(
                    "Logistics fills in how goods are packed: ask Customer Service to "
                    "change what is shipped."
                )
            )
