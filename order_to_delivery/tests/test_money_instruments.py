from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .receipt_common import ReceiptCase, ReceiptMixin
from .recovery_common import RecoveryCase

BILL = {
    "order_instrument": "bank_bill",
    "order_bill_number": "1 0421 5840 0032",
    "order_bill_bank": "Bank of Guangzhou",
    "order_bill_due_date": "2030-06-30",
}
CHEQUE = {"order_instrument": "cheque", "order_bill_number": "0042"}


@tagged("post_install", "-at_install")
class TestMoneyInstruments(ReceiptCase):
    """H9.15: a cheque or bill counts as the company has it; all else at once."""

    def _pay_by(self, order, amount=300, **values):
        tie = {"sale_order_id": order.id}
        return self.as_("finance", self._pay_untied(order, amount, **tie, **values))

    def test_what_is_no_paper_counts_as_soon_as_finance_registers_it(self):
        for instrument in ("transfer", "cash", "card", "alipay"):
            order = self._confirmed()
            payment = self._pay_by(order, order_instrument=instrument)
            with self.subTest(instrument):
                self.assertEqual(self._received(order), 300)
                self.assertFalse(payment.order_instrument_state)

    def test_cash_in_the_till_counts(self):
        till = self.env["account.journal"].create(
            {"name": "Till", "type": "cash", "code": "TILL"}
        )
        order = self._confirmed()
        cash = {"journal_id": till.id, "order_instrument": "cash"}
        self._post(300, (order, 300), **cash)
        self.assertEqual(self._received(order), 300)

    def test_a_payment_of_a_provider_counts_as_before(self):
        order = self._confirmed()
        payment = self._book(self._transaction(order, 300))
        self.assertFalse(payment.order_instrument)
        self.assertEqual(self._received(order), 300)

    def test_a_cheque_counts_once_it_is_cleared(self):
        order = self._confirmed()
        payment = self._pay_by(order, **CHEQUE)
        self.assertEqual(payment.order_instrument_state, "received")
        self.assertEqual(self._received(order), 0)
        payment.action_cash_paper()
        self.assertEqual(self._received(order), 300)

    def test_a_cheque_that_bounces_counts_no_more(self):
        order = self._confirmed()
        payment = self._pay_by(order, **CHEQUE)
        payment.action_cash_paper()
        payment.action_dishonour_paper()
        self.assertEqual(payment.state, "rejected")
        self.assertEqual(self._received(order), 0)
        payment.action_draft()
        payment.action_post()
        self.assertEqual(self._received(order), 0)

    def test_a_bill_counts_by_the_companys_policy(self):
        for policy, expected in (("cashed", (0, 0, 300)), ("accepted", (0, 300, 300))):
            self.company.sudo().order_bill_policy = policy
            order = self._confirmed()
            payment = self._pay_by(order, **BILL)
            received = [self._received(order)]
            payment.action_accept_paper()
            received.append(self._received(order))
            payment.action_cash_paper()
            received.append(self._received(order))
            with self.subTest(policy):
                self.assertEqual(tuple(received), expected)

    def test_a_paper_on_an_invoice_counts_no_sooner(self):
        for values in (BILL, CHEQUE):
            order = self._confirmed()
            payment = self._pay_by(order, 1000, **values)
            self._reconcile(payment, self._invoice(order))
            with self.subTest(values["order_instrument"]):
                self.assertEqual(self._received(order), 0)
                payment.action_cash_paper()
                self.assertEqual(self._received(order), 1000)

    def test_a_paper_that_only_an_invoice_ties_counts_no_sooner(self):
        order = self._confirmed()
        payment = self.as_("finance", self._pay_untied(order, 400, **CHEQUE))
        self._reconcile(payment, self._invoice(order))
        self.assertEqual(self._received(order), 0)
        payment.action_cash_paper()
        self.assertEqual(self._received(order), 400)

    def test_a_bill_names_its_number_bank_and_day(self):
        order = self._confirmed()
        with self.assertRaises(ValidationError) as refusal:
            self._pay_by(order, order_instrument="trade_bill")
        for text in ("Cheque or Bill Number", "Drawee Bank", "Bill Due on"):
            self.assertIn(text, str(refusal.exception))
        receipt = self._receipt(300, (order, 300), order_instrument="bank_bill")
        with self.assertRaisesRegex(UserError, "the acceptance bill lacks"):
            receipt.action_post()

    def test_only_finance_takes_the_steps(self):
        payment = self._pay_by(self._confirmed(), **BILL)
        for kind in ("sales", "deputy_general_manager"):
            for step in ("accept", "cash", "dishonour"):
                with self.subTest(kind=kind, step=step):
                    with self.assertRaisesRegex(AccessError, "Finance"):
                        seen = self.as_(kind, payment).sudo()
                        getattr(seen, f"action_{step}_paper")()

    def test_the_state_is_written_by_its_steps_alone(self):
        payment = self._pay_by(self._confirmed(), **BILL)
        with self.assertRaises(AccessError):
            payment.order_instrument_state = "cashed"
        with self.assertRaisesRegex(UserError, "stands with the posted payment"):
            payment.order_instrument = "cash"
        with self.assertRaisesRegex(
            AccessError, "order_instrument_state|Cheque or Bill"
        ):
            self._pay_by(self._confirmed(), order_instrument_state="cashed", **BILL)

    def test_a_draft_that_is_paid_otherwise_begins_anew(self):
        order = self._confirmed()
        payment = self._pay_by(order, **CHEQUE)
        payment.action_draft()
        payment.order_instrument = "cash"
        payment.action_post()
        self.assertFalse(payment.order_instrument_state)
        self.assertEqual(self._received(order), 300)

    def test_each_step_is_taken_from_where_the_paper_stands(self):
        cheque = self._pay_by(self._confirmed(), **CHEQUE)
        with self.assertRaisesRegex(UserError, "is no such paper"):
            cheque.action_accept_paper()
        bill = self._pay_by(self._confirmed(), **BILL)
        bill.action_cash_paper()
        for step in (bill.action_accept_paper, bill.action_cash_paper):
            with self.assertRaisesRegex(UserError, "taken before"):
                step()
        transfer = self._pay_by(self._confirmed())
        with self.assertRaisesRegex(UserError, "is no such paper"):
            (bill + transfer).action_dishonour_paper()
        self.assertEqual(bill.order_instrument_state, "cashed")

    def test_one_bill_for_several_orders_goes_one_way(self):
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(500, (first, 300), (second, 200), **BILL)
        self.assertEqual(receipt.paper_state, "received")
        receipt.action_accept_paper()
        self.assertEqual(receipt.paper_state, "accepted")
        self.assertEqual(self._received(first), 0)
        receipt.action_cash_paper()
        self.assertEqual((self._received(first), self._received(second)), (300, 200))
        receipt.action_dishonour_paper()
        self.assertEqual((self._received(first), self._received(second)), (0, 0))
        self.assertEqual(receipt.paper_state, "dishonoured")

    def test_the_rest_of_a_paper_is_shared_out_as_far_as_it_has_come(self):
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(500, (first, 300), **CHEQUE)
        receipt.action_cash_paper()
        self._add_line(receipt, second, 150)
        receipt.action_share_rest()
        self.assertEqual((self._received(first), self._received(second)), (300, 150))
        self.assertEqual(receipt.paper_state, "cashed")
        self.assertEqual(receipt.rest_payment_id.order_instrument_state, "cashed")

    def test_a_refund_counts_whatever_it_is_paid_by(self):
        order = self._confirmed()
        self._pay(order, 300)
        self._pay_by(order, 100, payment_type="outbound", **CHEQUE)
        self.assertEqual(self._received(order), 200)

    def test_finance_writes_it_on_the_payments_form(self):
        view = "account.view_account_payment_form"
        form = Form(self.as_("finance", self.env["account.payment"]), view)
        form.partner_id = self.partners["B"]
        form.amount = 10
        form.order_instrument = "alipay"
        self.assertEqual(form.save().order_instrument, "alipay")


@tagged("post_install", "-at_install")
class TestDishonouredBill(ReceiptMixin, RecoveryCase):
    """H1.14: a bill that nobody pays is followed like a payment that bounces."""

    def _ship_for_bill(self, ship):
        self.company.sudo().order_bill_policy = "accepted"
        order = self._get_ready_order()
        receipt = self._post(200, (order, 200), **BILL)
        receipt.action_accept_paper()
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        if ship:
            self._validate(order.picking_ids)
        return order, receipt

    def test_what_has_not_left_is_withdrawn(self):
        order, receipt = self._ship_for_bill(ship=False)
        receipt.action_dishonour_paper()
        self._judge()
        self.assertEqual(order.order_shipping_request_ids.state, "withdrawn")

    def test_what_has_left_becomes_a_recovery_case(self):
        order, receipt = self._ship_for_bill(ship=True)
        receipt.action_dishonour_paper()
        self._judge()
        self.assertEqual(self._get_cases(order).amount, 200)
