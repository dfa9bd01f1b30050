"""What counts as received for an order (H1.14): payments, refunds, ties, currencies."""

from odoo import Command
from odoo.tests import tagged

from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyReceived(MoneyCase):
    def test_nothing_is_received_before_anybody_paid(self):
        order = self._confirmed()
        self._invoice(order)
        self.assertEqual(self._received(order), 0)

    def test_bank_transfer_before_the_invoice_counts(self):
        order = self._confirmed()
        self._pay(order, 300)
        self.assertEqual(self._received(order), 300)

    def test_payment_reconciled_later_is_not_counted_twice(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        self._reconcile(payment, self._invoice(order))
        self.assertEqual(self._received(order), 300)

    def test_untied_payment_counts_once_it_settles_the_invoice(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        payment = self._pay_untied(order, 400)
        self.assertEqual(self._received(order), 0)
        self._reconcile(payment, invoice)
        self.assertEqual(self._received(order), 400)

    def test_draft_payment_is_not_received(self):
        order = self._confirmed()
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_id.id,
                "amount": 1000,
                "sale_order_id": order.id,
            }
        )
        self.assertEqual(self._received(order), 0)

    def test_payment_undone_is_not_received(self):
        for method in ("action_draft", "action_cancel", "action_reject"):
            with self.subTest(method=method):
                order = self._confirmed()
                payment = self._pay(order, 300)
                self._reconcile(payment, self._invoice(order))
                getattr(self.as_("finance", payment), method)()
                self.assertEqual(self._received(order), 0)

    def test_bounced_payment_leaves_the_invoice_paid_but_is_not_received(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        payment = self._pay(order, 1000)
        self._reconcile(payment, invoice)
        self.as_("finance", payment).action_reject()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._received(order), 0)

    def test_unreconciled_payment_stays_with_the_order_that_it_is_tied_to(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        self._reconcile(payment, self._invoice(order))
        self._receivable(payment).remove_move_reconcile()
        self.assertEqual(self._received(order), 300)

    def test_unreconciled_payment_without_a_tie_is_nobodys(self):
        order = self._confirmed()
        payment = self._pay_untied(order, 300)
        self._reconcile(payment, self._invoice(order))
        self._receivable(payment).remove_move_reconcile()
        self.assertEqual(self._received(order), 0)

    def test_payment_reconciled_with_another_order_counts_there(self):
        order, other = self._confirmed(), self._confirmed()
        payment = self._pay(order, 300)
        self._reconcile(payment, self._invoice(other))
        self.assertEqual((self._received(order), self._received(other)), (0, 300))

    def test_payment_tied_to_another_order_moves_there(self):
        order, other = self._confirmed(), self._confirmed()
        self.as_("finance", self._pay(order, 300)).sale_order_id = other
        self.assertEqual((self._received(order), self._received(other)), (0, 300))

    def test_credit_note_is_no_money(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay(order, 300), invoice)
        credit = self._credit(invoice)
        self._reconcile(credit, invoice)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._received(order), 300)

    def test_credit_note_against_the_invoice_leaves_the_cash_on_the_order(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        payment = self._pay(order, 300)
        self._reconcile(payment, invoice)
        self._receivable(payment).remove_move_reconcile()
        self._reconcile(self._credit(invoice), invoice)
        self.assertEqual(self._received(order), 300)

    def test_money_paid_back_on_a_credit_note_is_no_longer_received(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay(order, 1000), invoice)
        credit = self._credit(invoice)
        back = self._pay_untied(order, 400, payment_type="outbound")
        self._reconcile(back, credit)
        self.assertEqual(self._received(order), 600)

    def test_deposit_paid_back_without_a_credit_note_is_no_longer_received(self):
        order = self._confirmed()
        self._pay(order, 300)
        self._pay_untied(order, 300, payment_type="outbound", sale_order_id=order.id)
        self.assertEqual(self._received(order), 0)

    def test_deposit_reconciled_with_its_repayment_is_no_longer_received(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        back = self._pay_untied(order, 300, payment_type="outbound")
        self._reconcile(payment, back)
        self.assertEqual(self._received(order), 0)

    def test_invoice_reset_to_draft_keeps_the_money(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay_untied(order, 300), invoice)
        self.as_("finance", invoice).button_draft()
        self.assertEqual(self._received(order), 300)

    def test_cancelled_invoice_gives_the_money_back_to_its_tie(self):
        order, other = self._confirmed(), self._confirmed()
        invoice, other_invoice = self._invoice(order), self._invoice(other)
        self._reconcile(self._pay(order, 300), invoice)
        self._reconcile(self._pay_untied(other, 300), other_invoice)
        self.as_("finance", invoice + other_invoice).button_cancel()
        self.assertEqual(self._received(order), 300)
        self.assertEqual(self._received(other), 0)

    def test_down_payment_and_final_invoice_add_up(self):
        order = self._confirmed()
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        down = wizard._create_invoices(order)
        down.action_post()
        self._reconcile(self._pay_untied(order, 300), down)
        self.assertEqual(self._received(order), 300)
        final = order._create_invoices(final=True)
        final.action_post()
        self.assertEqual(final.amount_total, 700)
        self._reconcile(self._pay_untied(order, 650), final)
        self.assertEqual(self._received(order), 950)

    def test_invoice_of_two_orders_counts_for_each_with_its_share(self):
        order = self._confirmed(price=1000)
        other = self._confirmed(price=3000)
        invoice = self._invoice(order, other)
        self.assertEqual(len(invoice), 1)
        self._reconcile(self._pay_untied(order, 2000), invoice)
        self.assertEqual((self._received(order), self._received(other)), (500, 1500))

    def test_line_that_is_no_orders_takes_its_share_of_the_money(self):
        order = self._confirmed(price=900)
        invoice = self.as_("finance", order)._create_invoices()
        invoice.invoice_line_ids = [
            Command.create({"name": "Freight", "price_unit": 100, "tax_ids": False})
        ]
        invoice.action_post()
        self._reconcile(self._pay_untied(order, 500), invoice)
        self.assertEqual(self._received(order), 450)

    def test_three_thirds_make_the_whole(self):
        order = self._confirmed(price=100)
        invoice = self._invoice(order)
        for amount in (33.33, 33.33, 33.34):
            self._reconcile(self._pay_untied(order, amount), invoice)
        self.assertEqual(self._received(order), 100)

    def test_bank_statement_line_on_the_invoice_counts(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._statement(600, order.partner_id, self._receivable(invoice))
        self.assertEqual(self._received(order), 600)

    def test_other_entries_that_settle_an_invoice_are_no_money(self):
        order = self._confirmed()
        receivable = self._receivable(self._invoice(order))
        income = order.order_line.invoice_lines.account_id
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.account_id.id,
                            "partner_id": order.partner_id.id,
                            "credit": 1000,
                        }
                    ),
                    Command.create({"account_id": income.id, "debit": 1000}),
                ]
            }
        )
        entry.action_post()
        (receivable + entry.line_ids.filtered("credit")).reconcile()
        self.assertTrue(receivable.reconciled)
        self.assertEqual(self._received(order), 0)

    def test_payment_without_an_entry_counts_by_what_it_was_made_for(self):
        order, other = self._confirmed(), self._confirmed()
        invoice = self._invoice(other)
        payments = self._pay(order, 300) + self._pay_untied(other, 500)
        payments[1].invoice_ids = invoice
        moves = payments.move_id
        payments.flush_recordset()
        self.env.cr.execute(
            "UPDATE account_payment SET move_id = NULL WHERE id = ANY(%s)",
            [payments.ids],
        )
        self.env.cr.execute("DELETE FROM account_move WHERE id = ANY(%s)", [moves.ids])
        self.env.invalidate_all()
        self.assertEqual((self._received(order), self._received(other)), (300, 500))

    def test_one_query_tells_for_all_orders(self):
        self.walk_anew()
        orders = self.env["sale.order"].union(*(self._confirmed() for _i in range(20)))
        for order in orders:
            self._pay(order, 10)
        self.env.flush_all()
        orders._get_money()
        with self.assertQueryCount(1):
            money = orders._get_money()
        self.assertEqual({sums.received for sums in money.values()}, {10})
