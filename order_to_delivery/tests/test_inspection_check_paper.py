import ast
import re

from lxml import etree, html

from odoo.tests import tagged

from .inspection_common import InspectionCase
from .papers_common import CHINESE, LANGUAGES, PagesMixin, print_pages, squeeze
from .plan_common import MEASURED, PlanMixin
from .shipment_common import ShippingInspectionCase

WORDS = {
    "zh_CN": [
        "检验方案",
        "标准值",
        "实测值",
        "合格",
        "外观",
        "产品出厂标准",
        "检测设备",
    ],
    "en_US": [
        "Inspection Plan",
        "Allowed",
        "Reading",
        "Passed",
        "Appearance",
        "Release Standard",
        "Test Equipment",
    ],
}
TITLES = {"zh_CN": "出货检验报告", "en_US": "Pre-shipment Inspection Record"}


class PaperMixin(PlanMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _print(self, paper, inspection, lang):
        printer = self.as_("quality", self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            f"order_to_delivery.action_report_{paper}", inspection.ids
        )
        return html.fromstring(content).xpath("//main")[0]


@tagged("post_install", "-at_install")
class TestInspectionCheckPaper(PaperMixin, InspectionCase):
    """The papers say what was asked of the goods, and what was found."""

    def _judged(self, size):
        products = self.env["product.product"].create(
            [
                {"name": f"Part {number:02d}", "default_code": f"P-{number:02d}"}
                for number in range(1, size + 1)
            ]
        )
        products.is_storable = True
        purchase = self._buy([(product, 10) for product in products])
        inspection = self._get_inspections(purchase)
        self._answer_checks(inspection, "3.04 2.98")
        inspection.check_ids.finding = "As the sample"
        return self._judge(inspection)

    def test_checks_stand_on_the_record_with_limits_value_and_verdict(self):
        self._plan(
            [MEASURED, {"name": "Flat", "kind": "appearance"}],
            equipment="Caliper 0.02 mm",
            standard="Drawing B-7, edition 3",
            sample_policy="fixed",
            sample_size=5,
        )
        for size in (1, 3, 40):
            inspection = self._judged(size)
            for lang in LANGUAGES:
                page = self._print("incoming_inspection", inspection, lang)
                text = squeeze(page.text_content())
                for part in (
                    *WORDS[lang],
                    "Boards",
                    "Thickness",
                    "2.9 – 3.1 mm",
                    "3.04 2.98",
                    "As the sample",
                    "Caliper 0.02 mm",
                    "Drawing B-7, edition 3",
                ):
                    with self.subTest(size=size, lang=lang, text=part):
                        self.assertIn(squeeze(part), text)
                rows = page.xpath("//table[contains(@class, 'checks')]/tbody/tr")
                self.assertEqual(len(rows), 4 * size)
                if size == 40:
                    self._assert_checks_are_headed(inspection, lang)

    def _assert_checks_are_headed(self, inspection, lang):
        """Goods and checks have heads of their own, on each page that has them."""
        printer = self.as_("quality", self.env["ir.actions.report"])
        pages = print_pages(
            printer.with_context(lang=lang), "incoming_inspection", inspection
        )
        heads = {"zh_CN": ("产品编号", "实测值"), "en_US": ("Product Code", "Reading")}
        goods, checks = map(squeeze, heads[lang])
        self.assertGreater(len(pages), 5)
        for page in pages:
            has_goods = bool(re.search(r"[0-9]P-[0-9]", page))
            self.assertTrue(goods in page or not has_goods, page)
            self.assertTrue("3.042.98" not in page or checks in page, page)

    def test_without_a_plan_the_record_has_no_table_of_checks(self):
        page = self._print("incoming_inspection", self._judged(1), "en_US")
        self.assertFalse(page.xpath("//table[contains(@class, 'checks')]"))

    def test_the_number_is_on_the_paper_to_be_scanned_and_finds_the_inspection(self):
        inspection = self._get_inspections(self._buy())
        page = self._print("incoming_inspection", inspection, "en_US")
        codes = page.xpath("//table[@class='head']//img[@alt='QR code of the number']")
        self.assertEqual(len(codes), 1)
        drawn = self.env["order.paper"]._draw_qr_code(inspection.name)
        self.assertEqual(codes[0].get("src"), drawn)
        self.component.barcode = "6901234567892"
        self.assertIn(inspection, self._scan(inspection.name))
        self.assertIn(inspection, self._scan("6901234567892"))
        self.assertFalse(self._scan("6901234567899"))

    def _scan(self, text):
        """Return what the list finds by a text that a scanner types into its search."""
        inspections = self.as_("inspector", self.env["order.inspection"])
        views = inspections.get_views([(False, "search")])
        arch = etree.fromstring(views["views"]["search"]["arch"])
        domain = arch.xpath("//field[@name='name']")[0].get("filter_domain")
        domain = domain.replace("self", repr(text))
        return inspections.search(ast.literal_eval(domain))


@tagged("post_install", "-at_install")
class TestShipmentPaper(PagesMixin, PaperMixin, ShippingInspectionCase):
    def test_the_record_before_shipment_names_its_request_and_its_checks(self):
        self._plan_shipments(standard="Case dry, marks as ordered")
        order, request, inspection = self._get_released()
        self.stocked.with_context(**CHINESE).name = "熔断器"
        self._judge_shipment(inspection, 8, 2)
        report = self.env.ref("order_to_delivery.action_report_product_inspection")
        self.assertIn(
            report.id,
            report.get_valid_action_reports(inspection._name, inspection.ids),
        )
        for lang in LANGUAGES:
            page = self._print("product_inspection", inspection, lang)
            text = squeeze(page.text_content())
            for part in (
                TITLES[lang],
                request.name,
                order.name,
                order.partner_id.name,
                self.stocked.with_context(lang=lang).name,
                "Packing and marks",
                "Case dry, marks as ordered",
                self.users["inspector"].name,
                request.requested_by_id.name,
            ):
                with self.subTest(lang=lang, text=part):
                    self.assertIn(squeeze(part), text)

    def test_forty_lines_before_shipment_keep_their_heads_and_signatures(self):
        products = self.env["product.product"].create(
            [
                {"name": f"Crate {number:02d}", "default_code": f"C-{number:02d}"}
                for number in range(1, 41)
            ]
        )
        products.is_storable = True
        for product in products:
            self._stock(product, 10)
        self.company.order_shipment_inspection_policy = "always"
        lines = [(product, 10) for product in products]
        _order, _request, inspection = self._get_released(lines=lines)
        self._judge_shipment(inspection, 8, 2)
        self.assertEqual(len(inspection.line_ids), 40)
        signed = ("客户服务部会签", "Signed by Customer Service")
        self._assert_long("quality", "product_inspection", inspection, "C-40", signed)
