from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .buying_common import NOT_APPROVED, BuyingCase
from .common import KINDS
from .papers_common import squeeze
from .routes_common import RouteMixin

ANOTHER = "the second is another person's"


@tagged("post_install", "-at_install")
class TestRequisitionSecondSignature(RouteMixin, BuyingCase):
    """Above an amount a second person signs a requisition, too (H1.6, H4.4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().order_single_signature_limit = 1000

    def _signed_once(self):
        """Return a requisition of 1500, signed by the deputy general manager."""
        _order, request = self._required()
        self._report(request)
        self.as_("deputy_general_manager", request).button_approved()
        return request

    def test_up_to_the_limit_one_signature_is_enough(self):
        request = self._ask([(self.motor, 20, 1000)])
        self._approve(request)
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.second_approved_by_id)

    def test_without_a_limit_one_signature_is_always_enough(self):
        self.company.sudo().order_single_signature_limit = 0
        self.assertEqual(self._signed_once().state, "approved")

    def test_what_is_cancelled_does_not_count(self):
        request = self._ask([(self.motor, 20, 1000), (self.component, 5, 10)])
        self.as_("material_control", request.line_ids[1]).cancelled = True
        self._approve(request)
        self.assertEqual(request.state, "approved")

    def test_above_the_limit_it_waits_for_the_second_signature(self):
        request = self._signed_once()
        self.assertEqual(request.state, "to_approve")
        self.assertTrue(request.awaits_second_signature)
        self.assertEqual(request.line_ids.approved_quantity, 0)
        purchase = self._purchase(self.motor, 30, 50)
        purchase.order_line.purchase_request_lines = request.line_ids
        with self.refused(NOT_APPROVED):
            self._confirm_purchase(purchase)

    def test_the_second_person_is_asked_and_approves(self):
        request = self._signed_once()
        self.assertEqual(request.activity_ids.user_id, self.users["marketing_director"])
        self.as_("marketing_director", request).button_approved()
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.line_ids.approved_quantity, 30)
        self.assertEqual(request.approved_by_id, self.users["deputy_general_manager"])
        self.assertEqual(
            request.second_approved_by_id, self.users["marketing_director"]
        )
        self.assertTrue(request.second_approved_date)
        self.assertFalse(request.activity_ids)

    def test_nobody_else_signs_second(self):
        request = self._signed_once()
        for kind in set(KINDS) - {"marketing_director"}:
            with (
                self.subTest(kind=kind),
                self.refused("Marketing Director|not allowed to access", AccessError),
            ):
                self.call(kind, request, "button_approved")
        self.assertEqual(request.state, "to_approve")

    def test_the_second_does_not_sign_before_the_first(self):
        _order, request = self._required()
        self._report(request)
        with self.refused("belongs to Deputy General Manager", AccessError):
            self.as_("marketing_director", request).button_approved()

    def test_the_company_says_whose_the_second_signature_is(self):
        self.company.sudo().order_second_signature_department = "supervisor"
        request = self._signed_once()
        self.assertEqual(request.activity_ids.user_id, self.users["supervisor"])
        with self.refused("belongs to Supervisor", AccessError):
            self.as_("marketing_director", request).button_approved()
        self.as_("supervisor", request).button_approved()
        self.assertEqual(request.state, "approved")

    def test_one_person_does_not_sign_twice(self):
        manager = self.users["deputy_general_manager"]
        manager.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_marketing_director").id)
        ]
        self.company.sudo().order_allow_double_seat = True
        seat = self.departments["marketing_director"]
        seat.member_ids = [Command.create({"user_id": manager.id})]
        request = self._signed_once()
        with self.refused(ANOTHER):
            self.as_("deputy_general_manager", request).button_approved()
        self.company.sudo().order_second_signature_department = "deputy_general_manager"
        with self.refused(ANOTHER):
            self.as_("deputy_general_manager", request).button_approved()

    def test_a_deputy_does_not_sign_second_for_who_signed_first(self):
        self.company.sudo().order_second_signature_department = "deputy_general_manager"
        request = self._signed_once()
        seat = self.departments["deputy_general_manager"]
        self.users["clerk"].group_ids = [
            Command.link(
                self.env.ref("order_to_delivery.group_deputy_general_manager").id
            )
        ]
        seat.member_ids.write(
            {"deputy_id": self.users["clerk"].id, "absent_from": "2020-01-01"}
        )
        with self.refused(ANOTHER):
            self.as_("clerk", request).button_approved()

    def test_nobody_signs_an_own_requisition_second(self):
        director = self.users["marketing_director"]
        director.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_material_control").id)
        ]
        request = self._ask([(self.motor, 30, 1500)], by="marketing_director")
        self._approve(request)
        with self.refused("is Marketing Director's own"):
            self.as_("marketing_director", request).button_approved()
        self.assertEqual(request.state, "to_approve")

    def test_all_that_bars_a_signature_is_told_at_once(self):
        manager = self.users["deputy_general_manager"]
        manager.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_material_control").id)
        ]
        own = [
            self._ask([(self.motor, number, 50)], by="deputy_general_manager")
            for number in (1, 2)
        ]
        for request in own:
            self._report(request)
        both = own[0] | own[1]
        with self.assertRaises(UserError) as refusal:
            self.as_("deputy_general_manager", both).button_approved()
        for request in own:
            self.assertIn(request.name, str(refusal.exception))

    def test_what_changes_before_the_second_signature_is_signed_anew(self):
        other = self._make_part("Gear", 5)
        changes = {
            "more": lambda line: line.write({"product_qty": 31}),
            "less": lambda line: line.write({"product_qty": 29}),
            "dearer": lambda line: line.write({"estimated_cost": 1600}),
            "other goods": lambda line: line.write({"product_id": other.id}),
            "left out": lambda line: line.write({"cancelled": True}),
        }
        for name, change in changes.items():
            request = self._ask([(self.motor, 30, 1500), (self.component, 1, 1)])
            self._approve(request)
            self.assertTrue(request.awaits_second_signature)
            with self.subTest(change=name):
                change(self.as_("material_control", request.line_ids[0]))
                self.assertFalse(request.awaits_second_signature)
                self.assertFalse(request.approved_by_id)
                self.assertEqual(
                    request.activity_ids.user_id, self.users["deputy_general_manager"]
                )
                with self.refused("belongs to Deputy", AccessError):
                    self.as_("marketing_director", request).button_approved()

    def test_what_grows_beyond_the_limit_after_approval_needs_both(self):
        request = self._ask([(self.motor, 20, 1000)])
        self._approve(request)
        self.as_("material_control", request.line_ids).write(
            {"product_qty": 30, "estimated_cost": 1500}
        )
        self.as_("deputy_general_manager", request).button_approved()
        self.assertEqual(request.state, "to_approve")
        self.assertEqual(request.line_ids.approved_quantity, 20)
        self.as_("marketing_director", request).button_approved()
        self.assertEqual(request.line_ids.approved_quantity, 30)

    def test_a_refusal_or_taking_it_back_voids_the_first_signature(self):
        for step in (
            lambda r: self.as_("deputy_general_manager", r).action_refuse("No"),
            lambda r: self.as_("material_control", r).button_draft(),
        ):
            request = self._signed_once()
            step(request)
            self.assertFalse(request.awaits_second_signature)
            if request.state == "rejected":
                self.as_("material_control", request).button_draft()
            self._report(request)
            with self.refused("belongs to Deputy", AccessError):
                self.as_("marketing_director", request).button_approved()

    def test_no_other_route_takes_the_place_of_the_second_signature(self):
        request = self._signed_once()
        for name, value in (
            ("awaits_second_signature", False),
            ("second_approved_by_id", self.users["marketing_director"].id),
        ):
            with self.subTest(name=name), self.refused(name, AccessError):
                self.as_("warehouse", request).write({name: value})
            with self.subTest(name=name), self.refused(name, AccessError):
                self.as_("warehouse", request).create({name: value})
        with self.refused("by its buttons only"):
            self.import_("material_control", request, state="approved")
        with self.refused("a second person has to sign", ValidationError):
            request.sudo().write({"state": "approved"})
        with self.refused("twice", ValidationError):
            request.sudo().write(
                {
                    "state": "approved",
                    "awaits_second_signature": False,
                    "second_approved_by_id": request.approved_by_id.id,
                }
            )

    def test_it_lies_on_the_second_persons_desk(self):
        request = self._signed_once()
        self.env.flush_all()
        entries = self.env["order.desk.entry"].search(
            [("res_model", "=", "purchase.request"), ("res_id", "=", request.id)]
        )
        self.assertEqual(
            entries.mapped(lambda e: (e.department, e.asked)),
            [("marketing_director", "second_approve")],
        )

    def test_the_button_is_shown_to_whose_turn_it_is(self):
        request = self._signed_once()
        shown = {
            kind
            for kind in ("deputy_general_manager", "marketing_director", "supervisor")
            if self.as_(kind, request).can_approve
        }
        self.assertEqual(shown, {"marketing_director"})

    def test_the_paper_bears_both_signatures(self):
        request = self._signed_once()
        self.as_("marketing_director", request).button_approved()
        content, _kind = self.as_(
            "material_control", self.env["ir.actions.report"]
        )._render_qweb_html(
            "order_to_delivery.action_report_purchase_requisition", request.ids
        )
        text = squeeze(content.decode())
        self.assertIn(squeeze("Deputy General Manager"), text)
        self.assertIn(squeeze("Marketing Director"), text)
        self.assertIn(squeeze("Second Signature"), text)
