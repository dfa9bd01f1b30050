from odoo import models

# A draft or cancelled entry is no money; an invoice's currency says how much it is.
MONEY_FIELDS = frozenset({"state", "currency_id"})


class AccountMove(models.Model):
    _inherit = "account.move"

    def write(self, vals):
        if MONEY_FIELDS & vals.keys():
            self._note_money()
        return super().write(vals)

    def _note_money(self):
        """Note that these entries' part in orders' money changes."""
        watch = self.env["order.money.watch"]
        watch._note(
            moves=watch._filter_watched(self).filtered(
                lambda move: move.is_sale_document() or move.move_type == "entry"
            )
        )
