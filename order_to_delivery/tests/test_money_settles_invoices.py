from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .money_common import MoneyCase
from .offset_common import OffsetMixin
from .receipt_common import ReceiptMixin


class SettledCase(OffsetMixin, ReceiptMixin, MoneyCase):
    """Orders whose money came before their invoices; Finance does all of it."""

    def _pay_back(self, order, amount):
        payment = self.as_("finance", self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": order.partner_invoice_id.id,
                "amount": amount,
                "sale_order_id": order.id,
            }
        )
        payment.action_post()
        return payment.with_env(self.env)

    def _pay_on(self, day, order, amount):
        values = {"date": day, "sale_order_id": order.id}
        return self._pay_untied(order, amount, **values)

    def _deposit(self, order):
        before = order.invoice_ids
        self.as_("finance", order).action_create_deposit_invoice()
        order.invalidate_recordset(["invoice_ids"])
        invoice = order.invoice_ids - before
        self.as_("finance", invoice).action_post()
        return invoice

    def _draft_invoice(self, *orders):
        orders = self.env["sale.order"].union(*orders)
        return self.as_("finance", orders)._create_invoices()

    def _is_to_collect(self, order):
        self.env.flush_all()
        orders = self.as_("finance", self.env["sale.order"])
        domain = [("id", "=", order.id), ("is_to_collect", "=", True)]
        return bool(orders.search(domain))

    def _is_open(self, payment):
        return not all(self._receivable(payment).mapped("reconciled"))


