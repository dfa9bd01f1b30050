"""Orders with their papers, and the papers as pages and as text."""

import base64
import io
import re
import unicodedata

from lxml import html
from PIL import Image, ImageDraw
from pypdf import PdfReader

from odoo import Command, fields
from odoo.tools import format_amount

from .common import OrderToDeliveryCase

LANGUAGES = ("zh_CN", "en_US")
# The papers of an order, and the department that prints each.
PAPERS = {
    "order_confirmation": "customer_service",
    "production_instruction": "production",
    "balance_notice": "sales",
    "shipping_request": "customer_service",
    "commercial_invoice": "logistics",
    "packing_list": "logistics",
    "dispatch_note": "warehouse",
    "shipping_advice": "customer_service",
    "delivery_receipt": "logistics",
}
CHINESE = {"lang": "zh_CN"}
# The head of a column that most papers have.
CODE = ("产品编号", "Product Code")
ALIKE = str.maketrans("戶⻅⻆⻉⻋⻓⻔⻘⻚⻛⻢⻬⻰", "户见角贝车长门青页风马齐龙")


def squeeze(text):
    """Return a text as it is compared: no spaces, and usual forms of characters.

    The font draws some characters alike, and a PDF may name the other one.
    """
    text = unicodedata.normalize("NFKC", text).translate(ALIKE)
    return re.sub(r"\s+", "", text)


def print_pages(printer, paper, record):
    """Return the text of each page of a paper, squeezed."""
    content, _kind = printer.with_context(force_report_rendering=True)._render_qweb_pdf(
        f"order_to_delivery.action_report_{paper}", record.ids
    )
    pages = PdfReader(io.BytesIO(content)).pages
    return [squeeze(page.extract_text()) for page in pages]


def get_foot(lang, number, total):
    """Return what a page says at its foot of where it belongs, squeezed."""
    return {
        "zh_CN": f"第{number}页,共{total}页",
        "en_US": f"Page{number}of{total}",
    }[lang]


class PagesMixin:
    """What every paper keeps to that is longer than a page."""

    def _assert_long(self, by, paper, record, last, signed, head=CODE):
        """Expect heads above all lines, and signatures below the last of them.

        :param by: the department that prints the paper
        :param record: of which the paper is longer than a page
        :param last: what stands on the last line only
        :param signed: in Chinese and English, what a cell for a signature says
        :param head: in Chinese and English, a title of a column
        """
        reports = self.as_(by, self.env["ir.actions.report"])
        for turn, lang in enumerate(LANGUAGES):
            pages = print_pages(reports.with_context(lang=lang), paper, record)
            self.assertGreater(len(pages), 1)
            texts = [squeeze(text) for text in (head[turn], last, signed[turn])]
            for number, page in enumerate(pages, 1):
                with self.subTest(lang=lang, page=number):
                    foot = get_foot(lang, number, len(pages))
                    self.assertTrue(page.endswith(foot), page[-60:])
                    is_last = number == len(pages)
                    found = [text in page for text in texts]
                    self.assertEqual(found, [True, is_last, is_last])


