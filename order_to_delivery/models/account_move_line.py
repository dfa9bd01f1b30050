from odoo import api, models
from odoo.exceptions import UserError

# What decides which part of an invoice is an order's.
SHARE_FIELDS = frozenset(
    {"price_unit", "quantity", "discount", "tax_ids", "sale_line_ids", "move_id"}
)
# What accounting works out, and money is told by.
COMPUTED_FIELDS = frozenset(
    {"price_total", "amount_residual", "amount_residual_currency"}
)
# What a posted invoice says of whose money it is.
POSTED_FIELDS = SHARE_FIELDS | COMPUTED_FIELDS | {"display_type"}
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
        lines._check_no_new_share()
        given = set().union(*(vals.keys() for vals in vals_list))
        lines._check_worked_out(given)
        lines._guard_invoiced()
        return lines

    def write(self, vals):
        if OFFSET_FIELDS & vals.keys():
            self._check_offset(vals.get("move_id"))
        if POSTED_FIELDS & vals.keys():
            self._check_worked_out(vals.keys())
            self._check_share(vals)
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

    def _check_share(self, vals):
        """Refuse to move money between orders by the lines of a posted invoice.

        :raise UserError: naming the invoices
        """
        names = POSTED_FIELDS & vals.keys()
        posted = self._filter_posted_invoiced()
        # Whose order it is, is looked up for whoever keeps the books.
        changed = posted.sudo().filtered(
            lambda line: any(
                line.move_id._field_will_change(line, vals, name) for name in names
            )
        )
        changed._refuse_share()

    def _check_worked_out(self, names):
        """Refuse users to write what accounting works out of a line.

        :param names: the fields that are given
        :raise UserError: naming the fields
        """
        given = sorted(COMPUTED_FIELDS & set(names))
        watch = self.env["order.money.watch"]
        if given and not self.env.su and watch._filter_watched(self):
            labels = [
                self._fields[name]._description_string(self.env) for name in given
            ]
            raise UserError(
                self.env._(
                    "%s follows from the other figures of the line, and is not written "
                    "by hand.",
                    ", ".join(labels),
                )
            )

    def _check_no_new_share(self):
        """Refuse further lines of goods on an invoice that is posted."""
        posted = self._filter_posted_invoiced()
        posted.filtered(lambda line: line.display_type == "product")._refuse_share()

    def _filter_posted_invoiced(self):
        lines = self.env["order.money.watch"]._filter_watched(self)
        return lines.filtered(
            lambda line: (
                line.move_id.state == "posted" and line.move_id.is_sale_document()
            )
        )

    def _refuse_share(self):
        if self:
            raise UserError(
                self.env._(
                    "%s is posted, and its lines say which orders are paid by it: "
                    "reset it to draft, or make a credit note.",
                    ", ".join(self.move_id.mapped("display_name")),
                )
            )

    @api.model
    def _reconcile_plan(self, reconciliation_plan):
        # Odoo's own steps alone say how much of a line settles another.
        with self.env["account.partial.reconcile"]._reconciling():
            return super()._reconcile_plan(reconciliation_plan)

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
