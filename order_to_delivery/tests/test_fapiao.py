from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .money_common import MoneyCase

DIGITAL = "26442000000123456789"
OLD = {"order_fapiao_number": "01234567", "order_fapiao_code": "4400123450"}


@tagged("post_install", "-at_install")
class TestFapiao(MoneyCase):
    """The tax invoice's number is kept on the invoice, found by the order (H9.15)."""

    def _record(self, invoice, number=DIGITAL, code=False, kind="finance"):
        self.as_(kind, invoice).write(
            {"order_fapiao_number": number, "order_fapiao_code": code}
        )

    def _find(self, *domain):
        orders = self.as_("sales", self.env["sale.order"])
        return orders.search([("partner_id", "=", self.partners["B"].id), *domain])

    def test_finance_records_it_on_a_posted_invoice_and_nobody_else_does(self):
        order = self._confirmed()
        invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")
        for kind in ("sales", "customer_service", "deputy_general_manager"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._record(invoice, kind=kind)
        self._record(invoice)
        self.assertEqual(order.order_fapiao_numbers, DIGITAL)
        self.assertEqual(self.as_("warehouse", order).order_fapiao_numbers, DIGITAL)

    def test_an_accountant_of_no_department_does_not_write_it(self):
        invoice = self._invoice(self._confirmed())
        accountant = self.users["sales"]
        accountant.group_ids |= self.env.ref("account.group_account_invoice")
        self.as_("sales", invoice).write({"ref": "Seen"})
        with self.assertRaises(AccessError):
            self._record(invoice, kind="sales")

    def test_only_what_a_tax_invoice_looks_like_is_taken(self):
        invoice = self._invoice(self._confirmed())
        code = OLD["order_fapiao_code"]
        for number, its_code in (
            (DIGITAL[:-1], False),
            (f"{DIGITAL}1", False),
            (DIGITAL, code),
            ("A" * 20, False),
            ("٠" * 20, False),
            ("01234567", False),
            ("01234567", "440012345"),
            ("01234567", "44001234501"),
            (False, code),
        ):
            with (
                self.subTest(number=number, code=its_code),
                self.assertRaisesRegex(UserError, "20 digits and no code"),
            ):
                self._record(invoice, number, its_code)
        for its_code in (code, f"{code}12"):
            self._record(invoice, "01234567", its_code)
        self._record(invoice)
        self._record(invoice, False)

    def test_one_tax_invoice_stands_on_one_invoice_of_a_company(self):
        first, second = (self._invoice(self._confirmed()) for _i in range(2))
        self._record(first)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._record(second)
        second.invalidate_recordset()
        self._record(second, *OLD.values())
        # Another form with the same number is another tax invoice.
        self._record(first, "01234567", "4400123451")

    def test_it_stays_on_its_invoice_and_is_copied_to_none(self):
        invoice = self._invoice(self._confirmed())
        self._record(invoice)
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(invoice.order_fapiao_number, DIGITAL)
        self.assertFalse(invoice.copy().order_fapiao_number)
        self.assertFalse(self._credit(invoice).order_fapiao_number)

    def test_a_vendors_bill_has_none(self):
        bill = self.env["account.move"].create(
            {"move_type": "in_invoice", "partner_id": self.partners["B"].id}
        )
        with self.assertRaisesRegex(UserError, "no customer invoice"):
            self._record(bill)

    def test_the_order_is_found_by_it(self):
        order, other = self._confirmed(), self._confirmed()
        self._record(self._invoice(order))
        self._invoice(other)
        name = "order_fapiao_numbers"
        self.assertEqual(self._find((name, "ilike", DIGITAL[4:18])), order)
        self.assertEqual(self._find((name, "=", DIGITAL)), order)
        self.assertEqual(self._find((name, "!=", False)), order)
        self.assertEqual(self._find((name, "=", False)), other)
        self.assertEqual(self._find((name, "not ilike", DIGITAL[4:18])), other)
