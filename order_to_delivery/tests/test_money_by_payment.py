"""Tries to have payments counted that never came, or did not come yet."""

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .by_hand_common import ByHandCase


@tagged("post_install", "-at_install")
class TestMoneyByPayment(ByHandCase):
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

    def test_what_was_given_back_stays_so_without_its_credit_note(self):
        ways = {
            "cancelled": lambda one: (one.button_draft(), one.button_cancel()),
            "taken apart": lambda one: one.line_ids.remove_move_reconcile(),
        }
        for name, take_back in ways.items():
            order = self._get_ready_order("B")
            credit = self._invoice_and_pay(order)._reverse_moves()
            credit.action_post()
            credit = self.as_("finance", credit)
            wizard = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=credit.ids
            )
            wizard.with_user(self.users["finance"]).create({})._create_payments()
            self.assertEqual(self._received(order), 0)
            take_back(credit)
            with self.subTest(name):
                self.assertEqual(self._received(order), 0)

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
