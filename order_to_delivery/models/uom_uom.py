from odoo import models
from odoo.exceptions import UserError

RATIO_FIELDS = frozenset({"factor", "relative_factor", "relative_uom_id"})


class UomUom(models.Model):
    _inherit = "uom.uom"

    def write(self, vals):
        before = (
            {unit: unit.factor for unit in self} if RATIO_FIELDS & vals.keys() else {}
        )
        result = super().write(vals)
        changed = [unit.id for unit, factor in before.items() if unit.factor != factor]
        self.browse(changed)._check_not_sold()
        return result

    def _check_not_sold(self):
        """Keep the ratio of units in which confirmed orders count what may leave.

        Core looks at moves only, which are in the unit of the stock: a dozen of a
        hundred pieces would let out eight times what was signed.

        :raise UserError: naming the unit and an order that counts in it
        """
        if not self:
            return
        # Whoever keeps the units may not read orders.
        lines = self.env["sale.order.line"].sudo()
        line = lines._find_confirmed(("product_uom_id", "child_of", self.ids))
        if line:
            raise UserError(
                self.env._(
                    "Order %(order)s counts in %(unit)s: its ratio stays as it is. "
                    "Add a unit of its own for the new ratio.",
                    order=line.order_id.name,
                    unit=line.product_uom_id.name,
                )
            )
