from odoo.tests import HttpCase, tagged

from .common import FactoryMixin

STEPS = (("make", "technical"), ("send", "customer_service"), ("ask", "sales"))


@tagged("post_install", "-at_install")
class TestSampleTour(FactoryMixin, HttpCase):
    """H9.4 in the browser: the sample is made, sent and approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()

    def _walk_sample(self, lang):
        """Walk a sample until the customer approves it, everybody in a language."""
        sample = (
            self.env["order.sample"]
            .with_user(self.users["sales"])
            .create(
                {
                    "partner_id": self.partners["B"].id,
                    "description": "A resin that holds at 200 degrees.",
                }
            )
        )
        for name, kind in STEPS:
            self.users[kind].lang = lang
            self.start_tour(
                "/odoo/action-order_to_delivery.order_sample_action",
                f"order_to_delivery_sample_{name}",
                login=self.users[kind].login,
            )
        self.env.invalidate_all()
        self.assertEqual(sample.state, "approved")
        self.assertEqual(sample.made_by_id, self.users["technical"])
        self.assertEqual(sample.sent_by_id, self.users["customer_service"])
        self.assertEqual(sample.answered_by_id, self.users["sales"])

    def test_a_sample_is_walked_by_its_departments_in_chinese(self):
        self._walk_sample("zh_CN")

    def test_a_sample_is_walked_by_its_departments_in_english(self):
        self._walk_sample("en_US")
