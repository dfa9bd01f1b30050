"""The entry that an offset makes: receivable against what we owe (H1.16).

What the order received is told by this entry, as far as its offset is in force: by
the invoices that it settles, and by what of it is open. So nothing counts twice.
"""

from odoo import Command, models

PAYABLE = "liability_payable"
RECEIVABLE = "asset_receivable"


class OrderOffsetEntryMixin(models.AbstractModel):
    _name = "order.offset.entry.mixin"
    _description = "Entry of an Offset"

    def _get_bill_lines(self):
        """Return what is open of the bill, on one account, the oldest due first."""
        # What we owe is looked up for whoever signs.
        bill = self.bill_id.sudo() if self.against == "bill" else self.bill_id[:0]
        lines = bill.line_ids.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line.account_id.account_type == PAYABLE
                and line.partner_id.commercial_partner_id == self.partner_id
                and line.currency_id == self.currency_id
                and line.amount_residual_currency < 0
            )
        )
        lines = lines.sorted(lambda line: (line.date_maturity or line.date, line.id))
        return lines.filtered(lambda line: line.account_id == lines[:1].account_id)

    def _get_open_amount(self):
        """Return what is open of the bill, in its currency."""
        return -sum(self._get_bill_lines().mapped("amount_residual_currency"))

    def _get_receivable_account(self):
        """Return on which account the customer owes: his invoices', else his own."""
        lines = self.sale_order_id._get_owed_lines()
        partner = self.partner_id.with_company(self.company_id)
        return lines[:1].account_id or partner.property_account_receivable_id

    def _post_entry(self):
        """Post the entry, and settle by it the bill and the order's open invoices."""
        # Finance signed for the entry; the deputy general manager keeps no books.
        offset = self.sudo().with_company(self.company_id)
        entry = offset.env["account.move"].create(offset._prepare_entry())
        entry.action_post()
        owed, owing = entry.line_ids.sorted("balance")
        bill_lines = offset._get_bill_lines()
        if bill_lines:
            (owing + bill_lines).reconcile()
        invoiced = offset.sale_order_id._get_owed_lines(owed.account_id)
        if invoiced:
            (owed + invoiced).reconcile()

    def _prepare_entry(self):
        company, day = self.company_id, self.company_id._get_local_day()
        balance = self.currency_id._convert(
            self.amount, company.currency_id, company, day
        )
        account = self._get_bill_lines().account_id or self.account_id
        sides = ((self._get_receivable_account(), -1), (account, 1))
        return {
            "move_type": "entry",
            "journal_id": self.journal_id.id,
            "company_id": company.id,
            "currency_id": self.currency_id.id,
            "date": day,
            "ref": self.name,
            "order_offset_id": self.id,
            "line_ids": [
                Command.create(
                    {
                        "name": self.name,
                        "account_id": side.id,
                        "partner_id": self.partner_id.id,
                        "currency_id": self.currency_id.id,
                        "amount_currency": sign * self.amount,
                        "balance": sign * balance,
                    }
                )
                for side, sign in sides
            ],
        }

    def _prepare_reversal(self):
        return {
            "date": self.company_id._get_local_day(),
            "ref": self.env._("Undone: %s", self.name),
        }

    def _follow_entry(self):
        """Note that it is undone, for its entry was taken back by other ways."""
        for offset in self.filtered(lambda offset: offset.state == "in_force"):
            offset._set_undone(
                undo_reason=offset.undo_reason
                or self.env._("Its journal entry was reset, reversed or deleted.")
            )
