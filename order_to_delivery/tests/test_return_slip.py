from lxml import html

from odoo.tests import tagged

from .papers_common import CHINESE, LANGUAGES, PagesMixin, squeeze
from .return_common import ReturnByTransferCase

TITLES = {"zh_CN": "退料单", "en_US": "Return Slip"}


@tagged("post_install", "-at_install")
class TestReturnSlip(PagesMixin, ReturnByTransferCase):
    """The slip on which the workshop gives materials back (退料单, H1.15)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _returned(self, size):
        parts = []
        for number in range(1, size + 1):
            part = self._make_part(f"Part {number:02d}", 5)
            part.with_context(**CHINESE).name = f"零件{number:02d}号"
            self._stock(part, 1000)
            parts.append((part, number))
        plant = self._make_product("Plant", parts)
        plant.bom_ids.consumption = "flexible"
        production = self._made([(plant, 10)])
        pick = self.as_("warehouse", production.picking_ids)
        for move in pick.move_ids:
            move.write({"quantity": move.product_uom_qty + 7, "picked": True})
        pick.button_validate()
        self._start(production)
        document = self._leave(production)
        document.reason = "Box"
        return self._give(document)

    def test_slip_says_what_goes_back_of_which_order(self):
        for size in (1, 3, 40):
            document = self._returned(size)
            for lang in LANGUAGES:
                printer = self.as_("warehouse", self.env["ir.actions.report"])
                content, _kind = printer.with_context(lang=lang)._render_qweb_html(
                    "order_to_delivery.action_report_material_return", document.ids
                )
                page = html.fromstring(content).xpath("//main")[0]
                text = squeeze(page.text_content())
                production = document.production_id
                wanted = [
                    TITLES[lang],
                    document.name,
                    production.name,
                    production.customer_order_id.name,
                    document.picking_id.name,
                    "T-PART 01",
                    "Box",
                    self.users["production"].name,
                    {"zh_CN": f"零件{size:02d}号", "en_US": f"Part {size:02d}"}[lang],
                    {"zh_CN": "仓库签收", "en_US": "Received by the Warehouse"}[lang],
                ]
                for words in wanted:
                    with self.subTest(size=size, lang=lang, words=words):
                        self.assertIn(squeeze(words), text)
                rows = page.xpath(".//table[@class='lines']/tbody/tr")
                self.assertEqual(len(rows), size)
                self.assertTrue(
                    all(
                        row.xpath("td")[4].text_content().strip() == "7" for row in rows
                    )
                )

    def test_a_long_slip_heads_each_page_and_is_signed_below_its_last_line(self):
        signed = ("仓库签收", "Received by the Warehouse")
        self._assert_long(
            "warehouse", "material_return", self._returned(40), "T-PART 40", signed
        )
