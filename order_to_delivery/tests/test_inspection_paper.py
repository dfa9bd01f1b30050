from lxml import html

from odoo.tests import tagged

from .inspection_common import InspectionCase
from .papers_common import CHINESE, LANGUAGES, PagesMixin, squeeze

TITLES = {"zh_CN": "来料检验报告", "en_US": "Incoming Inspection Record"}
RESULTS = {"zh_CN": "部分合格", "en_US": "Partly Passed"}
DISPOSITIONS = {"zh_CN": "退回供应商", "en_US": "Return to Vendor"}


@tagged("post_install", "-at_install")
class TestInspectionPaper(PagesMixin, InspectionCase):
    """The incoming inspection record (来料检验报告), in both languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _judged(self, size):
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Part {number:02d}",
                    "default_code": f"P-{number:02d}",
                    "is_storable": True,
                }
                for number in range(1, size + 1)
            ]
        )
        for number, product in enumerate(products, 1):
            product.with_context(**CHINESE).name = f"零件{number:02d}号"
        purchase = self._buy([(product, 1100) for product in products])
        inspection = self._get_inspections(purchase)
        self.as_("inspector", inspection).note = "Opened six cases"
        inspection.line_ids.note = "Scratched"
        return self._judge(inspection, 1080, 20)

    def _print(self, inspection, lang):
        printer = self.as_("quality", self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            "order_to_delivery.action_report_incoming_inspection", inspection.ids
        )
        return html.fromstring(content).xpath("//main")[0]

    def test_record_says_what_was_judged_and_who_signed(self):
        for size in (1, 3, 40):
            inspection = self._judged(size)
            for lang in LANGUAGES:
                page = self._print(inspection, lang)
                text = squeeze(page.text_content())
                wanted = [
                    TITLES[lang],
                    RESULTS[lang],
                    DISPOSITIONS[lang],
                    self.company.name,
                    inspection.name,
                    self.vendor.name,
                    inspection.purchase_id.name,
                    inspection.picking_id.name,
                    inspection.return_picking_ids.name,
                    self.users["inspector"].name,
                    "Opened six cases",
                    "Scratched",
                    "1,100",
                    "1,080",
                    *inspection.line_ids.product_id.mapped("default_code"),
                    *inspection.with_context(lang=lang).line_ids.product_id.mapped(
                        "name"
                    ),
                ]
                for part in wanted:
                    with self.subTest(size=size, lang=lang, text=part):
                        self.assertIn(squeeze(part), text)

    def test_a_long_record_heads_each_page_and_is_signed_below_its_last_line(self):
        signed = ("品质部检验", "Inspected by Quality")
        self._assert_long(
            "quality", "incoming_inspection", self._judged(40), "P-40", signed
        )

    def test_concession_stands_on_the_record(self):
        inspection = self._get_inspections(self._buy())
        self._judge(inspection, 80, 20, "concession")
        self.as_("quality", inspection).action_concede("Inside only")
        text = squeeze(self._print(inspection, "en_US").text_content())
        self.assertIn(squeeze("Inside only"), text)
        self.assertIn(squeeze(self.users["quality"].name), text)
