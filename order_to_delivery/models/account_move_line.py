from odoo import api, models
from odoo.exceptions import UserError

# What decides which part of an invoice is an order's.
SHARE_FIELDS = frozenset(
    {"price_unit", "quantity", "discount", "tax_ids", "sale_line_ids", "move_id"}
)
# What an offset in force was countersigned for.
OFFSET_FIELDS = frozenset(
    {
        "account_id",
        "amount_currency",
        "balance",
        "credit",
        "currency_id",
        "debit",
        "move_id",
        "partner_id",
    }
)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # An invoice that is reset to draft keeps its payments; its lines decide for which
    # order they count.

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._note_shares()
        lines._check_offset()
        lines._guard_invoiced()
        return lines

    def write(self, vals):
        if OFFSET_FIELDS & vals.keys():
            self._check_offset(vals.get("move_id"))
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

    def _guard_invoiced(self):
        """Collide with whoever invoices the same order: it is asked for once (H9.15).

        Else a deposit and the whole, each made without a look at the other, would
        together ask for more than the order costs.
        """
        lines = self.env["order.money.watch"]._filter_watched(self)
        invoiced = lines.filtered(lambda line: line.move_id.is_sale_document())
        # Whose money it is, is looked up for whoever invoices.
        orders = invoiced.sudo().sale_line_ids.order_id
        guard = self.env["order.money.guard"].sudo()  # nobody may write guards
        guard._touch(orders.ids)

    def _check_offset(self, move_id=None):
        """Refuse to change the entry of an offset that is in force.

        :param move_id: the entry to which the lines are moved, if any
        :raise UserError: naming the entry and its offset
        """
        moves = self.move_id | self.move_id.browse(move_id or [])
        posted = moves.filtered(lambda move: move.state == "posted")
        # Whoever keeps the books need not see offsets.
        for entry in posted.sudo():
            if entry.order_offset_id.state == "in_force":
                raise UserError(
                    self.env._(
                        "%(entry)s is the entry of the offset %(offset)s, which is in "
                        "force: undo the offset, and sign a new one.",
                        entry=entry.display_name,
                        offset=entry.order_offset_id.name,
                    )
                )
