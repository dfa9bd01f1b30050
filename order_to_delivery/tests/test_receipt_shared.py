from odoo.exceptions import UserError
from odoo.tests import tagged

from .receipt_common import ReceiptCase, ReceiptMixin
from .recovery_common import RecoveryCase


@tagged("post_install", "-at_install")
class TestReceiptShared(ReceiptCase):
    """H9.15: what was posted is shared out later, or undone, and never rewritten."""

    def test_a_posted_receipt_stays_as_it_is(self):
        order = self._confirmed()
        receipt = self._post(500, (order, 300))
        for record, values in (
            (receipt, {"amount": 10}),
            (receipt, {"partner_id": self.partners["C"].id}),
            (receipt.line_ids, {"amount": 10}),
            (receipt.line_ids, {"sale_order_id": self._confirmed().id}),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "is Posted"):
                record.write(values)
        for record in (receipt, receipt.line_ids):
            with self.assertRaisesRegex(UserError, "is Posted"):
                record.unlink()
        with self.assertRaisesRegex(UserError, "is Posted"):
            receipt.action_post()

    # The rest

    def test_the_rest_is_shared_out_later(self):
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(500, (first, 300))
        rest = receipt.rest_payment_id
        self._add_line(receipt, second, 150)
        self.assertEqual(self._received(second), 0)
        receipt.action_share_rest()
        self.assertEqual((self._received(first), self._received(second)), (300, 150))
        self.assertEqual(rest.state, "canceled")
        self.assertEqual(receipt.rest_payment_id.amount, 50)
        self.assertEqual(receipt.rest_amount, 50)
        live = receipt.payment_ids.filtered(lambda one: one.state == "in_process")
        self.assertEqual(sum(live.mapped("amount")), 500)

    def test_the_whole_rest_keeps_its_payment_and_pays_the_invoice(self):
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(500, (first, 300))
        rest, invoice = receipt.rest_payment_id, self._invoice(second)
        self._add_line(receipt, second, 200)
        receipt.action_share_rest()
        self.assertEqual(receipt.line_ids[-1].payment_id, rest)
        self.assertFalse(receipt.rest_payment_id)
        self.assertEqual(invoice.amount_residual, 800)
        self.assertEqual(self._received(second), 200)

    def test_no_more_than_the_rest_is_shared_out(self):
        order = self._confirmed()
        receipt = self._post(500, (order, 300))
        with self.assertRaisesRegex(UserError, "add a line"):
            receipt.action_share_rest()
        self._add_line(receipt, self._confirmed(), 201)
        with self.assertRaisesRegex(UserError, "lower a line"):
            receipt.action_share_rest()

    def test_of_what_was_shared_out_whole_nothing_is_left(self):
        receipt = self._post(300, (self._confirmed(), 300))
        with self.assertRaisesRegex(UserError, "add a line"):
            receipt.action_share_rest()
        self._add_line(receipt, self._confirmed(), 50)
        with self.assertRaisesRegex(UserError, "lower a line"):
            receipt.action_share_rest()

    def test_a_rest_that_was_used_elsewhere_is_not_shared_out(self):
        order, other = self._confirmed(), self._confirmed()
        ways = {
            "tied": lambda payment: payment.write({"sale_order_id": other.id}),
            "rejected": lambda payment: payment.action_reject(),
            "invoice": lambda payment: self._reconcile(payment, self._invoice(other)),
        }
        for name, use in ways.items():
            receipt = self._post(500, (order, 300))
            use(receipt.rest_payment_id)
            self._add_line(receipt, self._confirmed(), 100)
            with self.subTest(name), self.assertRaisesRegex(UserError, "taken back"):
                receipt.action_share_rest()

    def test_the_charge_of_the_rest_stays_in_one_payment(self):
        charge = {"charge_amount": 20, "charge_account_id": self.charges.id}
        receipt = self._post(480, partner=self.partners["B"], **charge)
        order = self._confirmed()
        self._add_line(receipt, order, 300)
        receipt.action_share_rest()
        self.assertEqual(receipt.line_ids.payment_id.amount, 280)
        self.assertEqual(receipt.rest_payment_id.amount, 200)

    # Undone

    def test_undoing_takes_every_payment_back(self):
        first, second = self._confirmed(), self._confirmed()
        invoice = self._invoice(first)
        receipt = self._post(600, (first, 300), (second, 200))
        receipt.action_undo()
        self.assertEqual((self._received(first), self._received(second)), (0, 0))
        self.assertEqual(set(receipt.payment_ids.mapped("state")), {"canceled"})
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual((receipt.state, receipt.rest_amount), ("undone", 0))
        self.assertEqual(receipt.undone_by_id, self.users["finance"])
        with self.assertRaisesRegex(UserError, "is Undone"):
            receipt.action_undo()
        with self.assertRaisesRegex(UserError, "is Undone"):
            self._add_line(receipt, first, 10)

    def test_a_voucher_that_is_undone_stays_as_it_is(self):
        order = self._confirmed()
        receipt, other = self._post(500, (order, 300)), self._receipt(10, (order, 10))
        self._add_line(receipt, self._confirmed(), 10)
        receipt.action_undo()
        for line in receipt.line_ids:
            with self.subTest(line), self.assertRaisesRegex(UserError, "is Undone"):
                line.amount = 1
        with self.assertRaisesRegex(UserError, "is Undone"):
            other.line_ids.receipt_id = receipt
        with self.assertRaisesRegex(UserError, "is Undone"):
            receipt.action_share_rest()

    def test_only_a_draft_is_shared_out_anew(self):
        order = self._confirmed()
        draft, posted = self._receipt(500, (order, 300)), self._post(500, (order, 300))
        with self.assertRaisesRegex(UserError, "is Posted"):
            posted.action_suggest()
        with self.assertRaisesRegex(UserError, "is Draft"):
            draft.action_share_rest()

    def test_a_payment_that_bounced_before_stays_bounced(self):
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(500, (first, 300), (second, 200))
        receipt.line_ids[0].payment_id.action_reject()
        receipt.action_undo()
        self.assertEqual(
            receipt.line_ids.payment_id.mapped("state"), ["rejected", "canceled"]
        )

    def test_a_payment_that_was_reset_is_taken_back_too_and_keeps_its_number(self):
        order, other = self._confirmed(), self._confirmed()
        receipt = self._post(500, (order, 300))
        self._post(100, (other, 100))  # the next number
        payment = receipt.line_ids.payment_id
        name = payment.move_id.name
        payment.action_draft()
        receipt.action_undo()
        self.assertEqual(set(receipt.payment_ids.mapped("state")), {"canceled"})
        self.assertEqual(
            (payment.move_id.name, payment.move_id.state), (name, "cancel")
        )

    def test_the_order_and_its_payments_lead_to_the_receipt(self):
        order = self._confirmed()
        receipt = self._post(500, (order, 300))
        seen = self.as_("finance", order)
        self.assertEqual(seen.order_receipt_count, 1)
        action = seen.action_view_receipts()
        self.assertEqual(self.env["order.receipt"].search(action["domain"]), receipt)
        action = receipt.action_view_payments()
        payments = self.env["account.payment"].search(action["domain"])
        self.assertEqual(payments, receipt.payment_ids)
        self.assertFalse(self._confirmed().sudo().order_receipt_count)


@tagged("post_install", "-at_install")
class TestReceiptUndone(ReceiptMixin, RecoveryCase):
    """H1.14: goods that a receipt released are followed when it is undone."""

    def test_what_has_not_left_is_withdrawn_and_what_has_left_is_a_case(self):
        kept, shipped = self._get_ready_order(), self._get_ready_order()
        receipt = self._post(400, (kept, 200), (shipped, 200))
        for order in (kept, shipped):
            for step in (self._request_shipping, self._verify, self._release):
                step(order)
        self._validate(shipped.picking_ids)
        receipt.action_undo()
        self._judge()
        self.assertEqual(kept.order_shipping_request_ids.state, "withdrawn")
        self.assertEqual(self._get_cases(shipped).amount, 200)
        self.assertFalse(self._get_cases(kept))
