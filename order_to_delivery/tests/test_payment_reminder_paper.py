"""What a customer owes is printed as a reminder, level by level (催款单)."""

from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import format_amount

from .collection_common import CollectionCase
from .papers_common import LANGUAGES, PagesMixin, print_pages, squeeze

ORDER = "order_to_delivery.action_report_payment_reminder"
CUSTOMER = "order_to_delivery.action_report_customer_reminder"
TITLES = {"zh_CN": "催款单", "en_US": "Reminder of Overdue Payments"}
HEADS = {
    "zh_CN": ("订单总额", "目前应付", "已付金额", "未付金额", "应付日期", "逾期天数"),
    "en_US": ("Order Total", "Payable by Now", "Still Open", "Days Overdue"),
}


@tagged("post_install", "-at_install")
class TestPaymentReminderPaper(PagesMixin, CollectionCase):
    """H1.13: the reminder names each order, what is open of it, and where to pay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls.today = cls.company._get_local_day()
        bank = cls.env["res.bank"].create({"name": "Harbour Bank"})
        cls.company.partner_id.bank_ids.create(
            {
                "acc_number": "6222 0000 1111 2222",
                "bank_id": bank.id,
                "partner_id": cls.company.partner_id.id,
            }
        )

    def _get_overdue(self, days, **values):
        """Return an order that waits for its balance since so many days."""
        order = self._get_planned_order(("release", 100), **values)
        order.sudo().balance_due_date = self.today - timedelta(days)
        self._judge()
        return order

    def _print(self, record, lang="en_US", kind="sales", report=ORDER):
        customer = record if record._name == "res.partner" else record.partner_id
        customer.lang = lang
        printer = self.as_(kind, self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            report, record.ids
        )
        return squeeze(html.fromstring(content).xpath("//main")[0].text_content())

    def _write(self, amount, lang):
        currency = self.company.currency_id
        return squeeze(format_amount(self.env, amount, currency, lang_code=lang))

    def test_it_says_of_each_order_what_is_open_since_when(self):
        order = self._get_overdue(5, client_order_ref="PO-77")
        self._pay_percent(order, 25)
        note = {
            "sale_order_id": order.id,
            "words": "He pays next week",
            "channel": "phone",
            "promised_date": self.today + timedelta(7),
        }
        self.as_("finance", self.env["order.collection.note"]).create(note)
        self._judge()
        total, late = order.amount_total, order.balance_due_date
        for lang in LANGUAGES:
            page = self._print(order, lang)
            field = self.env["ir.qweb.field.date"].with_context(lang=lang)
            wanted = [
                TITLES[lang],
                *HEADS[lang],
                order.name,
                "PO-77",
                order.partner_id.name,
                self.company.name,
                f"{total:,.2f}",
                f"{total / 4:,.2f}",
                self._write(total * 3 / 4, lang),
                field.value_to_html(late, {}),
                field.value_to_html(note["promised_date"], {}),
                "Harbour Bank",
                "6222 0000 1111 2222",
            ]
            for text in wanted:
                with self.subTest(lang=lang, text=text):
                    self.assertIn(squeeze(text), page)

    def test_it_names_open_invoices(self):
        order = self._get_overdue(5)
        invoice = self.as_("finance", order)._create_invoices()
        invoice.action_post()
        self.assertIn(squeeze(invoice.name), self._print(order))

    def test_an_orders_paper_lists_its_level_alone(self):
        first, second = self._get_overdue(4), self._get_overdue(6)
        late, new = self._get_overdue(20), self._get_overdue(1)
        page = self._print(first)
        self.assertIn("Firstreminder", page)
        for order, listed in ((first, 1), (second, 1), (late, 0), (new, 0)):
            with self.subTest(order.name):
                # Its own number stands in the head of the paper, too.
                own = first if order == first else order.browse()
                self.assertEqual(page.count(order.name), listed + 2 * len(own))
        self.assertIn("Secondreminder", self._print(late))
        self.assertNotIn("reminder", self._print(new))

    def test_a_customers_paper_lists_all_levels_the_highest_first(self):
        first, late = self._get_overdue(4), self._get_overdue(20)
        theirs = self._get_overdue(4, partner_id=self.partners["C"].id)
        partner = first.partner_id
        page = self._print(partner, report=CUSTOMER)
        self.assertLess(page.index("Secondreminder"), page.index("Firstreminder"))
        self.assertLess(page.index(late.name), page.index(first.name))
        self.assertNotIn(theirs.name, page)

    def test_who_owes_nothing_is_thanked(self):
        order = self._get_planned_order(("release", 100))
        self._pay_percent(order, 100)
        self._judge()
        for lang, thanks in (("en_US", "Nothingisdue"), ("zh_CN", "目前无应付款项")):
            with self.subTest(lang):
                self.assertIn(thanks, self._print(order, lang))

    def test_the_mail_of_a_level_encloses_it(self):
        order = self._get_overdue(4)
        self._run_cron("remind_of_payment")
        mail = order.message_ids.filtered(lambda m: "is overdue" in (m.subject or ""))
        [name] = mail.attachment_ids.mapped("name")
        self.assertEqual(name.rpartition(".")[0], f"Payment Reminder {order.name}")

    def test_departments_without_money_do_not_print_it(self):
        order = self._get_overdue(4)
        for kind in ("warehouse", "production"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._print(order, kind=kind)
        for kind in ("finance", "deputy_general_manager"):
            self.assertIn(order.name, self._print(order, kind=kind))

    def test_forty_orders_break_between_lines_and_end_with_the_total(self):
        orders = [self._get_overdue(4) for _number in range(40)]
        order, total = orders[0], sum(order.amount_total for order in orders)
        order.partner_id.lang = False
        reports = self.as_("sales", self.env["ir.actions.report"])
        for lang in LANGUAGES:
            printer = reports.with_context(lang=lang)
            pages = print_pages(printer, "payment_reminder", order)
            self.assertGreater(len(pages), 1)
            for number, page in enumerate(pages, 1):
                with self.subTest(lang=lang, page=number):
                    self.assertIn(squeeze(HEADS[lang][-1]), page)
                    is_last = number == len(pages)
                    self.assertEqual(self._write(total, lang) in page, is_last)
            text = "".join(pages)
            for one in orders:
                self.assertIn(one.name, text)
