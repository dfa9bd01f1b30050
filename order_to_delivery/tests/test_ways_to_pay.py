"""By what customers pay, and the entries behind each amount of an order."""

from odoo import Command
from odoo.tests import tagged

from .money_common import MoneyCase
from .receipt_common import ReceiptCase, ReceiptMixin
from .recovery_common import RecoveryCase
from .shipping_common import REFUSED
from .test_money_instruments import BILL, CHEQUE

AT_ONCE = ("transfer", "cash", "card", "alipay")
UNPAID = "is not received in full"


@tagged("post_install", "-at_install")
class TestWaysToPay(ReceiptMixin, RecoveryCase, MoneyCase):
    """H5.3: whatever the customer pays by, shipment is arranged on receipt."""

    def _get_waiting_order(self):
        """Return an order that asks for 200 before release, its request refused."""
        order = self._get_ready_order()
        self._request_shipping(order)
        self._assert_held(order)
        return order

    def _assert_held(self, order):
        with self._refused(UNPAID):
            self._verify(order)
        with self._refused(REFUSED):
            self._validate(order.picking_ids)

    def _assert_leaves(self, order):
        self.assertEqual(self._received(order), 200)
        self._verify(order)
        self._release(order)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    def _pay_by(self, order, **values):
        tie = {"sale_order_id": order.id}
        return self.as_("finance", self._pay_untied(order, 200, **tie, **values))

    def test_goods_leave_on_a_payment_that_finance_registers(self):
        for instrument in AT_ONCE:
            with self.subTest(instrument):
                order = self._get_waiting_order()
                self._pay_by(order, order_instrument=instrument)
                self._assert_leaves(order)

    def test_goods_leave_on_a_receipt_voucher(self):
        for instrument in AT_ONCE:
            with self.subTest(instrument):
                order = self._get_waiting_order()
                self._post(200, (order, 200), order_instrument=instrument)
                self._assert_leaves(order)

    def test_goods_leave_on_a_payment_of_the_invoice(self):
        order = self._get_waiting_order()
        self._reconcile(self._pay_untied(order, 200), self._invoice(order))
        self._assert_leaves(order)

    def test_goods_leave_on_a_line_of_the_bank_statement(self):
        order = self._get_waiting_order()
        owed = self._receivable(self._invoice(order))
        self._statement(200, order.partner_id, owed)
        self._assert_leaves(order)

    def test_goods_leave_on_a_card_or_alipay_payment_online(self):
        for method in ("card", "alipay"):
            with self.subTest(method):
                order = self._get_waiting_order()
                method = self.env.ref(f"payment.payment_method_{method}")
                values = {"payment_method_id": method.id}
                self._transaction(order, 200, state="pending", **values)
                self._assert_held(order)
                self._transaction(order, 200, **values)
                self._assert_leaves(order)

    def test_goods_wait_for_the_cheque_to_be_cleared(self):
        order = self._get_waiting_order()
        cheque = self._pay_by(order, **CHEQUE)
        self._assert_held(order)
        cheque.action_cash_paper()
        self._assert_leaves(order)

    def test_goods_wait_for_the_bill_as_the_company_has_it(self):
        for policy, step in (("accepted", "accept"), ("cashed", "cash")):
            with self.subTest(policy):
                self.company.sudo().order_bill_policy = policy
                order = self._get_waiting_order()
                bill = self._pay_by(order, **BILL)
                self._assert_held(order)
                if policy == "cashed":
                    bill.action_accept_paper()
                    self._assert_held(order)
                getattr(bill, f"action_{step}_paper")()
                self._assert_leaves(order)

    def test_a_part_by_each_adds_up(self):
        order = self._get_waiting_order()
        for instrument in AT_ONCE:
            self._assert_held(order)
            tie = {"sale_order_id": order.id, "order_instrument": instrument}
            self._pay_untied(order, 50, **tie)
        self._assert_leaves(order)


