from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .buying_common import BuyingCase


@tagged("post_install", "-at_install")
class TestRequisitionRights(BuyingCase):
    """Each step of a requisition is its department's, whatever else one may (H1.6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Rights from elsewhere: may write every requisition, belongs to Technical.
        cls.users["technical"].group_ids = [
            Command.link(
                cls.env.ref("purchase_request.group_purchase_request_manager").id
            )
        ]

    def setUp(self):
        super().setUp()
        _order, self.request = self._required()
        self.stranger = self.as_("technical", self.request)

    def _refused_to_strangers(self, departments="Material Control"):
        return self.refused(f"belongs to .*{departments}", AccessError)

    def test_rights_from_elsewhere_ask_for_nothing(self):
        with self._refused_to_strangers():
            self._ask([(self.motor, 5, 100)], by="technical")
        with self._refused_to_strangers():
            self.stranger.create({"origin": "By hand"})
        with self._refused_to_strangers():
            self.stranger.requested_by = self.users["technical"]
        with self._refused_to_strangers():
            self.stranger.line_ids.product_qty += 1
        with self._refused_to_strangers():
            self.stranger.line_ids.unlink()
        with self._refused_to_strangers():
            self.stranger.button_to_approve()
        self.assertTrue(self.request.line_ids)

    def test_only_who_reports_needs_takes_a_requisition_back(self):
        self._report(self.request)
        for kind in ("purchasing", "technical"):
            with self.subTest(kind=kind), self._refused_to_strangers():
                self.as_(kind, self.request).button_draft()
        self.assertEqual(self.request.state, "to_approve")

    def test_a_draft_is_nobodys_to_refuse_or_approve(self):
        manager = self.as_("deputy_general_manager", self.request)
        for step in (lambda: manager.action_refuse("No"), manager.button_approved):
            with self.refused("Draft"):
                step()
        self.assertEqual(self.request.state, "draft")

    def test_only_purchasing_takes_it_in_hand_and_closes_it(self):
        self._approve(self.request)
        for kind in ("deputy_general_manager", "technical"):
            clerk = self.as_(kind, self.request)
            with self.subTest(kind=kind):
                with self._refused_to_strangers("Purchasing"):
                    clerk.button_in_progress()
                with self._refused_to_strangers("Purchasing"):
                    clerk.button_done()
        self.as_("purchasing", self.request).button_in_progress()
        self.as_("purchasing", self.request).button_done()
        self.assertEqual(self.request.state, "done")

    def test_only_purchasing_asks_for_what_it_buys(self):
        self.company.sudo().order_requisition_policy = "all"
        purchase = self._purchase(self.motor, 5, 50)
        for kind in ("deputy_general_manager", "technical"):
            with self.subTest(kind=kind), self._refused_to_strangers("Purchasing"):
                self.as_(kind, purchase).action_ask_requisition()
        self.assertFalse(purchase.order_line.purchase_request_lines)

    def test_the_requisition_of_an_order_is_not_deleted(self):
        with self.refused("says what its order needs, and is kept"):
            self.as_("material_control", self.request).unlink()
        other = self._ask([(self.motor, 5, 100)])
        self.as_("material_control", other).unlink()
        self.assertFalse(other.exists())

    def test_what_is_closed_or_refused_asks_for_nothing_more(self):
        self._report(self.request)
        manager = self.as_("deputy_general_manager", self.request)
        manager.action_refuse("Too dear")
        clerk = self.as_("material_control", self.request)
        with self.refused("asks for nothing any more"):
            clerk.line_ids.product_qty += 1
        with self.refused("asks for nothing any more"):
            clerk.line_ids = [
                Command.create({"product_id": self.motor.id, "product_qty": 1})
            ]
        self.assertEqual(len(self.request.line_ids), 1)

    def test_what_is_ordered_does_not_become_another_thing(self):
        self._bought(self.request)
        line = self.as_("material_control", self.request).line_ids
        with self.refused("is ordered already"):
            line.product_id = self.stocked
        with self.refused("is ordered already"):
            line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(line.approved_quantity, 30)

    def test_who_cancels_need_not_see_what_was_bought_for_it(self):
        """Sales cancels its order, and Production what it was to make (H7.4)."""
        self._bought(self.request)
        order = self.request.sale_order_id
        production = self._productions(order)
        self.as_("sales", order).action_cancel()
        self.as_("production", production).action_cancel()
        self.assertEqual((order.state, production.state), ("cancel", "cancel"))
