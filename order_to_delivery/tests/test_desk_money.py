from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .receipt_common import ReceiptCase
from .test_destination_rules import DestinationCase


class DeskMixin:
    def _get_rows(self, kind="finance", **values):
        """Return what a department's desk asks, by the named values."""
        self.env.flush_all()
        self.env["order.desk.entry"].invalidate_model()
        domain = [(name, "=", value) for name, value in values.items()]
        desk = self.as_(kind, self.env["order.desk.entry"])
        return desk.search([*domain, ("is_mine", "=", True)])


@tagged("post_install", "-at_install")
class TestDeskMoney(DeskMixin, ReceiptCase):
    """H9.15: cheques and bills to be paid, and rests of vouchers, wait for Finance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_local_day()

    def _pay_by_bill(self, order, days):
        values = {
            "order_instrument": "bank_bill",
            "order_bill_number": f"BA-{days}",
            "order_bill_bank": "Harbour Bank",
            "order_bill_due_date": self.today + timedelta(days),
        }
        return self._pay_untied(order, 100, sale_order_id=order.id, **values)

    def _get_papers(self):
        return self._get_rows(asked="cash_paper")

    def test_a_bill_waits_for_finance_some_days_before_it_is_due(self):
        order = self._confirmed()
        late, near, far = (self._pay_by_bill(order, days) for days in (-3, 6, 20))
        rows = self._get_papers()
        self.assertEqual(set(rows.mapped("res_id")), {late.id, near.id})
        self.assertEqual(rows.sale_order_id, order)
        self.assertEqual(rows.partner_id, order.partner_id)
        self.assertEqual(rows.filtered("is_late").res_id, late.id)
        self.company.sudo().order_bill_days = 20
        self.assertIn(far.id, self._get_papers().mapped("res_id"))
        self.assertEqual(rows[:1].action_open()["res_model"], "account.payment")

    def test_it_leaves_the_desk_once_its_end_is_noted(self):
        for step in ("action_cash_paper", "action_dishonour_paper", "action_cancel"):
            payment = self._pay_by_bill(self._confirmed(), 0)
            self.assertEqual(self._get_papers().res_id, payment.id)
            with self.subTest(step):
                getattr(self.as_("finance", payment), step)()
                self.assertFalse(self._get_papers())

    def test_a_cheque_waits_from_the_day_it_came(self):
        values = {"order_instrument": "cheque", "order_bill_number": "0042"}
        payment = self._pay_untied(self._confirmed(), 100, **values)
        row = self._get_papers()
        self.assertEqual((row.res_id, row.due_date), (payment.id, False))
        self.assertEqual(row.partner_id, payment.partner_id)

    def test_a_vouchers_paper_waits_once_for_all_its_orders(self):
        cheque = {"order_instrument": "cheque", "order_bill_number": "0042"}
        first, second = self._confirmed(), self._confirmed()
        receipt = self._post(300, (first, 100), (second, 200), **cheque)
        row = self._get_papers()
        self.assertEqual((row.res_model, row.res_id), ("order.receipt", receipt.id))
        self.assertFalse(row.sale_order_id)
        receipt.action_cash_paper()
        self.assertFalse(self._get_papers())

    def test_what_no_order_took_waits_to_be_shared_out(self):
        order = self._confirmed()
        receipt = self._post(500, (order, 300))
        row = self._get_rows(asked="share_rest")
        self.assertEqual((row.res_id, row.partner_id), (receipt.id, receipt.partner_id))
        self.assertFalse(self._get_rows("sales", asked="share_rest"))
        self._add_line(receipt, self._confirmed(), 200)
        receipt.action_share_rest()
        self.assertFalse(self._get_rows(asked="share_rest"))

    def test_a_rest_that_was_used_or_undone_waits_no_more(self):
        order, other = self._confirmed(), self._confirmed()
        ways = {
            "tied": lambda one: one.rest_payment_id.write({"sale_order_id": other.id}),
            "matched": lambda one: self._reconcile(
                one.rest_payment_id, self._invoice(self._confirmed())
            ),
            "rejected": lambda one: one.rest_payment_id.action_reject(),
            "undone": lambda one: one.action_undo(),
        }
        for name, use in ways.items():
            receipt = self._post(500, (order, 300))
            self.assertEqual(self._get_rows(asked="share_rest").res_id, receipt.id)
            with self.subTest(name):
                use(receipt)
                self.assertFalse(self._get_rows(asked="share_rest"))

    def test_the_desk_finds_rows_by_their_customer(self):
        order = self._confirmed()
        self._pay_by_bill(order, 0)
        rows = self._get_rows(asked="cash_paper", partner_id=order.partner_id.id)
        self.assertEqual(len(rows), 1)

    def test_many_rows_cost_no_more_than_few(self):
        costs = []
        for size in (2, 6):
            for number in range(size):
                self._pay_by_bill(self._confirmed(), number)
                self._post(500, (self._confirmed(), 300))
            self._read_desk()
            costs.append(self._read_desk())
        self.assertEqual(*costs)

    def _read_desk(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._get_rows().mapped("partner_id")
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestDeskDocuments(DeskMixin, DestinationCase):
    """H3.5: documents that a shipment lacks are asked for before its day."""

    def _get_request(self, days):
        documents = [("bill_of_lading", True), ("packing_list", False)]
        self._rule(country_id=self.austria.id, documents=documents)
        request = self._request_shipping(self._get_ready_order())
        day = self.company._get_local_day() + timedelta(days)
        self.as_("customer_service", request).delivery_date = day
        return request

    def _get_documents(self, request, kind="logistics"):
        return self._get_rows(kind, asked="documents", res_id=request.id)

    def test_logistics_is_asked_when_the_day_is_near(self):
        request = self._get_request(3)
        row = self._get_documents(request)
        self.assertEqual((len(row), row.due_date), (1, request.delivery_date))
        self.assertEqual(row.action_open()["res_id"], request.id)
        self.assertFalse(self._get_documents(request, "customer_service"))
        self.company.sudo().order_document_days = 2
        self.assertFalse(self._get_documents(request))

    def test_customer_service_is_asked_too_once_the_day_has_come(self):
        request = self._get_request(0)
        self.assertTrue(self._get_documents(request))
        self.assertTrue(self._get_documents(request, "customer_service"))

    def test_what_is_brought_or_withdrawn_is_asked_for_no_more(self):
        request, other = self._get_request(1), self._get_request(1)
        document = request.document_ids.filtered("is_required")
        file = self.as_("logistics", self.env["ir.attachment"]).create(
            {"name": "paper.pdf", "raw": b"%PDF-1.4"}
        )
        clerk = self.as_("logistics", document)
        clerk.write({"number": "BL-1", "file_ids": [Command.link(file.id)]})
        clerk.action_mark_ready()
        self.assertFalse(self._get_documents(request))
        self.assertTrue(self._get_documents(other))
        other.sudo()._set_state("withdrawn", ("draft",))
        self.assertFalse(self._get_documents(other))
