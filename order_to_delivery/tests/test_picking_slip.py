from lxml import html

from odoo.tests import tagged

from .papers_common import CHINESE, LANGUAGES, PagesMixin, squeeze
from .start_common import StartCase

TITLES = {"zh_CN": "领料单", "en_US": "Picking Slip"}
SIGNED = {"zh_CN": "车间签收", "en_US": "Received by the Workshop"}


@tagged("post_install", "-at_install")
class TestPickingSlip(PagesMixin, StartCase):
    """The slip on which the workshop is given its materials (领料单, H1.15)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _made_of(self, size):
        """Return a manufacturing order of so many components."""
        parts = []
        for number in range(1, size + 1):
            part = self._make_part(f"Part {number:02d}", 5)
            part.with_context(**CHINESE).name = f"零件{number:02d}号"
            part.description_picking = f"Drawing {number:02d}"
            self._stock(part, 10000)
            parts.append((part, number))
        plant = self._make_product("Plant", parts)
        return self._made([(plant, 1000)], line_values={"specification": "380 V"})

    def _print(self, production, lang, by="warehouse"):
        printer = self.as_(by, self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            "order_to_delivery.action_report_picking_slip", production.ids
        )
        return html.fromstring(content).xpath("//main")[0]

    def test_slip_says_what_is_issued_of_what_and_for_whom(self):
        for size in (1, 3, 40):
            production = self._made_of(size)
            for lang in LANGUAGES:
                page = self._print(production, lang)
                text = squeeze(page.text_content())
                wanted = [
                    TITLES[lang],
                    SIGNED[lang],
                    production.name,
                    self.company.name,
                    production.customer_order_id.name,
                    production.customer_id.name,
                    production.product_id.name,
                    "380 V",
                    self.departments["production"].name,
                    production.order_instruction_id.name,
                    f"{1000 * size:,}",
                    "T-PART 01",
                    "Drawing 01",
                    {"zh_CN": f"零件{size:02d}号", "en_US": f"Part {size:02d}"}[lang],
                    self.warehouse.lot_stock_id.name,
                ]
                for words in wanted:
                    with self.subTest(size=size, lang=lang, words=words):
                        self.assertIn(squeeze(words), text)
                rows = page.xpath(".//table[@class='lines']/tbody/tr")
                self.assertEqual(len(rows), size)

    def test_a_long_slip_heads_each_page_and_is_signed_below_its_last_line(self):
        production = self._made_of(40)
        signed = (SIGNED["zh_CN"], SIGNED["en_US"])
        self._assert_long("warehouse", "picking_slip", production, "Drawing 40", signed)

    def test_slip_says_what_was_issued_and_from_which_lot(self):
        self.motor.tracking = "lot"
        lot = self.env["stock.lot"].create(
            {"name": "LOT-77", "product_id": self.motor.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.motor, self.warehouse.lot_stock_id, 1234, lot_id=lot
        )
        production = self._made()
        text = squeeze(self._print(production, "en_US").text_content())
        self.assertIn("LOT-77", text)
        production.move_raw_ids.write({"quantity": 31, "picked": True})
        text = squeeze(self._print(production, "en_US").text_content())
        self.assertIn("31", text)

    def test_those_who_prepare_issue_and_receive_print_it(self):
        production = self._made_of(1)
        report = self.env.ref("order_to_delivery.action_report_picking_slip")
        for kind in ("production", "material_control", "warehouse"):
            with self.subTest(kind=kind):
                self.assertTrue(self.users[kind].has_groups(self._get_groups(report)))
                self._print(production, "en_US", kind)
        self.assertFalse(self.users["sales"].has_groups(self._get_groups(report)))

    def _get_groups(self, report):
        names = report.group_ids.get_external_id().values()
        return ",".join(names)

    def test_what_is_consumed_beyond_need_is_asked_for_a_reason(self):
        """Over-issue is seen on the order: Odoo's own consumption rule asks."""
        self._stock(self.motor, 40)
        self.machine.bom_ids.consumption = "warning"
        production = self.as_("production", self._made())
        self._inspect_made(production)
        production.qty_producing = 10
        production._set_qty_producing()
        production.move_raw_ids.quantity = 33
        action = production.button_mark_done()
        self.assertEqual(action["res_model"], "mrp.consumption.warning")
