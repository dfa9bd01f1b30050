"""Deposit invoices, balance notices, and the documents behind an order's amounts."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestDepositInvoice(MoneyCase):
    def _deposit(self, order, kind="sales"):
        before = order.invoice_ids
        self.as_(kind, order).action_create_deposit_invoice()
        order.invalidate_recordset(["invoice_ids"])
        return order.invoice_ids - before

    def test_salesperson_invoices_the_deposit_of_the_plan(self):
        order = self._confirmed("B")
        for kind in ("sales", "customer_service", "finance"):
            with self.subTest(kind=kind):
                order = self._confirmed("B")
                self.assertEqual(self._deposit(order, kind).amount_total, 300)

    def test_warehouse_may_not_invoice_a_deposit(self):
        order = self._confirmed("B")
        with self.assertRaisesRegex(AccessError, "Finance"):
            self._deposit(order, "warehouse")

    def test_deposit_is_invoiced_once(self):
        order = self._confirmed("B")
        self._deposit(order)
        with self.assertRaisesRegex(UserError, "no deposit to invoice"):
            self._deposit(order)

    def test_raised_deposit_is_invoiced_for_the_difference(self):
        order = self._confirmed("B")
        self._deposit(order)
        order.sudo().payment_plan_line_ids.filtered(
            lambda line: line.kind == "deposit"
        ).percent = 50
        self.assertEqual(self._deposit(order).amount_total, 200)

    def test_credited_or_cancelled_deposit_can_be_invoiced_anew(self):
        for undo in ("credit", "cancel"):
            with self.subTest(undo=undo):
                order = self._confirmed("B")
                invoice = self._deposit(order)
                invoice.action_post()
                if undo == "credit":
                    self._credit(invoice)
                else:
                    invoice.button_cancel()
                order.invalidate_recordset(["invoice_ids"])
                self.assertEqual(self._deposit(order).amount_total, 300)

    def test_order_invoiced_in_full_has_no_deposit_to_invoice(self):
        order = self._confirmed("B")
        self._invoice(order)
        with self.assertRaisesRegex(UserError, "no deposit to invoice"):
            self._deposit(order)

    def test_final_invoice_does_not_open_the_deposit_again(self):
        order = self._confirmed("B")
        self._deposit(order).action_post()
        final = order._create_invoices(final=True)
        final.action_post()
        with self.assertRaisesRegex(UserError, "no deposit to invoice"):
            self._deposit(order)

    def test_contract_customer_has_no_deposit_to_invoice(self):
        with self.assertRaisesRegex(UserError, "no deposit to invoice"):
            self._deposit(self._confirmed("A"))

    def test_deposit_of_a_taxed_order_is_of_the_total(self):
        order = self._confirmed("B")
        tax = self.env["account.tax"].create(
            {"name": "13%", "amount": 13, "type_tax_use": "sale"}
        )
        order.sudo().order_line.tax_ids = tax
        self.assertEqual(order.amount_total, 1130)
        self.assertEqual(self._deposit(order).amount_total, 339)

    def test_paid_deposit_invoice_opens_production(self):
        order = self._confirmed("B")
        invoice = self._deposit(order)
        invoice.action_post()
        self._reconcile(self._pay_untied(order, 300), invoice)
        self.assertFalse(
            self.env["order.gate.supply.needs.deposit"].sudo()._reasons_closed(order)
        )


@tagged("post_install", "-at_install")
class TestBalanceNotice(MoneyCase):
    def _complete(self, **values):
        order = self._confirmed("B", **values)
        order.sudo().completion_date = fields.Datetime.now()
        return order

    def test_sales_asks_for_the_balance_of_finished_goods(self):
        """H1.13: Sales chases the balance."""
        order = self._complete()
        self._pay(order, 300)
        before = order.message_ids
        self.as_("sales", order).action_send_balance_notice()
        self.assertTrue(order.balance_notice_date)
        mail = (order.message_ids - before).filtered(
            lambda message: "balance of order" in (message.subject or "")
        )
        self.assertEqual(mail.author_id, self.users["sales"].partner_id)
        self.assertIn(order.partner_id, mail.partner_ids)
        self.assertTrue(mail.attachment_ids)

    def test_warehouse_may_not_ask_for_the_balance(self):
        with self.assertRaisesRegex(AccessError, "Sales"):
            self.as_("warehouse", self._complete()).action_send_balance_notice()

    def test_paid_order_gets_no_notice(self):
        order = self._complete()
        self._pay(order, 1000)
        with self.assertRaisesRegex(UserError, "still due"):
            self.as_("customer_service", order).action_send_balance_notice()
        self.assertFalse(order.balance_notice_date)

    def test_unfinished_order_gets_no_notice(self):
        order = self._confirmed("B")
        order.sudo().order_line.product_id = self.stocked
        with self.assertRaisesRegex(UserError, "finished goods"):
            self.as_("sales", order).action_send_balance_notice()

    def test_date_of_the_notice_is_nobodys_to_write(self):
        order = self._complete()
        with self.assertRaises(AccessError):
            self.as_("sales", order).balance_notice_date = fields.Datetime.now()


@tagged("post_install", "-at_install")
class TestMoneyDocuments(MoneyCase):
    def _found(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_finance_sees_every_payment_of_an_order(self):
        order = self._confirmed()
        tied = self._pay(order, 100)
        settled = self._pay_untied(order, 200)
        self._reconcile(settled, self._invoice(order))
        online = self._book(self._transaction(order, 50))
        self._pay_untied(order, 999)
        action = self.as_("finance", order).action_view_payments()
        self.assertEqual(self._found(action), tied + settled + online)

    def test_entries_behind_the_amounts_are_found(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        payment = self._pay(order, 300)
        self._reconcile(payment, invoice)
        action = self.as_("finance", order).action_view_receivables()
        self.assertEqual(
            self._found(action), self._receivable(invoice) + self._receivable(payment)
        )

    def test_sales_may_not_list_payments(self):
        with self.assertRaisesRegex(AccessError, "Finance"):
            self.as_("sales", self._confirmed()).action_view_payments()

    def test_finance_ties_a_payment_to_an_order_on_its_form(self):
        view = (
            self.env["account.payment"]
            .with_user(self.users["finance"])
            .get_view(self.env.ref("account.view_account_payment_form").id, "form")
        )
        self.assertIn('name="sale_order_id"', view["arch"])

    def test_payment_cannot_be_tied_to_another_companys_order(self):
        other = self.env["res.company"].create({"name": "Sister"})
        order = self.env["sale.order"].create(
            {"partner_id": self.partners["A"].id, "company_id": other.id}
        )
        payment = self._pay(self._confirmed(), 10)
        with self.assertRaisesRegex(UserError, "company"):
            payment.sale_order_id = order

    def test_orders_with_open_invoices_are_to_collect(self):
        order, paid, new = (self._confirmed() for _i in range(3))
        self._invoice(order)
        self._reconcile(self._pay(paid, 1000), self._invoice(paid))
        found = self.env["sale.order"].search(
            [("id", "in", (order + paid + new).ids), ("is_to_collect", "=", True)]
        )
        self.assertIn(order, found)
        self.assertNotIn(paid, found)

    def test_orders_held_by_their_deposit_are_to_collect(self):
        order = self._confirmed()
        self.env["order.milestone"].sudo().search(
            [("sale_order_id", "=", order.id)]
        ).unlink()
        self.env["order.milestone"].sudo().create(
            {
                "sale_order_id": order.id,
                "company_id": self.company.id,
                "station": "deposit",
                "is_here": True,
            }
        )
        domain = [("id", "=", order.id), ("is_to_collect", "=", True)]
        self.assertEqual(self.env["sale.order"].search(domain), order)
