"""Tries to have money counted by a hand's writing in books that never came."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .by_hand_common import ByHandCase

POSTED = "its lines say which orders are paid"


@tagged("post_install", "-at_install")
class TestMoneyByHand(ByHandCase):
    # Lines of invoices

    def test_a_posted_invoice_is_not_moved_to_another_order(self):
        other = self._get_ready_order("A")
        lines = self._invoice_and_pay(other).invoice_line_ids
        order = self._get_ready_order("B")
        ties = {"sale_line_ids": [Command.set(order.order_line.ids)]}
        for own in (self._keep(lines), self.as_("finance", lines)):
            with self.assertRaisesRegex(UserError, POSTED):
                own.write(ties)
            for name in ("invoice_line_ids", "line_ids"):
                with self.assertRaises(UserError):
                    own.move_id.write({name: [Command.update(own[:1].id, ties)]})
        self.assertEqual(self._received(order), 0)
        self.assertEqual(self._received(other), 200)

    def test_a_posted_invoice_gets_no_further_goods(self):
        order, invoice = self._invoiced()
        with self.assertRaises(UserError):
            self._keep(self.env["account.move.line"]).create(
                {
                    "move_id": invoice.id,
                    "account_id": invoice.invoice_line_ids.account_id.id,
                    "display_type": "product",
                    "price_unit": 0,
                    "sale_line_ids": [Command.set(order.order_line.ids)],
                }
            )

    def test_a_line_saved_as_it_was_is_no_change(self):
        order, invoice = self._invoiced()
        line = self._keep(invoice.invoice_line_ids)
        line.write(
            {"sale_line_ids": [Command.set(order.order_line.ids)], "name": "Pen"}
        )
        self.assertEqual(line.name, "Pen")

    def test_shares_and_rests_of_lines_are_not_written_by_hand(self):
        order, invoice = self._invoiced()
        payment = self._create_payment(order)
        payment.action_post()
        line, rest = invoice.invoice_line_ids, self._receivable(payment.move_id)
        written = (
            (line, "price_total", 2000),
            (line, "display_type", "line_note"),
            (rest, "amount_residual", -2000),
            (rest, "amount_residual_currency", -2000),
        )
        for lines, name, value in written:
            with self.subTest(name), self.assertRaises(UserError):
                self._keep(lines).write({name: value})
        self.assertEqual(self._received(order), 0)

    # Entries

    def test_an_entry_is_no_payments_because_somebody_says_so(self):
        self._invoice_and_pay(self._get_ready_order("A"))
        payment = self.env["account.payment"].search([], limit=1, order="id desc")
        self.assertEqual(payment.amount, 200)
        order, invoice = self._invoiced()
        journal = self._journal("general")
        entry = self._settle_by_entry(invoice, journal, self._expense())
        entry.origin_payment_id = payment.id
        self.assertEqual(self._received(order), 0)

    def test_an_entry_is_no_statements_because_somebody_says_so(self):
        bank = self._journal("bank")
        statement = self.env["account.bank.statement.line"].create(
            {"journal_id": bank.id, "payment_ref": "Transfer", "amount": 1}
        )
        order, invoice = self._invoiced()
        entry = self._settle_by_entry(invoice, bank, bank.default_account_id)
        entry.statement_line_id = statement.id
        self.assertEqual(self._received(order), 0)

    # Reconciliations

    def test_no_hand_says_how_much_a_payment_settles(self):
        order, invoice = self._invoiced()
        payment = self._create_payment(order, amount=1)
        payment.action_post()
        lines = self._receivable(invoice | payment.move_id)
        values = {
            "debit_move_id": lines.filtered("debit").id,
            "credit_move_id": lines.filtered("credit").id,
            "amount": 1,
            "debit_amount_currency": 200,
            "credit_amount_currency": 1,
        }
        kind = self.env["account.partial.reconcile"]
        for user in (self.bookkeeper, self.users["finance"]):
            with self.assertRaisesRegex(UserError, "choose Reconcile"):
                kind.with_user(user).create(values)
        self.as_("finance", lines).reconcile()
        self.assertEqual(self._received(order), 1)
        made = self._keep(lines.matched_credit_ids)
        with self.assertRaisesRegex(UserError, "choose Reconcile"):
            made.debit_amount_currency = 200
        self.assertEqual(self._received(order), 1)
