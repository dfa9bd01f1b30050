from odoo import Command
from odoo.tests import tagged

from .receipt_common import ReceiptCase


@tagged("post_install", "-at_install")
class TestMoneyCharges(ReceiptCase):
    """H9.15: what banks kept counts as received up to a limit, by every route."""

    LIMIT = 30

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().order_bank_charge_limit = cls.LIMIT

    def _register(self, invoice, amount):
        """Let Finance pay an invoice in the wizard, the difference written off."""
        wizard = self.as_("finance", self.env["account.payment.register"])
        wizard = wizard.with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {
                "amount": amount,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": self.charges.id,
            }
        )
        return wizard._create_payments()

    def _voucher(self, order, amount, charge):
        self._post(
            amount,
            (order, amount + charge),
            charge_amount=charge,
            charge_account_id=self.charges.id,
        )

    def _tied(self, order, amount, charge):
        """Register a payment with a charge in it, by RPC, with no invoice at all."""
        write_off = {
            "name": "Charge",
            "account_id": self.charges.id,
            "currency_id": order.currency_id.id,
            "amount_currency": charge,
            "balance": charge,
        }
        values = {"sale_order_id": order.id, "write_off_line_vals": [write_off]}
        return self._pay_untied(order, amount, **values)

    def _routes(self):
        return {
            "wizard": lambda order, amount, charge: self._register(
                self._invoice(order), amount
            ),
            "voucher": self._voucher,
            "tied": self._tied,
            "voucher on invoice": lambda order, *amounts: (
                self._invoice(order),
                self._voucher(order, *amounts),
            ),
            "statement": self._state,
        }

    def _state(self, order, amount, charge):
        """Book a statement line on the invoice, and what lacks on an expense."""
        owed = self._receivable(self._invoice(order))
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "payment_ref": "Transfer",
                "partner_id": order.partner_id.id,
                "amount": amount,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        settled = {"account_id": owed.account_id.id, "balance": -(amount + charge)}
        kept = {"name": "Charge", "account_id": self.charges.id, "balance": charge}
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, settled), Command.create(kept)]}
        )
        (suspense + owed).reconcile()

    def test_a_charge_within_the_limit_counts(self):
        for name, route in self._routes().items():
            order = self._confirmed()
            route(order, 970, 30)
            with self.subTest(name):
                self.assertEqual(self._received(order), 1000)

    def test_what_is_beyond_the_limit_is_due(self):
        for name, route in self._routes().items():
            order = self._confirmed()
            route(order, 900, 100)
            with self.subTest(name):
                self.assertEqual(self._received(order), 930)
                self.assertFalse(order._is_covered(self._received(order), 1000))

    def test_without_a_limit_no_charge_counts(self):
        self.company.sudo().order_bank_charge_limit = 0
        for name, route in self._routes().items():
            order = self._confirmed()
            route(order, 900, 100)
            with self.subTest(name):
                self.assertEqual(self._received(order), 900)

    def test_a_payment_without_a_charge_counts_whole(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._pay(order, 333.33)
        self._register(invoice, invoice.amount_residual)
        self.assertEqual(self._received(order), 1333.33)

    def test_the_limit_is_of_each_payment_not_of_each_part(self):
        first, second = self._confirmed(), self._confirmed()
        charge = {"charge_amount": 60, "charge_account_id": self.charges.id}
        self._post(440, (first, 300), (second, 200), **charge)
        self.assertEqual((self._received(first), self._received(second)), (270, 200))

    def test_a_charge_counts_once_where_part_of_its_payment_is_invoiced(self):
        order = self._confirmed()
        payment = self._tied(order, 1400, 100)
        self._reconcile(payment, self._invoice(order))
        self.assertEqual(self._received(order), 1430)

    def test_the_limit_is_in_the_companys_currency(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        wizard = self.as_("finance", self.env["account.payment.register"])
        wizard = wizard.with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {
                "currency_id": self.eur.id,
                "amount": 450,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": self.charges.id,
            }
        )
        wizard._create_payments()
        # EUR 450 are 900, and what was written off is worth 100.
        self.assertEqual(self._received(order), 930)

    def test_a_receivable_written_off_on_another_receivable_counts_no_more(self):
        other = self.env["account.account"].create(
            {
                "name": "Sundry debtors",
                "code": "X1209",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )
        self.charges = other
        order = self._confirmed()
        self._tied(order, 900, 100)
        self.assertEqual(self._received(order), 930)
