from odoo import Command, models


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "order.exempt.mixin"]

    def _split_productions(self, *args, **kwargs):
        productions = super()._split_productions(*args, **kwargs)
        for production in self.filtered("order_to_delivery_exempt"):
            production._pass_exemption_on(
                productions & production.production_group_id.production_ids
            )
        return productions

    def copy_data(self, default=None):
        """Copy no empty list of journal entries: it asks for the right to read them.

        Without it a plain production user can make no backorder, which a daily
        partial stock-in is (H1.9).
        """
        vals_list = super().copy_data(default)
        for vals in vals_list:
            if vals.get("wip_move_ids") == [Command.set([])]:
                del vals["wip_move_ids"]
        return vals_list
