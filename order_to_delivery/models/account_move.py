"""Entries: the money of orders that they are part of, and their tax invoices."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# A draft or cancelled entry is no money; an invoice's currency says how much it is.
MONEY_FIELDS = frozenset({"state", "currency_id", "order_offset_id"})
# What takes an entry back: its own state, or another's that reverses it.
TAKEN_BACK_FIELDS = frozenset({"state", "reversed_entry_id"})

FAPIAO_FIELDS = frozenset({"order_fapiao_number", "order_fapiao_code"})
# Fully digital ones have twenty digits; older ones eight, on a form with a code.
DIGITAL = re.compile(r"[0-9]{20}")
OLD_NUMBER = re.compile(r"[0-9]{8}")
OLD_CODE = re.compile(r"[0-9]{10}|[0-9]{12}")


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "order.settled.move.mixin"]

    # `l10n_cn` has a field of eight digits of its own, which this one leaves alone.
    order_fapiao_number = fields.Char(
        string="Fapiao No.",
        copy=False,
        tracking=True,
        help="The number of the tax invoice: 20 digits of a fully digital one, or 8 "
        "digits of an older one, together with its code.",
    )
    order_fapiao_code = fields.Char(
        string="Fapiao Code",
        copy=False,
        tracking=True,
        help="The 10 or 12 digits of the form of an older tax invoice.",
    )
    order_offset_id = fields.Many2one(
        "order.offset",
        string="Offset",
        copy=False,
        readonly=True,
        ondelete="restrict",
        help="The agreement by which this entry counts as received for its order.",
    )

    _order_offset_unique = models.UniqueIndex(
        "(order_offset_id) WHERE order_offset_id IS NOT NULL",
        "An offset makes one entry: undo it, and sign a new one.",
    )
    _order_fapiao_unique = models.UniqueIndex(
        "(company_id, order_fapiao_number, COALESCE(order_fapiao_code, '')) "
        "WHERE order_fapiao_number IS NOT NULL",
        "This tax invoice stands on another invoice of the company already: look for "
        "its number in the list of invoices.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su:
            if field.name == "order_offset_id":
                return False
            is_finance = self.env.user.has_group("order_to_delivery.group_finance")
            if field.name in FAPIAO_FIELDS and not is_finance:
                return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if MONEY_FIELDS & vals.keys():
            self._note_money()
        res = super().write(vals)
        if TAKEN_BACK_FIELDS & vals.keys():
            self._undo_offsets()
            self._check_bills_set_off()
        return res

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._settle_by_orders_money()
        return posted

    def unlink(self):
        offsets = self.sudo().order_offset_id  # who deletes need not see offsets
        res = super().unlink()
        offsets._follow_entry()
        return res

    def _undo_offsets(self):
        """Undo the offsets whose entry is no more posted, or is reversed by these."""
        moves = self.sudo()  # whoever keeps the books need not see offsets
        posted = moves.filtered(lambda move: move.state == "posted")
        taken_back = moves - posted | posted.reversed_entry_id
        taken_back.order_offset_id._follow_entry()

    def _check_bills_set_off(self):
        """Refuse to take back what we owe, while an offset in force counts on it.

        :raise UserError: naming the bill and the offsets
        """
        moves = self.env["order.money.watch"]._filter_watched(self)
        moves = moves.sudo()  # whoever keeps the books need not see offsets
        posted = moves.filtered(lambda move: move.state == "posted")
        bills = (moves - posted | posted.reversed_entry_id).filtered(
            lambda move: not move.is_sale_document()
        )
        offsets = self.env["order.offset"].sudo()  # as above
        domain = [("bill_id", "in", bills.ids), ("state", "=", "in_force")]
        if not bills:
            return
        for bill, found in offsets.search(domain).grouped("bill_id").items():
            if bill._get_owed_still() < sum(found.mapped("amount")):
                raise UserError(
                    self.env._(
                        "%(bill)s is set off by %(offsets)s, which is in force: undo "
                        "the offset first.",
                        bill=bill.display_name,
                        offsets=", ".join(found.mapped("name")),
                    )
                )

    def _get_owed_still(self):
        """Return what a bill comes to without what was credited of it."""
        self.ensure_one()
        if self.state != "posted":
            return 0.0
        credits = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        left = self.amount_total - sum(credits.mapped("amount_total"))
        return self.currency_id.round(left)

    def _note_money(self):
        """Note that these entries' part in orders' money changes."""
        watch = self.env["order.money.watch"]
        watch._note(
            moves=watch._filter_watched(self).filtered(
                lambda move: move.is_sale_document() or move.move_type == "entry"
            )
        )

    @api.constrains("order_fapiao_number", "order_fapiao_code", "move_type")
    def _check_order_fapiao(self):
        """Refuse what no tax invoice is numbered like.

        :raise ValidationError: naming the invoice and how numbers look
        """
        for move in self:
            number = move.order_fapiao_number or ""
            code = move.order_fapiao_code or ""
            if not (number or code):
                continue
            is_old = OLD_NUMBER.fullmatch(number) and OLD_CODE.fullmatch(code)
            is_digital = DIGITAL.fullmatch(number) and not code
            if not (is_old or is_digital):
                raise ValidationError(
                    self.env._(
                        "%(invoice)s: a tax invoice has 20 digits and no code, or 8 "
                        "digits and a code of 10 or 12.",
                        invoice=move.display_name,
                    )
                )
            if not move.is_sale_document():
                raise ValidationError(
                    self.env._(
                        "%(invoice)s is no customer invoice or credit note: a tax "
                        "invoice is recorded on those.",
                        invoice=move.display_name,
                    )
                )
