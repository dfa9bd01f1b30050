"""R4 of the probes by money that is no plain payment: each loses it at each station."""

from odoo.tests import tagged

from .cases import covers
from .offset_common import OffsetMixin
from .receipt_common import ReceiptMixin
from .test_money_instruments import CHEQUE
from .test_seven_probes import ProbeCase

ROUTES = ("form", "list", "rpc", "import", "create", "direct", "cron")


class OtherMoneyMixin(ReceiptMixin, OffsetMixin):
    def _lose_each(self, ways):
        for name, (pay, lose) in ways.items():
            with self.subTest(name):
                self._probe(lose, pay)

    @covers("money.bounced", route=ROUTES, role="finance")
    def test_a_statement_line_that_is_undone_or_deleted(self):
        self._lose_each(
            {
                "undone": (self._pay_by_bank, self._undo_statement),
                "deleted": (self._pay_by_bank, self._delete_statement),
            }
        )

    @covers("money.bounced", route=ROUTES, role="finance")
    def test_a_cheque_that_bounces_once_it_was_cleared(self):
        self._probe(
            lambda: self.as_("finance", self.payment).action_dishonour_paper(),
            self._pay_by_cheque,
        )

    @covers("money.bounced", route=ROUTES, role="finance")
    def test_a_receipt_voucher_that_is_undone(self):
        self._probe(self._undo_voucher, self._pay_by_voucher)

    @covers("money.bounced", route=ROUTES, role="finance")
    def test_an_offset_that_is_undone(self):
        self._probe(
            lambda: self._undo(self.offset),
            self._pay_by_offset,
        )

    @covers("money.refunded", route=ROUTES, role="finance")
    def test_an_online_payment_that_is_refunded_or_cancelled(self):
        self._lose_each(
            {
                "refunded": (self._pay_online, self._refund_online),
                "cancelled": (self._pay_online, self._cancel_online),
            }
        )

    @covers("money.reactivated", route=ROUTES, role="finance")
    def test_a_payment_that_is_reset_and_posted_for_less(self):
        def lower():
            payment = self.as_("finance", self.payment)
            payment.action_draft()
            payment.amount = 50
            payment.action_post()

        self._probe(lower)

    # How it is paid, and how that is lost

    def _pay_by_bank(self):
        invoice = self._invoice(self.order)
        owed = self._receivable(invoice)
        self.line = self._statement(self.due, self.order.partner_id, owed)

    def _undo_statement(self):
        self.line.sudo().action_undo_reconciliation()

    def _delete_statement(self):
        self.line.sudo().unlink()

    def _pay_by_cheque(self):
        self.payment = self._pay_untied(
            self.order, self.due, sale_order_id=self.order.id, **CHEQUE
        )
        self.as_("finance", self.payment).action_cash_paper()

    def _pay_by_voucher(self):
        self.voucher = self._post(self.due, (self.order, self.due))

    def _undo_voucher(self):
        self.voucher.action_undo()

    def _pay_by_offset(self):
        self.offset = self._set_off(self.order, self.due)

    def _pay_online(self):
        self.transaction = self._transaction(self.order, self.due)

    def _refund_online(self):
        self._book(self.transaction)
        refund = self.transaction._create_child_transaction(self.due, is_refund=True)
        refund.state = "done"

    def _cancel_online(self):
        self.transaction.state = "cancel"


@tagged("post_install", "-at_install")
class TestOtherMoneyAtInstruction(OtherMoneyMixin, ProbeCase):
    station = "instruction"


@tagged("post_install", "-at_install")
class TestOtherMoneyAtRelease(OtherMoneyMixin, ProbeCase):
    station = "release"


@tagged("post_install", "-at_install")
class TestOtherMoneyAtShipping(OtherMoneyMixin, ProbeCase):
    station = "shipping"
