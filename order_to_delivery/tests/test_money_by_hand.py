"""Tries to have money counted by a hand's writing that never came, or came elsewhere."""

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .thief_common import ThiefCase

POSTED = "its lines say which orders are paid"


@tagged("post_install", "-at_install")
class TestMoneyByHand(ThiefCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(
            cls.env,
            "bookkeeper",
            "account.group_account_invoice",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _received(self, order):
        self.env.flush_all()
        return order.sudo()._get_money()[order].received

    def _keep(self, record):
        """Return a record as the bookkeeper sees it."""
        return record.with_user(self.bookkeeper)

    def _invoiced(self):
        """Return an order of 200 and its open invoice."""
        order = self._get_ready_order("B")
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        return order, invoice

    def _receivable(self, moves):
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _journal(self, kind):
        domain = [("type", "=", kind), ("company_id", "=", self.company.id)]
        return self.env["account.journal"].search(domain, limit=1)

    def _settle_by_entry(self, invoice, journal, account):
        """Let the bookkeeper settle an invoice by an entry of no money."""
        amount, owed = invoice.amount_total, self._receivable(invoice)
        entry = self._keep(self.env["account.move"]).create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": amount}),
                    Command.create(
                        {
                            "account_id": owed.account_id.id,
                            "partner_id": invoice.partner_id.id,
                            "credit": amount,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        (self._receivable(entry) + self._keep(owed)).reconcile()
        return entry

    def _prepare_payment(self, order, **values):
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": order.partner_invoice_id.id,
            "amount": 200,
            **values,
        }

    def _create_payment(self, order, **values):
        payments = self.as_("finance", self.env["account.payment"])
        return payments.create(self._prepare_payment(order, **values))

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
        expense = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.id)],
            limit=1,
        )
        entry = self._settle_by_entry(invoice, self._journal("general"), expense)
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

    # Payments

    def test_no_payment_is_made_as_if_it_were_posted(self):
        order, invoice = self._invoiced()
        values = self._prepare_payment(order, invoice_ids=[Command.set(invoice.ids)])
        payments = self._keep(self.env["account.payment"])
        with self.assertRaisesRegex(UserError, "begins as a draft"):
            payments.create({**values, "state": "in_process"})
        with self.assertRaisesRegex(UserError, "begins as a draft"):
            payments.with_context(default_state="paid").create(values)
        self.assertEqual(self._received(order), 0)

    def test_a_rejected_payment_does_not_come_alive_by_a_write(self):
        order = self._get_ready_order("B")
        payment = self._pay(order, 200)
        self.as_("finance", payment).action_reject()
        own = self._keep(payment)
        for state in ("in_process", "paid"):
            with self.assertRaisesRegex(UserError, "reset it to draft"):
                own.state = state
        with self.assertRaisesRegex(UserError, "reset it to draft"):
            own.action_validate()
        self.assertEqual(self._received(order), 0)

    def test_a_bookkeeper_does_not_make_money_of_a_cheque(self):
        order = self._get_ready_order("B")
        payment = self._create_payment(
            order, sale_order_id=order.id, order_instrument="cheque"
        )
        payment.action_post()
        own = self._keep(payment)
        own.action_draft()
        with self.assertRaisesRegex(UserError, "Finance changes how it was paid"):
            own.order_instrument = "transfer"
        own.action_post()
        self.assertEqual(self._received(order), 0)

    def test_a_payment_counts_from_its_day_on(self):
        order = self._get_ready_order("B")
        day = fields.Date.add(fields.Date.today(), days=30)
        payment = self._create_payment(order, sale_order_id=order.id, date=day)
        payment.action_post()
        self.assertEqual(self._received(order), 0)
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.assertEqual(self._received(order), 0)
        payment.action_draft()
        payment.date = fields.Date.today()
        payment.action_post()
        self.assertEqual(self._received(order), 200)

    def test_what_counts_from_a_day_on_is_noticed_that_day(self):
        order = self._get_ready_order("B")
        day = fields.Date.add(fields.Date.today(), days=30)
        payment = self._create_payment(order, sale_order_id=order.id, date=day)
        payment.action_post()
        self.env.flush_all()
        self.env.cr.precommit.run()
        requests = self.env["order.resume.request"].search([])
        requests.unlink()
        orders = self.env["sale.order"]
        with freeze_time(day):
            orders._cron_ask_held_again()
            self.env.cr.precommit.run()
            self.assertEqual(self._received(order), 200)
        self.assertIn(order, requests.search([]).sale_order_id)

    def test_nobody_says_by_hand_that_an_online_payment_came(self):
        order = self._get_ready_order("B")
        method = self.env.ref("payment.payment_method_unknown")
        provider = self.env["payment.provider"].create(
            {
                "name": "Bank Card",
                "code": "none",
                "state": "test",
                "company_id": self.company.id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        values = {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "reference": "TX3",
            "amount": 200,
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "operation": "online_redirect",
            "sale_order_ids": [Command.set(order.ids)],
        }
        transactions = self.env["payment.transaction"]
        own = self._keep(transactions.create({**values, "state": "error"}))
        with self.assertRaisesRegex(UserError, "not written by hand"):
            own.state = "done"
        with self.assertRaises(UserError):
            self._keep(transactions).create(
                {**values, "reference": "TX4", "state": "done"}
            )
        self.assertEqual(self._received(order), 0)

    def test_a_coarse_currency_lets_nothing_go_unpaid(self):
        order = self._get_ready_order("B")
        currency = order.sudo().currency_id
        self.assertFalse(order._is_covered(0, 200))
        currency.invalidate_recordset()
        self.env.cr.execute(
            "UPDATE res_currency SET rounding = 1000 WHERE id = %s", [currency.id]
        )
        self.assertFalse(order._is_covered(0, 200))
        self.assertTrue(order._is_covered(199, 200))
