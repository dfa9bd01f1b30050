from odoo import Command
from odoo.tests import tagged

from .test_balance_invoice import BalanceInvoiceCase

AFTER = [Command.create({"kind": "after", "percent": 100, "days": 30})]


@tagged("post_install", "-at_install")
class TestCentsOfTax(BalanceInvoiceCase):
    """Tax is rounded on each invoice: its cents are asked of nobody (H6.6, H9.15)."""

    def setUp(self):
        super().setUp()
        self.walk_anew()
        tax = self.env["account.tax"].create({"name": "VAT", "amount": 13})
        self.stocked.taxes_id = tax

    def _ship_in_parts(self, price):
        """Return an order of four that left, and was invoiced, one by one, unpaid."""
        self.stocked.lst_price = price
        order = self._get_order(
            deposit=0, lines=[(self.stocked, 4)], payment_plan_line_ids=AFTER
        )
        self._release_all(order)
        for _part in range(4):
            self._ship_part(order, 1)
            self._invoice_balance(order)
        return order

    def _pay_invoices(self, order, less=0.0):
        for invoice in order.invoice_ids:
            paid = self._pay_untied(order, invoice.amount_total - less)
            self._reconcile(paid, invoice)
            less = 0.0
        self._judge_now()

    def _judge_now(self):
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def test_what_all_invoices_ask_is_all_that_is_asked(self):
        order = self._ship_in_parts(1.03)
        self.assertAlmostEqual(order.amount_total, 4.66)
        self.assertAlmostEqual(sum(order.invoice_ids.mapped("amount_total")), 4.64)
        self._pay_invoices(order)
        self.assertEqual(order._get_balance_due(), 0)
        self.assertNotIn(order, order._get_next_payments())
        self.assertFalse(order.surplus_money_date)

    def test_invoices_that_ask_cents_more_leave_no_surplus(self):
        order = self._ship_in_parts(1.05)
        self.assertAlmostEqual(order.amount_total, 4.75)
        self.assertAlmostEqual(sum(order.invoice_ids.mapped("amount_total")), 4.76)
        self._pay_invoices(order)
        self.assertEqual(order._get_balance_due(), 0)
        self.assertFalse(order.surplus_money_date)

    def test_cents_that_an_invoice_asks_are_owed(self):
        order = self._ship_in_parts(1.03)
        self._pay_invoices(order, less=0.03)
        self.assertAlmostEqual(order._get_balance_due(), 0.03)

    def test_what_was_paid_beyond_the_invoices_is_given_back(self):
        order = self._ship_in_parts(1.03)
        self._pay_invoices(order)
        self._pay(order, 0.02)
        self._judge_now()
        self.assertTrue(order.surplus_money_date)

    def test_a_credit_note_of_more_than_cents_lowers_no_cost(self):
        order = self._ship_in_parts(1.03)
        self._pay_invoices(order)
        self._credit(order.invoice_ids[0])
        order.invoice_ids.invalidate_recordset()
        [cost] = order._get_costs(order._get_money()).values()
        self.assertAlmostEqual(cost, 4.66)
