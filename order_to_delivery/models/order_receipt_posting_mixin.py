"""How a receipt voucher becomes payments: one an order, and one for the rest.

What each order received is told by its payments, never by the voucher's lines: so
nothing counts twice, whether it is on an invoice by now or not.
"""

from odoo import models
from odoo.exceptions import UserError


class OrderReceiptPostingMixin(models.AbstractModel):
    _name = "order.receipt.posting.mixin"
    _description = "How a Receipt Voucher Becomes Payments"

    def _post_whole(self):
        """Register what came, shared out as the lines have it."""
        self._post_parts(self.line_ids, self._get_total(), self.charge_amount)

    def _post_parts(self, lines, total, charge):
        """Register a sum as a payment for each line, and one for what is left.

        The bank charge lies in one payment, the largest, so that the company's limit
        for it counts once.

        :return: the payments
        """
        none = lines.browse()
        rest = self.currency_id.round(total - sum(lines.mapped("amount")))
        parts = [(line, line.amount) for line in lines]
        if self.currency_id.compare_amounts(rest, 0.0) > 0:
            parts.append((none, rest))
        bearer = max(range(len(parts)), key=lambda index: parts[index][1])
        payments = self.env["account.payment"].with_company(self.company_id)
        payments = payments.create(
            [
                self._prepare_payment(line, amount, charge if index == bearer else 0.0)
                for index, (line, amount) in enumerate(parts)
            ]
        )
        # The tie is protected: it says which payments are undone with the voucher.
        payments.sudo().order_receipt_id = self
        payments.action_post()
        self.sudo().rest_payment_id = False  # protected, as all that is noted below
        for (line, _amount), payment in zip(parts, payments, strict=True):
            self._tie(line, payment)
        return payments

    def _tie(self, line, payment):
        """Note which part of the money a payment is, and settle what is invoiced."""
        if line:
            line.sudo().payment_id = payment  # protected, as the voucher's own note
            line._settle_invoices()
        else:
            self.sudo().rest_payment_id = payment  # protected, too

    def _prepare_payment(self, line, amount, charge):
        """Return the values of a payment; what banks kept is written off in it."""
        values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.commercial_partner_id.id,
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "amount": amount - charge,
            "memo": self.reference or self.name,
            "sale_order_id": line.sale_order_id.id,
            "order_instrument": self.order_instrument,
            "order_bill_number": self.order_bill_number,
            "order_bill_bank": self.order_bill_bank,
            "order_bill_due_date": self.order_bill_due_date,
        }
        if not self.currency_id.is_zero(charge):
            values["write_off_line_vals"] = [self._prepare_charge(charge)]
        return values

    def _prepare_charge(self, charge):
        company = self.company_id
        return {
            "name": self.env._("Bank charge of %s", self.name),
            "account_id": self.charge_account_id.id,
            "partner_id": self.commercial_partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": charge,
            "balance": self.currency_id._convert(
                charge, company.currency_id, company, self.date
            ),
        }

    # The rest, later

    def _share_rest(self):
        """Register what was left anew, shared out to the lines that were added."""
        payment = self.rest_payment_id
        lines = self.line_ids.filtered(lambda line: not line.payment_id)
        self._check_rest_is_free(payment)
        total, charge = payment._get_worth(), self._get_open_charge()
        is_all = self.currency_id.compare_amounts(lines[:1].amount, total) == 0
        if len(lines) == 1 and is_all:
            payment.sale_order_id = lines.sale_order_id
            self.sudo().rest_payment_id = False  # protected
            self._tie(lines, payment)
        else:
            paper_state = payment.order_instrument_state
            payment.action_cancel()
            payments = self._post_parts(lines, total, charge)
            # It is the same cheque or bill, so it stands where it stood (protected).
            payments.sudo().order_instrument_state = paper_state

    def _get_open_charge(self):
        """Return the bank charge of what is to be shared out now."""
        if self.state == "draft":
            return self.charge_amount
        payment = self.rest_payment_id
        if not payment:
            return 0.0  # all of it was shared out
        return self.currency_id.round(payment._get_worth() - payment.amount)

    def _check_rest_is_free(self, payment):
        """Refuse where the rest has been used, moved or taken back meanwhile.

        :raise UserError: saying what became of it
        """
        is_live = payment.state in ("in_process", "paid")
        is_used = payment._get_counterpart().matched_debit_ids or payment.sale_order_id
        if not is_live or is_used or payment.reconciled_statement_line_ids:
            raise UserError(
                self.env._(
                    "%(name)s: its payment without an order was matched, used for "
                    "invoices or another order, or taken back. Look at its payments: "
                    "what is left of it is tied to an order there.",
                    name=self.name,
                )
            )