@tagged("post_install", "-at_install")
class TestEntriesOfAmounts(ReceiptCase):
    """H1.16: each amount of an order opens the entries that make it up."""

    def _open(self, order, button="action_view_receivables"):
        """Return as Finance what a button of the order shows."""
        action = getattr(self.as_("finance", order), button)()
        found = self.as_("finance", self.env[action["res_model"]])
        return found.search(action["domain"])

    def _get_settling(self, order):
        """Return the receivable items that are no invoice's."""
        lines = self._open(order).with_env(self.env)
        return lines.filtered(lambda line: line.move_id.move_type == "entry")

    def _assert_adds_up(self, order, received):
        self.assertEqual(self._received(order), received)
        self.assertEqual(-sum(self._get_settling(order).mapped("balance")), received)

    def test_a_transfer_before_any_invoice(self):
        order = self._confirmed()
        self._pay(order, 300)
        self._assert_adds_up(order, 300)

    def test_a_payment_of_the_invoice(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self._reconcile(self._pay_untied(order, 400), invoice)
        self._assert_adds_up(order, 400)
        self.assertIn(self._receivable(invoice), self._open(order))

    def test_a_line_of_the_bank_statement(self):
        order = self._confirmed()
        owed = self._receivable(self._invoice(order))
        line = self._statement(1000, order.partner_id, owed)
        self._assert_adds_up(order, 1000)
        self.assertEqual(self._get_settling(order).move_id, line.move_id)

    def test_an_online_payment(self):
        order = self._confirmed()
        transaction = self._transaction(order, 250)
        self.assertEqual(self._received(order), 250)
        payment = self._book(transaction)
        self._assert_adds_up(order, 250)
        self.assertEqual(self._open(order, "action_view_payments"), payment)

    def test_money_that_was_paid_back(self):
        order = self._confirmed()
        self._pay(order, 300)
        tie = {"sale_order_id": order.id, "payment_type": "outbound"}
        self._pay_untied(order, 100, **tie)
        self._assert_adds_up(order, 200)

    def test_a_receipt_voucher_of_two_orders(self):
        first, second = self._confirmed(), self._confirmed()
        self._post(500, (first, 300), (second, 200))
        self._assert_adds_up(first, 300)
        self._assert_adds_up(second, 200)

    def test_all_of_them_together(self):
        order = self._confirmed()
        self._pay(order, 100)
        self._book(self._transaction(order, 50))
        self._reconcile(self._pay_untied(order, 200), self._invoice(order))
        self._post(300, (order, 300))
        self._assert_adds_up(order, 650)

    def test_a_bill_has_its_entries_and_counts_by_its_policy(self):
        for policy, received in (("accepted", 300), ("cashed", 0)):
            with self.subTest(policy):
                self.company.sudo().order_bill_policy = policy
                order = self._confirmed()
                tie = {"sale_order_id": order.id}
                payment = self._pay_untied(order, 300, **tie, **BILL)
                bill = self.as_("finance", payment)
                bill.action_accept_paper()
                self.assertEqual(self._received(order), received)
                self.assertEqual(self._get_settling(order).move_id, bill.move_id)
                bill.action_cash_paper()
                self._assert_adds_up(order, 300)

    def test_what_the_bank_kept_stands_in_the_same_entry(self):
        self.company.sudo().order_bank_charge_limit = 30
        for charge, received in ((30, 300), (40, 290)):
            with self.subTest(charge):
                order = self._confirmed()
                self._post(
                    300 - charge,
                    (order, 300),
                    charge_amount=charge,
                    charge_account_id=self.charges.id,
                )
                self.assertEqual(self._received(order), received)
                settling = self._get_settling(order)
                self.assertEqual(-sum(settling.mapped("balance")), 300)
                kept = settling.move_id.line_ids.filtered(
                    lambda line: line.account_id == self.charges
                )
                self.assertEqual(sum(kept.mapped("balance")), charge)

    def test_an_offset_is_shown_and_is_no_money(self):
        order = self._confirmed()
        owed = self._receivable(self._invoice(order))
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "partner_id": order.partner_id.id,
                "line_ids": [
                    Command.create({"account_id": owed.account_id.id, "credit": 100}),
                    Command.create({"account_id": self.charges.id, "debit": 100}),
                ],
            }
        )
        entry.action_post()
        (self._receivable(entry) + owed).reconcile()
        self.assertEqual(self._received(order), 0)
        self.assertEqual(self._get_settling(order).move_id, entry)
