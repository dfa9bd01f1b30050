from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .receipt_common import ReceiptCase


@tagged("post_install", "-at_install")
class TestReceiptScreen(ReceiptCase):
    """H6.5, H9.15: one transfer is shared out over the orders that it is for."""

    # Suggested

    def _suggest(self, amount, grade="B"):
        form = Form(self.as_("finance", self.env["order.receipt"]))
        form.partner_id = self.partners[grade]
        form.amount = amount
        return form.save()

    def _get_shares(self, receipt):
        return [(line.sale_order_id, line.amount) for line in receipt.line_ids]

    def test_each_order_gets_what_it_owes_next_the_oldest_due_first(self):
        first, second = self._confirmed(), self._confirmed()
        second.sudo().date_order = "2020-01-01"
        receipt = self._suggest(450)
        self.assertEqual(self._get_shares(receipt), [(second, 300), (first, 150)])
        self.assertEqual(receipt.line_ids.mapped("owed_amount"), [300, 300])
        self.assertEqual(receipt.rest_amount, 0)

    def test_what_is_due_goes_before_what_is_not_due_yet(self):
        waiting, paid = self._confirmed(), self._confirmed()
        paid.sudo().date_order = "2020-01-01"
        self._pay(paid, 300)
        receipt = self._suggest(1000)
        self.assertEqual(self._get_shares(receipt), [(waiting, 300), (paid, 700)])

    def test_an_open_invoice_goes_by_the_day_that_it_names(self):
        later, invoiced = self._confirmed(), self._confirmed()
        later.sudo().date_order = "2099-01-01"
        self._pay(invoiced, 300)
        self.assertEqual(self._get_shares(self._suggest(300)), [(later, 300)])
        self._invoice(invoiced)
        self.assertEqual(self._get_shares(self._suggest(300)), [(invoiced, 300)])

    def test_paid_cancelled_and_other_customers_orders_are_left_out(self):
        order = self._confirmed()
        self._pay(self._confirmed(), 1000)
        self._confirmed()._action_cancel()
        self._confirmed(grade="C")
        self.assertEqual(self._get_shares(self._suggest(5000)), [(order, 300)])

    def test_a_branch_pays_for_the_whole_company(self):
        order = self._confirmed()
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.partners["B"].id}
        )
        form = Form(self.as_("finance", self.env["order.receipt"]))
        form.partner_id = branch
        form.amount = 100
        receipt = form.save()
        self.assertEqual(self._get_shares(receipt), [(order, 100)])
        receipt.action_post()
        self.assertEqual(self._received(order), 100)

    def test_what_was_shifted_stays_until_finance_asks_anew(self):
        first, second = self._confirmed(), self._confirmed()
        with Form(self._suggest(600)) as form:
            with form.line_ids.edit(0) as line:
                line.amount = 100
            form.amount = 500
        receipt = form.record
        self.assertEqual(self._get_shares(receipt), [(first, 100), (second, 300)])
        self.assertEqual(receipt.rest_amount, 100)
        receipt.action_suggest()
        self.assertEqual(self._get_shares(receipt), [(first, 300), (second, 200)])

    # Posted

    def test_each_order_receives_its_share_before_any_invoice(self):
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(500, (first, 300), (second, 200))
        self.assertEqual((self._received(first), self._received(second)), (300, 200))
        self.assertEqual(receipt.state, "posted")
        self.assertEqual(receipt.posted_by_id, self.users["finance"])
        self.assertEqual(receipt.payment_ids, receipt.line_ids.payment_id)
        self.assertRegex(receipt.name, r"RV/\d{4}/\d{5}")

    def test_open_invoices_are_paid_and_nothing_counts_twice(self):
        first, second = self._confirmed(), self._confirmed()
        invoice = self._invoice(first)
        self._post(1500, (first, 1000), (second, 500))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual((self._received(first), self._received(second)), (1000, 500))
        self._reconcile(
            second.sudo().order_receipt_line_ids.payment_id, self._invoice(second)
        )
        self.assertEqual((self._received(first), self._received(second)), (1000, 500))

    def test_more_than_an_invoice_asks_stays_with_the_order(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._post(1200, (order, 1200))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._received(order), 1200)

    def test_an_invoice_of_two_orders_shares_nothing_out(self):
        first, second = self._confirmed(), self._confirmed()
        invoice = self._invoice(first, second)
        self._post(500, (first, 400), (second, 100))
        self.assertEqual(invoice.amount_residual, 2000)
        self.assertEqual((self._received(first), self._received(second)), (400, 100))

    def test_what_no_order_takes_counts_for_none(self):
        order = self._confirmed()
        receipt = self._post(500, (order, 300))
        self.assertEqual(self._received(order), 300)
        self.assertEqual(receipt.rest_payment_id.amount, 200)
        self.assertFalse(receipt.rest_payment_id.sale_order_id)
        found = self.env["order.receipt"].search([("rest_amount", ">", 0)])
        self.assertEqual(found, receipt)

    def test_money_without_any_order_is_recorded(self):
        receipt = self._post(500, partner=self.partners["B"])
        self.assertEqual(receipt.rest_payment_id.amount, 500)

    def test_a_bank_charge_lies_in_the_largest_part(self):
        first, second = self._confirmed(), self._confirmed()
        charge = {"charge_amount": 20, "charge_account_id": self.charges.id}
        receipt = self._post(480, (first, 300), (second, 200), **charge)
        self.assertEqual(
            receipt.payment_ids.sorted("amount").mapped("amount"), [200, 280]
        )
        entry = receipt.payment_ids.move_id.line_ids
        booked = entry.filtered(lambda line: line.account_id == self.charges)
        self.assertEqual(booked.balance, 20)
        self.assertEqual(receipt.payment_ids.mapped("state"), ["in_process"] * 2)

    # Refused

    def test_all_that_is_wrong_is_told_at_once_and_nothing_is_done(self):
        order, other = self._confirmed(), self._confirmed(grade="C")
        cancelled = self._confirmed()
        cancelled._action_cancel()
        receipt = self._receipt(
            100,
            (order, 300),
            (order, 10),
            (other, 0),
            (cancelled, -5),
            charge_amount=-1,
        )
        before = self.env["account.payment"].search_count([])
        with self.assertRaises(UserError) as refusal:
            receipt.action_post()
        for text in (
            "only $\xa099.00 came: lower a line",
            f"order {order.name} stands on several lines",
            "a bank charge is not below zero",
            f"order {other.name}: it belongs to another customer",
            f"order {other.name}: the amount must be above zero",
            f"order {cancelled.name}: it is cancelled",
            f"order {cancelled.name}: the amount must be above zero",
        ):
            with self.subTest(text):
                self.assertIn(text, str(refusal.exception).replace("$ ", "$\xa0"))
        self.assertEqual(self.env["account.payment"].search_count([]), before)
        self.assertEqual(receipt.state, "draft")

    def test_one_bad_receipt_of_several_stops_all(self):
        order = self._confirmed()
        good, bad = self._receipt(10, (order, 10)), self._receipt(0, (order, 10))
        with self.assertRaisesRegex(UserError, "must be above zero"):
            (good + bad).action_post()
        self.assertEqual(self._received(order), 0)

    def test_another_currency_company_and_day_are_refused(self):
        order = self._confirmed()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["sale.order"].create(
            {"partner_id": self.partners["B"].id, "company_id": other.id}
        )
        lines = ((order, 1), (foreign, 1))
        values = {"currency_id": self.eur.id, "date": "2999-01-01"}
        with self.assertRaises(UserError) as refusal:
            self._receipt(10, *lines, **values).action_post()
        for text in ("is paid in USD", "belongs to another company", "still ahead"):
            with self.subTest(text):
                self.assertIn(text, str(refusal.exception))

    def test_an_account_of_one_currency_takes_no_other(self):
        self.bank.currency_id = self.eur
        receipt = self._receipt(10, (self._confirmed(), 10), journal_id=self.bank.id)
        with self.assertRaisesRegex(UserError, "takes EUR only"):
            receipt.action_post()

    def test_a_charge_needs_its_account_and_a_part_to_lie_in(self):
        order = self._confirmed()
        receipt = self._receipt(10, (order, 60), charge_amount=60)
        receipt.charge_account_id = False
        with self.assertRaises(UserError) as refusal:
            receipt.action_post()
        self.assertIn("on which account", str(refusal.exception))
        self.assertIn("below the largest part", str(refusal.exception))

    def test_only_finance_posts(self):
        receipt = self._receipt(300, (self._confirmed(), 300))
        for kind in ("sales", "customer_service", "deputy_general_manager"):
            for step in ("action_post", "action_undo", "action_share_rest"):
                with self.subTest(kind=kind, step=step):
                    with self.assertRaises(AccessError):
                        getattr(self.as_(kind, receipt), step)()
                    with self.assertRaisesRegex(AccessError, "Finance"):
                        getattr(self.as_(kind, receipt).sudo(), step)()

    def test_nobody_posts_by_hand(self):
        order = self._confirmed()
        receipt = self._receipt(300, (order, 300))
        payment = self.as_("finance", self._pay(self._confirmed(), 10))
        for record, values in (
            (receipt, {"state": "posted"}),
            (receipt, {"rest_payment_id": payment.id}),
            (receipt.line_ids, {"payment_id": payment.id}),
            (payment, {"order_receipt_id": receipt.id}),
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                record.write(values)
