from odoo.tests import HttpCase, tagged

from .inspection_common import InspectionMixin
from .plan_common import MEASURED, PlanMixin


@tagged("post_install", "-at_install")
class TestInspectionTour(PlanMixin, InspectionMixin, HttpCase):
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

    def _inspect(self, tour):
        """Walk a tour of the inspector at the list of inspections."""
        self.start_tour(
            "/odoo/action-order_to_delivery.order_inspection_action",
            tour,
            login=self.users["inspector"].login,
        )
        self.env.invalidate_all()

    def test_quality_accepts_a_receipt_with_two_taps(self):
        purchase = self._buy()
        self._inspect("order_to_delivery_inspect")
        inspection = self._get_inspections(purchase, "judged")
        self.assertEqual(inspection.line_ids.accepted_quantity, 100)
        self.assertEqual(inspection.inspector_id, self.users["inspector"])

    def test_quality_answers_what_the_plan_asks_beside_the_goods(self):
        """H7.4: a value that judges itself, and a tap for what is looked at."""
        self._plan([MEASURED, {"name": "Flat", "kind": "appearance"}])
        purchase = self._buy()
        self._inspect("order_to_delivery_inspect_by_plan")
        inspection = self._get_inspections(purchase, "judged")
        self.assertEqual(inspection.check_ids.mapped("result"), ["passed", "passed"])
        self.assertEqual(inspection.check_ids[0].reading, "3.04")
        self.assertEqual(inspection.line_ids.accepted_quantity, 100)
