from lxml import html

from odoo.tests import tagged

from .papers_common import CHINESE, LANGUAGES, PagesMixin, squeeze
from .schedule_common import ScheduleCase

TITLES = {"zh_CN": "生产日报表", "en_US": "Daily Production Report"}
HEADS = {
    "zh_CN": ("计划数", "完成数", "合格数", "工时", "报废数", "生产异常"),
    "en_US": ("Quantity Planned", "Quantity Made", "Hours", "Quantity Scrapped"),
}

HEAD = ("计划数", "Quantity Planned")


@tagged("post_install", "-at_install")
class TestDailyReportPaper(PagesMixin, ScheduleCase):
    """The daily production report (生产日报表), in both languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _reported(self, size):
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Cabinet {number:02d}",
                    "default_code": f"CAB-{number:02d}",
                    "is_storable": True,
                }
                for number in range(1, size + 1)
            ]
        )
        for number, product in enumerate(products, 1):
            product.with_context(**CHINESE).name = f"控制柜{number:02d}型"
        productions = self.env["mrp.production"].create(
            [{"product_id": p.id, "product_qty": 1100} for p in products]
        )
        productions.action_confirm()
        for production in productions:
            self._finish(production, 1080)
        workshop = self.workshop.copy({"name": f"Workshop {size}", "active": True})
        self.env["order.department"].search(
            [("kind", "=", "production"), ("id", "!=", workshop.id)]
        ).active = False
        workshop.head_id = self.users["production"]
        report = self.as_("production", self.env["order.daily.report"]).create(
            {"department_id": workshop.id, "note": "Power cut at noon"}
        )
        report.line_ids.note = "Night shift"
        report.action_hand_in()
        return report

    def _print(self, report, lang):
        printer = self.as_("production", self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            "order_to_delivery.action_report_daily_production", report.ids
        )
        return html.fromstring(content).xpath("//main")[0]

    def test_report_says_what_was_made_and_who_signed(self):
        made = 0
        for size in (1, 3, 40):
            report = self._reported(size)
            made += size
            self.assertEqual(len(report.line_ids), made)
            for lang in LANGUAGES:
                page = self._print(report, lang)
                text = squeeze(page.text_content())
                lines = report.with_context(lang=lang).line_ids
                wanted = [
                    TITLES[lang],
                    *HEADS[lang],
                    self.company.name,
                    report.department_id.name,
                    "Power cut at noon",
                    "Night shift",
                    "1,080",
                    report.handed_in_by_id.name,
                    *lines.product_id.mapped("default_code"),
                    *lines.product_id.mapped("name"),
                    *lines.mapped("production_names"),
                ]
                for part in wanted:
                    with self.subTest(size=size, lang=lang, text=part):
                        self.assertIn(squeeze(part), text)
            if size == 40:
                signed = ("车间主任上交", "Handed in by the Head of the Workshop")
                last = report.line_ids[-1].production_names
                self._assert_long(
                    "production", "daily_production", report, last, signed, HEAD
                )
