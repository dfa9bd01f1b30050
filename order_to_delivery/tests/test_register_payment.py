from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .money_common import MoneyCase

BILL = {
    "order_instrument": "bank_bill",
    "order_bill_number": "1 0421 5840 0032",
    "order_bill_bank": "Bank of Guangzhou",
    "order_bill_due_date": "2030-06-30",
}


@tagged("post_install", "-at_install")
class TestRegisterPayment(MoneyCase):
    """H9.15: who pays orders' invoices from the invoice says how the customer paid."""

    def _get_dialog(self, invoices, **context):
        wizard = self.as_("finance", self.env["account.payment.register"])
        return wizard.with_context(
            active_model="account.move", active_ids=invoices.ids, **context
        )

    def _register(self, invoices, **values):
        wizard = self._get_dialog(invoices).create(values)
        return wizard._create_payments().with_env(self.env)

    def _journal(self, kind):
        return self.env["account.journal"].create(
            {"name": kind, "type": kind, "code": kind[:5].upper()}
        )

    def test_how_it_was_paid_is_proposed_by_the_journal(self):
        till, card = self._journal("cash"), self._journal("credit")
        for journal, instrument in (
            (self.bank, "transfer"),
            (till, "cash"),
            (card, "card"),
        ):
            invoice = self._invoice(self._confirmed())
            with self.subTest(instrument):
                payment = self._register(invoice, journal_id=journal.id)
                self.assertEqual(payment.order_instrument, instrument)

    def test_alipay_is_known_by_its_method(self):
        line = self.bank.inbound_payment_method_line_ids[:1].copy({"name": "Alipay"})
        invoice = self._invoice(self._confirmed())
        values = {"journal_id": self.bank.id, "payment_method_line_id": line.id}
        self.assertEqual(self._register(invoice, **values).order_instrument, "alipay")

    def test_the_dialog_asks_and_proposes_anew_with_the_journal(self):
        till = self._journal("cash")
        form = Form(self._get_dialog(self._invoice(self._confirmed())))
        form.journal_id = till
        self.assertEqual(form.order_instrument, "cash")
        form.order_instrument = "cheque"
        form.order_bill_number = "0042"
        payment = form.save()._create_payments().with_env(self.env)
        self.assertEqual(payment.order_bill_number, "0042")

    def test_a_bill_counts_once_it_is_accepted_and_is_told_from_others(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        with self.assertRaisesRegex(ValidationError, "acceptance bill and lacks"):
            self._register(invoice, order_instrument="bank_bill")
        payment = self._register(invoice, **BILL)
        self.assertEqual(payment.order_instrument_state, "received")
        self.assertEqual(self._received(order), 0)
        self.as_("finance", payment).action_cash_paper()
        self.assertEqual(self._received(order), 1000)

    def test_each_of_several_payments_says_it(self):
        invoices = self._invoice(self._confirmed()) + self._invoice(self._confirmed())
        payments = self._register(invoices, group_payment=False, **BILL)
        self.assertEqual(payments.mapped("order_instrument"), ["bank_bill"] * 2)

    def test_other_invoices_and_refunds_are_not_asked(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        credit = self._credit(invoice)
        credit.line_ids.remove_move_reconcile()
        self.company.sudo().use_order_to_delivery = False
        self.assertFalse(self._register(invoice).order_instrument)
        self.company.sudo().use_order_to_delivery = True
        form = Form(self._get_dialog(credit))
        self.assertFalse(form.is_order_payment)
        payment = form.save()._create_payments()
        self.assertEqual(payment.payment_type, "outbound")
        self.assertFalse(payment.order_instrument)
