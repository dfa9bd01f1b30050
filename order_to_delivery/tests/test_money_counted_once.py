"""Money counts once, whichever documents tell of it, and a customer's alone."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import covers
from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyCountedOnce(MoneyCase):
    def _without_entries(self):
        """Have payments make no entry: the bank's own takes their place."""
        lines = self.bank.inbound_payment_method_line_ids
        lines |= self.bank.outbound_payment_method_line_ids
        lines.payment_account_id = False
        # As where an app for accounting is installed, which does without such accounts.
        moves = type(self.env["account.move"])
        self.patch(moves, "_get_invoice_in_payment_state", lambda _move: "in_payment")

    def _pay_without_entry(self, order, amount, **values):
        payment = self._pay_untied(
            order, amount, journal_id=self.bank.id, sale_order_id=order.id, **values
        )
        self.assertFalse(payment.move_id)
        return payment

    def _get_deposit(self, order):
        self.as_("finance", order).action_create_deposit_invoice()
        invoice = order.invoice_ids
        if invoice.state == "draft":
            invoice.action_post()
        return invoice

    @covers("money.own", route="rpc", role="finance")
    def test_a_payment_and_the_statement_line_of_its_invoice_count_once(self):
        self._without_entries()
        order = self._confirmed()
        invoice = self._get_deposit(order)
        self._pay_without_entry(order, 300)
        self.assertEqual(self._received(order), 300)
        self._statement(300, order.partner_id, self._receivable(invoice))
        self.assertEqual(self._received(order), 300)

    @covers("money.own", route="rpc", role="finance")
    def test_a_payment_registered_on_the_invoice_and_its_statement_line_count_once(
        self,
    ):
        self._without_entries()
        order = self._confirmed()
        invoice = self._get_deposit(order)
        self._register(invoice, journal_id=self.bank.id)
        self.assertEqual(self._received(order), 300)
        self._statement(300, order.partner_id, self._receivable(invoice))
        self.assertEqual(self._received(order), 300)

    @covers("money.own", route="rpc", role="finance")
    def test_a_part_paid_on_the_invoice_and_its_statement_line_count_once(self):
        self._without_entries()
        order = self._confirmed()
        invoice = self._invoice(order)
        self._register(invoice, journal_id=self.bank.id, amount=400)
        self.assertEqual(self._received(order), 400)
        self._statement(400, order.partner_id, self._receivable(invoice))
        self.assertEqual(self._received(order), 400)

    @covers("money.refunded", route="rpc", role="finance")
    def test_a_vendors_money_without_an_entry_is_no_customers(self):
        self._without_entries()
        for kind in ("inbound", "outbound"):
            order = self._confirmed()
            values = {"partner_type": "supplier", "payment_type": kind}
            self._pay_without_entry(order, 300, **values)
            with self.subTest(kind):
                self.assertEqual(self._received(order), 0)

    @covers("money.refunded", route="rpc", role="finance")
    def test_a_deposit_that_the_bank_statement_gives_back_is_not_received(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        self._statement(-300, order.partner_id, self._receivable(payment))
        self.assertEqual(self._received(order), 0)

    @covers("money.refunded", route="rpc", role="finance")
    def test_a_credit_note_that_the_bank_statement_pays_is_not_received(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay(order, 1000), invoice)
        credit = self._credit(invoice)
        self._statement(-400, order.partner_id, self._receivable(credit))
        self.assertEqual(self._received(order), 600)

    @covers("money.twice", route="rpc", role="finance")
    def test_a_payment_used_in_part_for_another_order_counts_in_parts(self):
        order, other = self._confirmed(), self._confirmed(price=400)
        payment = self._pay(order, 1000)
        self._reconcile(payment, self._invoice(other))
        self.assertEqual((self._received(order), self._received(other)), (600, 400))

    @covers("money.bounced", "money.unlinked", route="rpc", role="finance")
    def test_an_online_payment_that_finance_took_back_counts_no_more(self):
        for way in ("action_reject", "action_cancel", "action_draft"):
            order = self._confirmed()
            payment = self._book(self._transaction(order, 300))
            self.assertEqual(self._received(order), 300)
            self._step(payment, way)
            with self.subTest(way):
                self.assertEqual(self._received(order), 0)

    def _step(self, payment, way):
        getattr(self.as_("finance", payment), way)()

    @covers("money.unlinked", route="rpc", role="finance")
    def test_an_online_payment_that_was_taken_back_is_not_deleted(self):
        order = self._confirmed()
        payment = self._book(self._transaction(order, 300))
        self._step(payment, "action_cancel")
        self.assertEqual(self._received(order), 0)
        self._step(payment, "action_draft")
        with self.assertRaisesRegex(UserError, "was paid online and stays"):
            self._step(payment, "unlink")
        self.assertEqual(self._received(order), 0)

    @covers("money.cent", route="rpc", role="finance")
    def test_an_early_discount_counts_up_to_what_the_company_writes_off(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
            }
        )
        for limit, received in ((0, 980), (20, 1000)):
            self.company.sudo().order_bank_charge_limit = limit
            order = self._confirmed(payment_term_id=term.id)
            invoice = self._invoice(order)
            self._register(invoice)
            with self.subTest(limit):
                self.assertEqual(invoice.amount_residual, 0)
                self.assertEqual(self._received(order), received)

    def _register(self, invoice, **values):
        """Pay an invoice as Finance does on it."""
        dialog = self.as_("finance", self.env["account.payment.register"])
        dialog = dialog.with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        dialog.create(values)._create_payments()
