from odoo.tests import HttpCase, tagged

from .inspection_common import InspectionMixin


@tagged("post_install", "-at_install")
class TestInspectionTour(InspectionMixin, HttpCase):
    """H1.8 on a phone, in Chinese: Quality inspects at the gate."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()
        cls._build_incoming()
        cls.users["inspector"].lang = "zh_CN"

    def test_quality_accepts_a_receipt_with_two_taps(self):
        purchase = self._buy()
        self.start_tour(
            "/odoo/action-order_to_delivery.order_inspection_action",
            "order_to_delivery_inspect",
            login=self.users["inspector"].login,
        )
        self.env.invalidate_all()
        inspection = self._get_inspections(purchase, "judged")
        self.assertEqual(inspection.line_ids.accepted_quantity, 100)
        self.assertEqual(inspection.inspector_id, self.users["inspector"])