@tagged("post_install", "-at_install")
class TestMoneySettlesInvoices(SettledCase):
    """H9.15: an invoice that comes after its money is matched when it is posted."""

    def test_a_paid_order_leaves_the_list_with_its_invoice(self):
        order, unpaid = self._confirmed("A"), self._confirmed("A")
        payment = self._pay(order, 1000)
        invoice = self._invoice(order)
        self._invoice(unpaid)
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0, "paid"))
        self.assertFalse(self._is_open(payment))
        self.assertEqual(self._received(order), 1000)
        self.assertTrue(self._is_to_collect(unpaid))
        self.assertFalse(self._is_to_collect(order))

    def test_a_part_payment_leaves_the_rest_open(self):
        order = self._confirmed()
        self._pay(order, 300)
        self.assertEqual(self._invoice(order).amount_residual, 700)
        self.assertEqual(self._received(order), 300)
        self.assertTrue(self._is_to_collect(order))

    def test_what_is_beyond_the_invoice_stays_open(self):
        order = self._confirmed()
        payment = self._pay(order, 1200)
        self.assertEqual(self._invoice(order).amount_residual, 0)
        self.assertEqual(self._receivable(payment).amount_residual, -200)
        self.assertEqual(self._received(order), 1200)

    def test_two_payments_are_used_up_the_older_first(self):
        order = self._confirmed()
        newer = self._pay(order, 800)
        older = self._pay_on("2020-01-01", order, 700)
        self.assertEqual(self._invoice(order).amount_residual, 0)
        self.assertFalse(self._is_open(older))
        self.assertEqual(self._receivable(newer).amount_residual, -500)

    def test_deposit_and_final_invoice_share_one_payment(self):
        order = self._confirmed("B")
        payment = self._pay(order, 500)
        self.assertEqual(self._deposit(order).amount_residual, 0)
        self.assertEqual(self._receivable(payment).amount_residual, -200)
        final = self.as_("finance", order)._create_invoices(final=True)
        final.action_post()
        self.assertEqual((final.amount_total, final.amount_residual), (700, 500))
        self._pay(order, 100)
        self.assertEqual(final.amount_residual, 500, "It came after the invoice.")
        self.assertEqual(self._received(order), 600)

    def test_two_invoices_posted_together_take_each_their_own(self):
        first, second = self._confirmed(), self._confirmed()
        self._pay(first, 1000)
        self._pay(second, 400)
        invoices = self._draft_invoice(first) + self._draft_invoice(second)
        invoices.action_post()
        self.assertEqual(invoices.mapped("amount_residual"), [0, 600])

    def test_two_invoices_of_an_order_are_settled_the_older_due_first(self):
        order = self._confirmed("B")
        self._pay(order, 600)
        self.as_("finance", order).action_create_deposit_invoice()
        order.invalidate_recordset(["invoice_ids"])
        deposit = self.as_("finance", order.invoice_ids)
        rest = self.as_("finance", order)._create_invoices(final=True)
        deposit.invoice_date_due, rest.invoice_date_due = "2031-02-01", "2031-01-01"
        (deposit + rest).action_post()
        self.assertEqual((rest.amount_residual, deposit.amount_residual), (100, 300))

    def test_a_foreign_currency_settles_at_its_rate(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": self.eur.id}
        )
        order = self._confirmed(pricelist_id=pricelist.id)
        self._pay(order, 400)
        invoice = self._invoice(order)
        self.assertEqual(invoice.currency_id, self.eur)
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(self._received(order), 400)

    def test_a_receipt_voucher_and_an_offset_settle_it_too(self):
        order = self._confirmed()
        self._post(300, (order, 300))
        self._set_off(order, 400)
        self.assertEqual(self._invoice(order).amount_residual, 300)
        self.assertEqual(self._received(order), 700)

    def test_an_online_payment_that_the_bank_confirmed_settles_it(self):
        order = self._confirmed()
        payment = self._book(self._transaction(order, 300))
        payment.action_validate()
        self.assertEqual(self._invoice(order).amount_residual, 700)
        self.assertEqual(self._received(order), 300)

    def test_an_invoice_that_is_posted_by_the_clock_is_matched(self):
        order = self._confirmed()
        self._pay(order, 300)
        invoice = self._draft_invoice(order)
        day = fields.Date.add(fields.Date.today(), days=9)
        invoice.write({"auto_post": "at_date", "invoice_date": day, "date": day})
        self.env.flush_all()
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref(
                "account.ir_cron_auto_post_draft_entry"
            ).method_direct_trigger()
        invoice.invalidate_recordset()
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.amount_residual, 700)

    def test_money_given_back_settles_the_credit_note(self):
        order = self._confirmed()
        self._pay(order, 1000)
        invoice = self._invoice(order)
        back = self._pay_back(order, 200)
        credit = self.as_("finance", invoice)._reverse_moves()
        credit.invoice_line_ids.price_unit = 200
        credit.action_post()
        self.assertEqual(credit.amount_residual, 0)
        self.assertFalse(self._is_open(back))
        self.assertEqual(self._received(order), 800)


