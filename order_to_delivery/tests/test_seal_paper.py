"""The verification report on paper, in both languages."""

from lxml import html

from odoo.tests import tagged

from .seal_common import SealCase

LANGUAGES = ("zh_CN", "en_US")
TITLES = {"zh_CN": "签批核验报告", "en_US": "Verification of Signatures"}
UNCHANGED = {
    "zh_CN": "未发现改动：签批内容与签署时一致。",
    "en_US": "Nothing was changed: what was signed stands as it was signed.",
}
KINDS = {"zh_CN": "签署后被改动", "en_US": "Changed after it was signed"}


@tagged("post_install", "-at_install")
class TestSealPaper(SealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def _print(self, check, lang, kind="deputy_general_manager"):
        printer = self.as_(kind, self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            "order_to_delivery.action_report_seal_check", check.ids
        )
        return " ".join(html.fromstring(content).text_content().split())

    def _verify_in(self, lang):
        check = self.as_("deputy_general_manager", self.env["order.seal.check"])
        check = check.with_context(lang=lang).create({})
        check.action_check()
        return check

    def test_the_paper_says_that_nothing_was_changed_and_the_head_to_note(self):
        self._close_block()
        block = self._get_blocks()[-1:]
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                text = self._print(self._verify_in(lang), lang)
                for expected in (TITLES[lang], UNCHANGED[lang], block.hash):
                    self.assertIn(expected, text)

    def test_the_paper_names_one_record_and_forty(self):
        self._forge(self.answer, text="forged")
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                text = self._print(self._verify_in(lang), lang)
                self.assertIn(self.answer.display_name, text)
                self.assertIn(KINDS[lang], text)
                self.assertNotIn(UNCHANGED[lang], text)
        check = self._verify_in("en_US")
        rows = check.sudo().finding_ids
        for _turn in range(39):
            rows.copy()
        check.invalidate_recordset()
        text = self._print(check, "en_US")
        self.assertEqual(text.count(self.answer.display_name), 40)

    def test_the_button_prints(self):
        check = self._verify_in("en_US")
        self.assertEqual(check.action_print()["type"], "ir.actions.report")
