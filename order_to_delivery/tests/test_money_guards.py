"""Every act that takes an order's money away, or raises what is due, is guarded."""

from odoo import Command
from odoo.tests import tagged

from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyGuards(MoneyCase):
    def _version(self, order):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT version FROM order_money_guard WHERE sale_order_id = %s", [order.id]
        )
        return (self.env.cr.fetchone() or (0,))[0]

    def _assert_guarded(self, act, *orders):
        before = [self._version(order) for order in orders]
        act()
        for order, version in zip(orders, before, strict=True):
            self.assertGreater(self._version(order), version)

    def test_payment_undone_is_guarded(self):
        for method in ("action_draft", "action_cancel", "action_reject"):
            with self.subTest(method=method):
                order = self._confirmed()
                payment = self.as_("finance", self._pay(order, 300))
                self._assert_guarded(getattr(payment, method), order)

    def test_untied_payment_undone_is_guarded_through_its_invoice(self):
        order = self._confirmed()
        payment = self._pay_untied(order, 300)
        self._reconcile(payment, self._invoice(order))
        self._assert_guarded(self.as_("finance", payment).action_reject, order)

    def test_payment_without_an_entry_deleted_is_guarded(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        payment.flush_recordset()
        self.env.cr.execute(
            "UPDATE account_payment SET move_id = NULL WHERE id = %s", [payment.id]
        )
        self.env.invalidate_all()
        payment.outstanding_account_id = False
        self._assert_guarded(payment.unlink, order)

    def test_payment_tied_to_another_order_guards_both(self):
        order, other = self._confirmed(), self._confirmed()
        payment = self.as_("finance", self._pay(order, 300))
        self._assert_guarded(
            lambda: payment.write({"sale_order_id": other.id}), order, other
        )

    def test_reconciling_with_another_orders_invoice_guards_both(self):
        order, other = self._confirmed(), self._confirmed()
        payment = self._pay(order, 300)
        invoice = self._invoice(other)
        self._assert_guarded(lambda: self._reconcile(payment, invoice), order, other)

    def test_unreconciling_is_guarded(self):
        order = self._confirmed()
        payment = self._pay_untied(order, 300)
        self._reconcile(payment, self._invoice(order))
        lines = self.as_("finance", self._receivable(payment))
        self._assert_guarded(lines.remove_move_reconcile, order)

    def test_repayment_reconciled_with_the_payment_is_guarded(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        back = self._pay_untied(order, 300, payment_type="outbound")
        self._assert_guarded(lambda: self._reconcile(payment, back), order)

    def test_invoice_reset_or_cancelled_is_guarded(self):
        for method in ("button_draft", "button_cancel"):
            with self.subTest(method=method):
                order = self._confirmed()
                invoice = self._invoice(order)
                self._reconcile(self._pay_untied(order, 300), invoice)
                self._assert_guarded(
                    getattr(self.as_("finance", invoice), method), order
                )

    def test_entry_of_a_payment_reset_to_draft_is_guarded(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        self._assert_guarded(self.as_("finance", payment.move_id).button_draft, order)
        self.assertEqual(self._received(order), 0)

    def test_invoice_reversed_is_guarded(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay_untied(order, 300), invoice)
        self._assert_guarded(lambda: self._credit(invoice), order)

    def test_lines_of_an_invoice_reset_to_draft_are_guarded(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay_untied(order, 300), invoice)
        invoice.button_draft()
        self._assert_guarded(
            lambda: invoice.write(
                {
                    "invoice_line_ids": [
                        Command.create({"name": "Freight", "price_unit": 1000})
                    ]
                }
            ),
            order,
        )

    def test_paid_invoice_given_to_another_order_is_guarded(self):
        order, other = self._confirmed(), self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay_untied(order, 300), invoice)
        invoice.button_draft()
        line = self.as_("finance", invoice.invoice_line_ids)
        tie = [Command.set(other.order_line.ids)]
        self._assert_guarded(lambda: line.sudo().write({"sale_line_ids": tie}), order)
        self.assertEqual((self._received(order), self._received(other)), (0, 300))

    def test_transaction_cancelled_after_it_was_done_is_guarded(self):
        order = self._confirmed()
        transaction = self._transaction(order, 300)
        self._assert_guarded(lambda: transaction.write({"state": "cancel"}), order)

    def test_line_added_or_raised_after_confirmation_is_guarded(self):
        order = self._confirmed()
        line = {"product_id": self.service.id, "price_unit": 5, "is_downpayment": False}
        self._assert_guarded(
            lambda: order.sudo().write({"order_line": [Command.create(line)]}), order
        )

    def test_plan_changed_after_confirmation_is_guarded(self):
        order = self._confirmed()
        line = order.sudo().payment_plan_line_ids[:1]
        self._assert_guarded(lambda: line.write({"percent": 20}), order)

    def test_switched_off_company_asks_nothing(self):
        order = self._confirmed()
        payment = self._pay(order, 300)
        invoice = self._invoice(order)
        self.company.sudo().use_order_to_delivery = False
        before = self._version(order)
        watch = type(self.env["order.money.watch"])
        self.patch(watch, "_get_order_ids", lambda *args: self.fail("asked"))
        self._reconcile(payment, invoice)
        self._receivable(payment).remove_move_reconcile()
        payment.action_reject()
        invoice.button_draft()
        self.assertEqual(self._version(order), before)

    def test_money_is_judged_once_when_the_transaction_is_complete(self):
        order = self._confirmed()
        self.env.cr.precommit.run()
        calls = []
        self.patch(
            type(self.env["sale.order"]),
            "_resume_soon",
            lambda orders: calls.extend(orders.ids),
        )
        payment = self._pay(order, 300)
        self._reconcile(payment, self._invoice(order))
        self._receivable(payment).remove_move_reconcile()
        self.assertEqual(calls, [])
        self.env.cr.precommit.run()
        self.assertEqual(calls, order.ids)