@tagged("post_install", "-at_install")
class TestMoneyLeftAlone(SettledCase):
    """H9.15: what is no open money of the order is not touched, nor posting refused."""

    def test_money_of_another_order_or_of_none_stays(self):
        order, other = self._confirmed(), self._confirmed()
        payments = self._pay(other, 500) + self._pay_untied(order, 500)
        self._post(100, partner=order.partner_id)
        self._set_off(other, 200)
        self.assertEqual(self._invoice(order).amount_residual, 1000)
        left = self._receivable(payments).mapped("amount_residual")
        self.assertEqual(left, [-500, -500])

    def test_what_finance_matched_stays_matched(self):
        order, other = self._confirmed(), self._confirmed()
        payment, theirs = self._pay(order, 500), self._invoice(other)
        self._reconcile(payment, theirs)
        invoice = self._invoice(order)
        self.assertEqual((theirs.amount_residual, invoice.amount_residual), (500, 1000))

    def test_an_invoice_that_stood_before_is_not_matched_by_the_next(self):
        order = self._confirmed("B")
        deposit = self._deposit(order)
        self._pay(order, 1000)
        final = self.as_("finance", order)._create_invoices(final=True)
        final.action_post()
        self.assertEqual((deposit.amount_residual, final.amount_residual), (300, 0))

    def test_bounced_cancelled_and_draft_payments_pay_nothing(self):
        order = self._confirmed()
        self._pay(order, 100).action_reject()
        self._pay(order, 100).action_cancel()
        self._pay(order, 100).action_draft()
        offset = self._set_off(order, 100)
        self.as_("finance", offset).write({"undo_reason": "Recalled"})
        self.as_("finance", offset).action_undo()
        self.assertEqual(self._invoice(order).amount_residual, 1000)

    def test_an_invoice_of_two_orders_or_with_foreign_lines_stays_open(self):
        order, other, third = self._confirmed(), self._confirmed(), self._confirmed()
        for one in (order, other, third):
            self._pay(one, 500)
        self.assertEqual(self._invoice(order, other).amount_residual, 2000)
        invoice = self._draft_invoice(third)
        invoice.invoice_line_ids = [
            Command.create({"name": "Freight", "price_unit": 100, "tax_ids": False})
        ]
        invoice.action_post()
        self.assertEqual(invoice.amount_residual, 1100)
        self.assertEqual(self._received(third), 500)

    def test_another_payer_is_left_to_finance(self):
        order = self._confirmed("B")
        self._pay(order, 500)
        order.sudo().partner_invoice_id = self.partners["C"]
        self.assertEqual(self._invoice(order).amount_residual, 1000)

    def test_orders_that_no_gate_governs_are_left_to_odoo(self):
        order, exempt = self._confirmed(), self._confirmed()
        self._pay(order, 500)
        self._pay(exempt, 500)
        exempt.sudo().order_to_delivery_exempt = True
        self.assertEqual(self._invoice(exempt).amount_residual, 1000)
        self.company.sudo().use_order_to_delivery = False
        self.assertEqual(self._invoice(order).amount_residual, 1000)

    def test_where_accounting_refuses_the_invoice_is_posted_and_says_so(self):
        order = self._confirmed()
        self._pay(order, 500)
        invoice = self._draft_invoice(order)
        lines = type(self.env["account.move.line"])
        with patch.object(lines, "reconcile", side_effect=UserError("It is closed.")):
            invoice.action_post()
        self.assertEqual((invoice.state, invoice.amount_residual), ("posted", 1000))
        self.assertIn("It is closed. Match it by hand", invoice.message_ids[0].body)
        self.assertEqual(self._received(order), 500)

    def test_a_locked_period_refuses_nothing(self):
        order = self._confirmed()
        payment = self._pay_on("2020-01-01", order, 500)
        yesterday = fields.Date.subtract(fields.Date.today(), days=1)
        self.company.sudo().fiscalyear_lock_date = yesterday
        invoice = self._invoice(order)
        self.assertEqual((invoice.state, invoice.amount_residual), ("posted", 500))
        self.assertFalse(self._is_open(payment))

    def test_taking_either_back_undoes_it(self):
        order = self._confirmed()
        payment, invoice = self._pay(order, 400), self._invoice(order)
        self.as_("finance", payment).action_cancel()
        self.assertEqual((invoice.amount_residual, self._received(order)), (1000, 0))
        self.as_("finance", payment).action_draft()
        self.as_("finance", payment).action_post()
        self.as_("finance", invoice).button_draft()
        self.as_("finance", invoice).action_post()
        self.assertEqual(invoice.amount_residual, 600)
        self.as_("finance", invoice).button_draft()
        self.as_("finance", invoice).button_cancel()
        self.assertTrue(self._is_open(payment))
        self.assertEqual(self._received(order), 400)

    def test_invoices_with_nothing_to_match_cost_the_same_for_one_and_many(self):
        self._count_search([self._confirmed()])
        few = self._count_search([self._confirmed() for _i in range(2)])
        many = self._count_search([self._confirmed() for _i in range(6)])
        self.assertEqual(few, many)
        self.assertLessEqual(few, 16)

    def _count_search(self, orders):
        invoices = self.env["account.move"].union(*map(self._draft_invoice, orders))
        self.company.sudo().use_order_to_delivery = False
        invoices.action_post()
        self.company.sudo().use_order_to_delivery = True
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.as_("finance", invoices)._settle_by_orders_money()
        return self.cr.sql_log_count - before
