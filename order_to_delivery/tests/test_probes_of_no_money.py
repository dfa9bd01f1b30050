"""What looks like money and is none yet, or is too little, or is another order's."""

from odoo.tests import tagged

from .cases import covers
from .test_money_instruments import BILL, CHEQUE
from .test_one_cent import VerifyProbeCase
from .test_seven_probes import ProbeCase

ROUTES = ("form", "list", "rpc", "import", "create", "direct", "cron")


class NoMoneyMixin:
    """Each holds the order for its money alone, by each route, and lets it go on."""

    def _assert_closed_by(self, *ways):
        for pay in ways:
            with self.subTest(pay.__name__):
                self._probe(lambda: None, pay)

    @covers("money.small", route=ROUTES, role="finance")
    def test_a_small_payment(self):
        self._assert_closed_by(self._pay_little)

    @covers("money.prepared", route=ROUTES, role="finance")
    def test_a_payment_that_is_only_prepared(self):
        self._assert_closed_by(
            self._draft_payment, self._pay_pending, self._bring_cheque, self._bring_bill
        )

    @covers("money.twice", route=ROUTES, role="finance")
    def test_money_that_is_free_or_another_orders(self):
        self._assert_closed_by(self._pay_freely, self._pay_another)

    @covers("money.own", route=ROUTES, role="finance")
    def test_one_payment_that_two_documents_tell_of(self):
        self._assert_closed_by(self._pay_half_with_invoice)

    def _pay_little(self):
        self._pay(self.order, 1)

    def _draft_payment(self):
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.order.partner_id.id,
                "amount": self.due,
                "sale_order_id": self.order.id,
            }
        )

    def _pay_pending(self):
        self._transaction(self.order, self.due, state="pending")

    def _bring_cheque(self):
        tie = {"sale_order_id": self.order.id}
        self._pay_untied(self.order, self.due, **tie, **CHEQUE)

    def _bring_bill(self):
        tie = {"sale_order_id": self.order.id}
        self._pay_untied(self.order, self.due, **tie, **BILL)

    def _pay_freely(self):
        self._pay_untied(self.order, self.due)

    def _pay_another(self):
        self._pay(self._confirmed(), self.due)

    def _pay_half_with_invoice(self):
        """Pay half, tied to the order, on the invoice, and in the portal's books."""
        transaction = self._transaction(self.order, self.due / 2)
        payment = self._book(transaction)
        payment.sale_order_id = self.order
        self._reconcile(payment, self._invoice(self.order))


@tagged("post_install", "-at_install")
class TestNoMoneyAtInstruction(NoMoneyMixin, ProbeCase):
    station = "instruction"


@tagged("post_install", "-at_install")
class TestNoMoneyAtRelease(NoMoneyMixin, VerifyProbeCase):
    pass
