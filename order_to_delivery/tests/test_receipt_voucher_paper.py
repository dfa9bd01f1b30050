from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import format_amount

from .papers_common import LANGUAGES, PagesMixin, print_pages, squeeze
from .receipt_common import ReceiptCase

TITLES = {"zh_CN": "收款单", "en_US": "Receipt Voucher"}
HEAD = ("客户订单号", "Customer's Reference")
SIGNED = ("财务部", "Finance")


@tagged("post_install", "-at_install")
class TestReceiptVoucherPaper(PagesMixin, ReceiptCase):
    """H9.15: the voucher (收款单) is printed for the customer and the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _get_voucher(self, size, **values):
        orders = [self._confirmed(client_order_ref=f"PO-{n:02d}") for n in range(size)]
        shares = [(order, 100 + number) for number, order in enumerate(orders)]
        received = sum(share for _order, share in shares) + 50
        return self._post(received, *shares, **values)

    def _print(self, receipt, lang, kind="finance"):
        receipt.sudo().partner_id.lang = lang
        printer = self.as_(kind, self.env["ir.actions.report"])
        return print_pages(printer.with_context(lang=lang), "receipt_voucher", receipt)

    def _write(self, receipt, amount, lang):
        currency = receipt.currency_id
        return format_amount(self.env, amount, currency, lang_code=lang)

    def test_it_says_who_paid_what_for_which_orders(self):
        for size in (1, 3, 40):
            receipt = self._get_voucher(
                size,
                order_instrument="bank_bill",
                order_bill_number="BA-77",
                order_bill_bank="Harbour Bank",
                order_bill_due_date="2031-01-31",
                reference="TT-4711",
                note="Kept in the safe",
            )
            for lang in LANGUAGES:
                pages = self._print(receipt, lang)
                self.assertEqual(len(pages) > 1, size == 40)
                self._expect(receipt, lang, pages)
            if size == 40:
                receipt.sudo().partner_id.lang = False
                self._assert_long(
                    "finance", "receipt_voucher", receipt, "PO-39", SIGNED, HEAD
                )

    def _expect(self, receipt, lang, pages):
        field = self.env["ir.qweb.field.date"].with_context(lang=lang)
        wanted = [
            TITLES[lang],
            receipt.name,
            self.company.name,
            receipt.partner_id.name,
            {"zh_CN": "银行承兑汇票", "en_US": "Bank Acceptance Bill"}[lang],
            {"zh_CN": "已过账", "en_US": "Posted"}[lang],
            "BA-77",
            "Harbour Bank",
            "TT-4711",
            "Kept in the safe",
            receipt.posted_by_id.name,
            field.value_to_html(fields.Date.to_date("2031-01-31"), {}),
            field.value_to_html(receipt.date, {}),
            *receipt.line_ids.sale_order_id.mapped("name"),
            *receipt.line_ids.sale_order_id.mapped("client_order_ref"),
            *(self._write(receipt, line.amount, lang) for line in receipt.line_ids),
            self._write(receipt, receipt.rest_amount, lang),
        ]
        text = "".join(pages)
        for part in wanted:
            with self.subTest(lang=lang, lines=len(receipt.line_ids), text=part):
                self.assertIn(squeeze(part), text)
        total = squeeze(self._write(receipt, receipt.amount, lang))
        self.assertIn(total, pages[-1])
        self.assertFalse([page for page in pages[:-1] if total in page])

    def test_a_draft_says_that_it_is_one_and_other_departments_print_none(self):
        order = self._confirmed()
        receipt = self._receipt(300, (order, 300))
        [page] = self._print(receipt, "en_US")
        self.assertIn("Draft", page)
        for kind in ("sales", "warehouse"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._print(receipt, "en_US", kind)
