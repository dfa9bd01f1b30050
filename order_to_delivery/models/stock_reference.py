from odoo import Command, models

from .order_making_mixin import is_added

# What a reference ties to each other.
TIED = {"production_ids", "sale_ids"}


class StockReference(models.Model):
    _inherit = "stock.reference"

    def write(self, vals):
        # Everybody may write references; a sub-assembly has nothing else that says
        # for whose order it is made.
        names = TIED & vals.keys()
        loosened = any(not is_added(vals[name]) for name in names)
        # Whose they are decides, not what the user may see.
        tied = self.sudo().production_ids if loosened else self.env["mrp.production"]
        ties = tied._get_order_ties({"reference_ids": [Command.clear()]})
        result = super().write(vals)
        tied._check_order_ties(ties)
        return result
