"""H9.3, H9.5: an answer is signed on a telephone, in four taps from the login."""

from odoo.tests import HttpCase, tagged

from .draft_common import DraftCase


@tagged("post_install", "-at_install")
class TestPhoneAnswerTour(DraftCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])

    def test_production_signs_its_draft_in_both_languages(self):
        for lang in ("en_US", "zh_CN"):
            self.users["production"].lang = lang
            self._circulated()
            seat = self._seat("production").with_env(self.env)
            # Whoever logs in begins at the desk; no page is opened for him.
            self.start_tour("/web/login", "order_to_delivery_phone_answer", login=None)
            self.env.invalidate_all()
            with self.subTest(lang=lang):
                self.assertEqual(seat.state, "signed")
                self.assertEqual(seat.signed_by_id, self.users["production"])
                self.assertTrue(seat.draft)
                self.assertTrue(seat.line_ids.finished_date)
