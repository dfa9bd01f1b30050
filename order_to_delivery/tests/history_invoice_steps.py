"""The steps of invoices: deposit, balance, credit note, paid, cancelled."""

from .history_books import Document
from .history_ledger import Paid
from .history_model import PRICE


class InvoiceStepsMixin:
    def step_invoice_deposit(self, number):
        """Invoice the deposit, by one click of Sales."""
        del number
        model = self.model
        amount = self.books.get_deposit(model.deposit_due, model.total)
        self._invoice_by(
            "action_create_deposit_invoice", amount > 0, Document(deposit=amount)
        )

    def step_invoice_balance(self, number):
        """Invoice the balance, by one click of Sales."""
        del number
        model = self.model
        pieces = model.net if self.is_by_delivery else model.ordered
        document = self.books.get_balance(pieces * PRICE, model.extra)
        is_awaited = any(
            move.state not in ("done", "cancel")
            for move in self.order.order_line.move_ids
        )
        is_complete = pieces >= model.ordered
        allowed = self.books.may_invoice(document, is_complete, is_awaited)
        self._invoice_by("action_create_balance_invoice", allowed, document)

    def _invoice_by(self, action, allowed, document):
        known = self.order.invoice_ids

        def invoice():
            getattr(self.as_("sales", self.order), action)()
            self.order.invalidate_recordset(["invoice_ids"])
            document.record = self.order.invoice_ids - known
            self.as_("finance", document.record).action_post()

        if self._act(allowed, invoice):
            self.books.documents.append(document)
            self.model.judge_money()

    def step_pay_on_invoice(self, number):
        """Pay an invoice by a payment that nothing else ties to the order."""
        owing = [
            one for one in self.books.documents if one.record.amount_residual > 0.005
        ]
        document = self._choose(
            [one for one in owing if one.record.move_type == "out_invoice"], number
        )
        if document:
            self._act(True, lambda: self._pay_invoice(document))
            self.model.judge_money()

    def _pay_invoice(self, document):
        amount = document.record.amount_residual
        payment = self._pay_untied(self.order, amount)
        self._reconcile(payment, document.record)
        paid = Paid(amount, record=payment)
        document.settled_by.append(paid)
        self.ledger.paid.append(paid)

    def step_cancel_invoice(self, number):
        """Cancel an invoice or a credit note, paid or not."""
        document = self._choose(self.books.documents, number)
        if not document:
            return
        invoice = self.as_("finance", document.record)
        self._act(True, lambda: (invoice.button_draft(), invoice.button_cancel()))
        self.books.documents.remove(document)
        for paid in document.settled_by:
            # Nothing ties these to the order any more.
            paid.is_live, paid.record = False, None
        self.model.judge_money()
