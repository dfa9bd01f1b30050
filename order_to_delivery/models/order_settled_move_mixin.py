"""Invoices that come after their money: matched with it once they are posted."""

from odoo import models
from odoo.exceptions import RedirectWarning, UserError


class OrderSettledMoveMixin(models.AbstractModel):
    _name = "order.settled.move.mixin"
    _description = "Invoice That Was Paid before It Came"

    def _settle_by_orders_money(self):
        """Match posted invoices with what came for their orders before (H9.15).

        An invoice takes the open part of payments and offsets in force, a credit note
        that of money that was given back; the oldest due first. What is tied to
        another order, or was matched by Finance, stays as it is. Where accounting
        refuses, the invoice is posted all the same and says why it is open.
        """
        invoices = self.env["order.money.watch"]._filter_watched(self)
        invoices = invoices._get_invoices_of_one_order()
        if not invoices:
            return
        # Whoever posts need not see the orders, nor what was paid for them.
        orders = self.env["sale.order"].sudo().concat(*invoices)
        for order, money in orders._get_open_money().items():
            if not money:
                continue
            for lines in invoices[order]._pair_with(money.with_env(self.env)):
                invoices[order]._match(lines)

    def _get_invoices_of_one_order(self):
        """Return ``{order: its invoices}``, of those that are one order's alone.

        Money that settles another line, too, would count for its order by a part.
        """
        found = {}
        # Whoever posts need not see the order.
        moves = self.sudo().filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type in ("out_invoice", "out_refund")
            )
        )
        orders = moves.invoice_line_ids.sale_line_ids.order_id
        orders.fetch(["company_id", "order_to_delivery_exempt"])  # all at once
        for move in moves:
            goods = move.invoice_line_ids.filtered(
                lambda line: line.display_type == "product"
            )
            order = goods.sale_line_ids.order_id
            is_own = all(line.sale_line_ids for line in goods)
            if len(order) == 1 and is_own and order._filter_gated():
                found[order] = found.get(order, self.browse()) + self.browse(move.id)
        return found

    def _pair_with(self, money):
        """Yield sets of lines to reconcile: what is owed, and what came for it.

        :param money: open lines of the order's payments and offsets
        """

        def get_kind(line):
            partner = line.partner_id.commercial_partner_id
            return line.account_id, partner, line.company_id.root_id

        def is_owed(line):
            return line.account_id.account_type == "asset_receivable"

        owed = self.line_ids.filtered(lambda line: is_owed(line) and line.balance)
        owed = owed.filtered(lambda line: not line.reconciled)
        for (kind, is_debit), lines in owed.grouped(
            lambda line: (get_kind(line), line.balance > 0)
        ).items():
            against = money.filtered(
                lambda line, kind=kind, is_debit=is_debit: (
                    not line.reconciled
                    and get_kind(line) == kind
                    and (line.balance < 0 if is_debit else line.balance > 0)
                )
            )
            if against:
                yield lines + against

    def _match(self, lines):
        """Reconcile lines as far as they go; say on invoices where it is refused."""
        # A savepoint that flushes would have money judged before the act is complete.
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                lines.reconcile()
                self.env.flush_all()
        except (UserError, RedirectWarning) as refusal:
            self.env.transaction.clear()
            for invoice in self & lines.move_id:
                invoice.message_post(
                    body=self.env._(
                        "Not matched with what was paid for its order before: "
                        "%(reason)s Match it by hand.",
                        reason=refusal.args[0],
                    )
                )
