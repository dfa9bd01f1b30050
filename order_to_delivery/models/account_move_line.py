from odoo import api, models

# What decides which part of an invoice is an order's.
SHARE_FIELDS = frozenset(
    {"price_unit", "quantity", "discount", "tax_ids", "sale_line_ids", "move_id"}
)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # An invoice that is reset to draft keeps its payments; its lines decide for which
    # order they count.

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._note_shares()
        return lines

    def write(self, vals):
        if SHARE_FIELDS & vals.keys():
            self._note_shares()
        return super().write(vals)

    def unlink(self):
        self._note_shares()
        return super().unlink()

    def _note_shares(self):
        watch = self.env["order.money.watch"]
        moves = watch._filter_watched(self).move_id.filtered(
            lambda move: (
                move.posted_before and move.state == "draft" and move.is_sale_document()
            )
        )
        watch._note(moves=moves)
