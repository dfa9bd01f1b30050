from odoo.tests import HttpCase, tagged

from .vendor_common import VendorCase


class TourCase(VendorCase, HttpCase):
    browser_size = "1440x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        for kind in ("purchasing", "material_control"):
            cls.users[kind].lang = "zh_CN"

    def _tour(self, kind, action, name):
        self.start_tour(
            f"/odoo/action-order_to_delivery.{action}",
            f"order_to_delivery_{name}",
            login=self.users[kind].login,
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestSupplyTour(TourCase):
    """Material Control and Purchasing at their desks, in Chinese (H1.6, H1.7, H8.3)."""

    def test_material_control_asks_for_what_is_short(self):
        order = self._instructed([(self.machine, 10)])
        order.order_production_instruction_ids.sudo().needs_date = "2026-01-01"
        self._tour(
            "material_control", "order_material_need_line_action", "material_control"
        )
        request = order.order_requisition_ids
        self.assertEqual(request.state, "to_approve")
        self.assertEqual(request.submitted_by_id, self.users["material_control"])

    def test_purchasing_orders_what_was_approved(self):
        _order, request = self._required()
        self._approve(request)
        self._tour("purchasing", "purchase_request_action_requisition", "purchasing")
        self.assertEqual(request.state, "in_progress")
        purchase = request.line_ids.purchase_lines.order_id
        self.assertEqual(purchase.state, "purchase")

    def test_purchasing_records_the_vendors_date_of_late_material(self):
        self._need(self._in(-3))
        self._tour("purchasing", "order_late_material_action", "late_materials")
        self.assertEqual(
            self.line.order_vendor_promise_ids.reason, "The foundry is late"
        )
