from odoo.tests import HttpCase, tagged

from .common import FactoryMixin


@tagged("post_install", "-at_install")
class TestReviewTour(FactoryMixin, HttpCase):
    """H1.3 in the browser, in both languages: a meeting is called and minuted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()

    def test_the_chair_calls_a_meeting_and_signs_its_minutes(self):
        chair = self.users["deputy_general_manager"]
        for lang in ("en_US", "zh_CN"):
            chair.lang = lang
            review = self._walk_to("answers").order_review_ids
            self.start_tour(
                f"/odoo/action-order_to_delivery.order_review_action/{review.id}",
                "order_to_delivery_review_meeting",
                login=chair.login,
            )
            self.env.invalidate_all()
            with self.subTest(lang=lang):
                self.assertEqual(review.minutes, "Two shifts until Friday.")
                self.assertEqual(review.minutes_by_id, chair)
                self.assertTrue(review.meeting_id)
