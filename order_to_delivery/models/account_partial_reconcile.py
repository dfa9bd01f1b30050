from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

from .account_payment import LIVE_STATES

LINE_FIELDS = ("debit_move_id", "credit_move_id")
AMOUNT_FIELDS = frozenset(
    {"amount", "debit_amount_currency", "credit_amount_currency", *LINE_FIELDS}
)
# That this transaction reconciles by Odoo's own steps; no context tells it, for
# everybody may send one.
RECONCILING = "order_to_delivery.reconciling"


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # To make one takes money away, too: another order's open payment is used up.

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.cr.precommit.data.get(RECONCILING):
            self._check_by_steps(vals_list)
        ids = {vals.get(name) for vals in vals_list for name in LINE_FIELDS} - {None}
        self._note_money(self.env["account.move.line"].browse(ids))
        return super().create(vals_list)

    def write(self, vals):
        if AMOUNT_FIELDS & vals.keys():
            self._check_not_by_hand(self)
            self._note_money(self.debit_move_id + self.credit_move_id)
        return super().write(vals)

    def unlink(self):
        self._tie_refunds()
        self._note_money(self.debit_move_id + self.credit_move_id)
        return super().unlink()

    @api.model
    @contextmanager
    def _reconciling(self):
        """Let accounting's steps make reconciliations, whoever takes them."""
        data = self.env.cr.precommit.data
        before = data.get(RECONCILING)
        data[RECONCILING] = True
        try:
            yield
        finally:
            data[RECONCILING] = before

    def _check_by_steps(self, vals_list):
        ids = {vals.get(name) for vals in vals_list for name in LINE_FIELDS} - {None}
        self._check_not_by_hand(self.env["account.move.line"].browse(ids))

    def _check_not_by_hand(self, records):
        """Refuse amounts that a user writes: they would count as received.

        :param records: reconciliations, or the lines of new ones
        :raise UserError: telling how to reconcile
        """
        if not self.env.su and self.env["order.money.watch"]._filter_watched(records):
            raise UserError(
                self.env._(
                    "How much of a payment settles an invoice is worked out by the "
                    "reconciliation: open the entries and choose Reconcile."
                )
            )

    def _tie_refunds(self):
        """Tie what was given back to its order, where it loses its credit note.

        The money is gone, whatever becomes of the credit note; else the order would
        count it as received again.
        """
        # Whose refund it is, is looked up for whoever takes it apart.
        partials = self.env["order.money.watch"]._filter_watched(self).sudo()
        for partial in partials:
            moves = (partial.debit_move_id + partial.credit_move_id).move_id
            refunds = moves.origin_payment_id.filtered(
                lambda payment: (
                    payment.payment_type == "outbound"
                    and payment.partner_type == "customer"
                    and payment.state in LIVE_STATES
                    and not payment.sale_order_id
                )
            )
            order = refunds and moves.invoice_line_ids.sale_line_ids.order_id
            if refunds and len(order) == 1:
                refunds.sale_order_id = order

    def _note_money(self, lines):
        watch = self.env["order.money.watch"]
        lines = watch._filter_watched(lines)
        # Whose receivable it is, is looked up for whoever reconciles.
        receivable = lines.sudo().filtered(
            lambda line: line.account_id.account_type != "liability_payable"
        )
        watch._note(moves=receivable.move_id)