class PapersCase(OrderToDeliveryCase):
    """One order of `size` lines, walked to its signed receipt."""

    size = 1
    as_pdf = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._furnish_company()
        cls.goods = cls._make_goods()
        cls.pages = {}
        cls("_walk_with_papers")._walk_with_papers()

    @classmethod
    def _furnish_company(cls):
        cls.company.currency_id = cls.env.ref("base.CNY")
        cls.company.order_seal = cls._draw_seal()
        cls.company.partner_id.bank_ids = [
            Command.create(
                {
                    "acc_number": "6222 0000 1111 2222",
                    "bank_id": cls.env["res.bank"].create({"name": "Harbour Bank"}).id,
                }
            )
        ]
        cls.partner = cls.partners["B"]
        cls.partner.write({"name": "Harbour Crane Works", "lang": "zh_CN"})

    @classmethod
    def _draw_seal(cls):
        picture = Image.new("RGBA", (220, 220), (255, 255, 255, 0))
        ImageDraw.Draw(picture).ellipse((6, 6, 214, 214), outline="red", width=8)
        content = io.BytesIO()
        picture.save(content, "PNG")
        return base64.b64encode(content.getvalue())

    @classmethod
    def _make_goods(cls):
        """Return one product a line, each with its name in both languages."""
        goods = cls.env["product.product"].create(
            [
                {
                    "name": f"Cabinet {number:02d}",
                    "default_code": f"CAB-{number:02d}",
                    "is_storable": True,
                    "list_price": 1234.5 + number,
                    "invoice_policy": "order",
                    "taxes_id": False,
                    "route_ids": [
                        Command.link(cls.warehouse.manufacture_pull_id.route_id.id)
                    ],
                }
                for number in range(1, cls.size + 1)
            ]
        )
        for number, product in enumerate(goods, 1):
            product.with_context(**CHINESE).name = f"控制柜{number:02d}型"
        cls.env["mrp.bom"].create(
            [
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "bom_line_ids": [Command.create({"product_id": cls.component.id})],
                }
                for product in goods
            ]
        )
        cls._stock(cls.component, 100000)
        return goods

    def _walk_with_papers(self):
        """Walk an order to its signed receipt, printing each paper when it is due."""
        order = self.__class__.order = self._take_order(
            "B",
            [(product, 1000 + number) for number, product in enumerate(self.goods, 1)],
            packing="Wooden case, fumigated",
            marks="HCW / SHANGHAI / C-NO. 1-UP",
            special_rules="Photographs before loading",
        )
        order.order_line.write(
            {
                "specification": "380 V, IP54",
                "tolerance_over": 3,
                "tolerance_under": 2,
            }
        )
        self._walk_to("release", order, packing="Wooden case, fumigated")
        self._print("order_confirmation", order.order_confirmation_ids)
        self._print("production_instruction", order.order_production_instruction_ids)
        self.__class__.balance = order._get_balance_due()
        self._print("balance_notice", order)
        self.as_("sales", order).action_send_balance_notice()
        self._pay(order, order.release_due - order.money_received)
        request = self._request_and_release(order)
        self._print("shipping_request", request)
        self._print("commercial_invoice", request)
        self._print("packing_list", request)
        self._ship(order)
        self._print("dispatch_note", order.picking_ids)
        self.as_("customer_service", request).action_send_advice()
        self._print("shipping_advice", request)
        self._print("delivery_receipt", self._sign_receipt(request))

    def _request_and_release(self, order):
        request = self._request_shipping(order)
        self.as_("customer_service", request).write(
            {
                "contact_name": "Ms Zhou",
                "contact_phone": "+86 21 5555 0177",
                "carrier_name": "Harbour Freight",
                "tracking_reference": "HF-20261124-9",
                "expected_arrival_date": fields.Date.add(fields.Date.today(), days=3),
                "note": "Unload at gate 4",
                "route": "Shanghai - Rotterdam",
            }
        )
        self._pack(request)
        self._verify(order)
        self._release(order)
        return request

    def _pack(self, request):
        self.as_("logistics", request.line_ids).write(
            {
                "package_count": 2,
                "package_kind": "Crate",
                "net_weight": 1200.5,
                "gross_weight": 1350.25,
                "volume": 3.5,
            }
        )
        documents = self.env["order.shipping.document"]
        documents.with_user(self.users["logistics"]).create(
            [
                {"request_id": request.id, "kind": kind, "number": number}
                for kind, number in (
                    ("commercial_invoice", "CI-2026-7"),
                    ("packing_list", "PL-2026-7"),
                )
            ]
        ).action_mark_ready()

    def _sign_receipt(self, request):
        receipt = request.delivery_receipt_ids
        logistics = self.as_("logistics", receipt)
        logistics.note = "One case scratched"
        paper = (
            self.env["ir.attachment"]
            .with_user(self.users["logistics"])
            .create({"name": "receipt.pdf", "raw": b"%PDF-1.4 signed"})
        )
        logistics.action_mark_signed(paper.ids, "Ms Zhou")
        return receipt

    def _print(self, paper, record):
        """Print a paper in both languages, as the department that prints it."""
        report = f"order_to_delivery.action_report_{paper}"
        for lang in LANGUAGES:
            self.partner.lang = lang
            printer = self.as_(PAPERS[paper], self.env["ir.actions.report"])
            printer = printer.with_context(lang=lang, force_report_rendering=True)
            if self.as_pdf:
                pages = print_pages(printer, paper, record)
            else:
                content, _kind = printer._render_qweb_html(report, record.ids)
                pages = [html.fromstring(content).xpath("//main")[0].text_content()]
            self.pages[paper, lang] = [squeeze(page) for page in pages]
        self.partner.lang = "zh_CN"

    def _expect(self, paper, *texts):
        """Expect texts on a paper, in both languages.

        :param texts: a string, or a function that writes one in a language
        """
        for lang in LANGUAGES:
            printed = "".join(self.pages[paper, lang])
            for text in texts:
                wanted = text if isinstance(text, str) else text(lang)
                with self.subTest(paper=paper, lang=lang, text=wanted):
                    self.assertIn(squeeze(wanted), printed)

    def _date(self, value):
        return lambda lang: (
            self.env["ir.qweb.field.date"]
            .with_context(lang=lang)
            .value_to_html(value, {})
        )

    def _time(self, value):
        return lambda lang: (
            self.env["ir.qweb.field.datetime"]
            .with_context(lang=lang)
            .value_to_html(value, {"hide_seconds": True})
        )

    def _money(self, amount):
        return lambda lang: format_amount(
            self.env, amount, self.order.currency_id, lang_code=lang
        )
