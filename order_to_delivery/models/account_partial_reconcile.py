from odoo import api, models

LINE_FIELDS = ("debit_move_id", "credit_move_id")
AMOUNT_FIELDS = frozenset(
    {"amount", "debit_amount_currency", "credit_amount_currency", *LINE_FIELDS}
)


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # To make one takes money away, too: another order's open payment is used up.

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals.get(name) for vals in vals_list for name in LINE_FIELDS} - {None}
        self._note_money(self.env["account.move.line"].browse(ids))
        return super().create(vals_list)

    def write(self, vals):
        if AMOUNT_FIELDS & vals.keys():
            self._note_money(self.debit_move_id + self.credit_move_id)
        return super().write(vals)

    def unlink(self):
        self._note_money(self.debit_move_id + self.credit_move_id)
        return super().unlink()

    def _note_money(self, lines):
        watch = self.env["order.money.watch"]
        lines = watch._filter_watched(lines)
        # Whose receivable it is, is looked up for whoever reconciles.
        receivable = lines.sudo().filtered(
            lambda line: line.account_id.account_type != "liability_payable"
        )
        watch._note(moves=receivable.move_id)
