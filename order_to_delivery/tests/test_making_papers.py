from lxml import html

from odoo import Command
from odoo.tests import tagged

from .making_case import MakingCase
from .papers_common import CHINESE, LANGUAGES, PagesMixin, squeeze

TITLES = {"zh_CN": "产品送检单", "en_US": "Product Inspection Request"}
SLIPS = {"zh_CN": "入库单", "en_US": "Stock-in Slip"}
SIGNED = (
    ("客户服务部会签", "Signed by Customer Service"),
    ("仓库签收", "Received by the Warehouse"),
)


@tagged("post_install", "-at_install")
class TestMakingPapers(PagesMixin, MakingCase):
    """The inspection request (产品送检单) and the stock-in slip (入库单)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls.product.with_context(**CHINESE).name = "控制柜"

    def _print(self, name, record, lang):
        printer = self.as_("production", self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            f"order_to_delivery.action_report_{name}", record.ids
        )
        return html.fromstring(content).xpath("//main")[0]

    def _assert_printed(self, page, wanted, size, lang):
        text = squeeze(page.text_content())
        for part in wanted:
            with self.subTest(size=size, lang=lang, text=part):
                self.assertIn(squeeze(part), text)

    def _get_serials(self, size):
        self.product.tracking = "serial"
        production = self._get_production(quantity=size)
        lots = self.env["stock.lot"].create(
            [
                {"name": f"SN-{size}-{n:02d}", "product_id": self.product.id}
                for n in range(size)
            ]
        )
        return production, lots

    def test_request_and_record_and_slip_say_who_made_judged_and_signed(self):
        for size in (1, 3, 40):
            production, lots = self._get_serials(size)
            inspection = self._offer(
                production, lot_ids=[Command.set(lots.ids)], note="Two to a crate"
            )
            self._sign_made(self._judge_made(inspection))
            production.lot_producing_ids = lots
            production.qty_producing = size
            self._finish_part(production, size, backorder=False)
            order = production.customer_order_id
            for lang in LANGUAGES:
                names = [
                    self.company.name,
                    order.name,
                    order.partner_id.name,
                    self.product.with_context(lang=lang).name,
                    self.product.default_code,
                    inspection.name,
                    production.name,
                    self.users["production"].name,
                    self.users["quality"].name,
                    *lots.mapped("name"),
                ]
                page = self._print("product_inspection", inspection, lang)
                signer = self.users["customer_service"].name
                wanted = [TITLES[lang], "Two to a crate", signer, *names]
                self._assert_printed(page, wanted, size, lang)
                page = self._print("stock_in_slip", production, lang)
                place = self.warehouse.lot_stock_id.display_name
                wanted = [SLIPS[lang], place, signer, *names]
                self._assert_printed(page, wanted, size, lang)
            if size == 40:
                by, last = "production", lots[-1].name
                self._assert_long(by, "product_inspection", inspection, last, SIGNED[0])
                self._assert_long(by, "stock_in_slip", production, last, SIGNED[1])

    def test_operation_and_concession_stand_on_the_record(self):
        production, first, _second = self._get_routed()
        inspection = self._offer(production, 10, first)
        self._judge_made(inspection, 8, 2, "rework")
        text = squeeze(
            self._print("product_inspection", inspection, "en_US").text_content()
        )
        for part in ("Cut", "In Process", "Partly Passed", "Rework", "8", "2"):
            with self.subTest(text=part):
                self.assertIn(squeeze(part), text)

    def test_each_paper_is_offered_where_it_belongs(self):
        production, first, _second = self._get_routed()
        inspection = self._offer(production, 10, first)
        reports = self.env["ir.actions.report"]
        papers = [
            self.env.ref(f"order_to_delivery.action_report_{name}")
            for name in ("product_inspection", "incoming_inspection", "stock_in_slip")
        ]
        papers = reports.union(*papers)
        valid = papers.get_valid_action_reports(inspection._name, inspection.ids)
        self.assertIn(papers[0].id, valid)
        self.assertNotIn(papers[1].id, valid)
