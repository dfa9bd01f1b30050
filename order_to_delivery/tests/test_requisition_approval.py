from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .buying_common import BuyingCase
from .cases import covers
from .common import KINDS
from .routes_common import RouteMixin


@tagged("post_install", "-at_install")
class TestRequisitionApproval(RouteMixin, BuyingCase):
    """A requisition is signed by the deputy general manager, on the server (H1.6)."""

    def _reported(self):
        _order, request = self._required()
        self._report(request)
        return request

    def _approved(self):
        request = self._reported()
        self.as_("deputy_general_manager", request).button_approved()
        return request

    def test_the_deputy_general_manager_approves_what_was_reported(self):
        request = self._approved()
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.submitted_by_id, self.users["material_control"])
        self.assertEqual(request.approved_by_id, self.users["deputy_general_manager"])
        self.assertEqual(request.line_ids.approved_quantity, 30)
        self.assertEqual(request.line_ids.approved_cost, 1500)

    @covers("review.role", route=("rpc",), role=KINDS)
    def test_nobody_else_approves(self):
        request = self._reported()
        for kind in set(KINDS) - {"deputy_general_manager"}:
            with (
                self.subTest(kind=kind),
                self.refused(
                    "Deputy General Manager|not allowed to access", AccessError
                ),
            ):
                self.call(kind, request, "button_approved")
        self.assertEqual(request.state, "to_approve")

    def test_nobody_else_reports(self):
        _order, request = self._required()
        for kind in ("purchasing", "deputy_general_manager", "sales", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).button_to_approve()

    def test_the_state_is_written_by_its_buttons_only(self):
        request = self._reported()
        for state in ("draft", "approved", "in_progress", "done", "rejected"):
            for kind in ("material_control", "warehouse"):
                with (
                    self.subTest(state=state, kind=kind),
                    self.refused("by its buttons only", AccessError),
                ):
                    self.save(kind, request, state=state)
                with self.subTest(state=state, route="import"):
                    with self.refused("by its buttons only"):
                        self.import_("material_control", request, state=state)
        self.assertEqual(request.state, "to_approve")

    def test_it_is_not_created_as_approved(self):
        model = self.as_("material_control", self.env["purchase.request"])
        for state, text in (
            ("to_approve", "by its buttons only"),
            ("rejected", "by its buttons only"),
            ("approved", "not approved by anybody"),
            ("done", "not approved by anybody"),
        ):
            with self.subTest(state=state), self.refused(text):
                model.create({"state": state})
            with self.subTest(state=state), self.refused(text):
                model.with_context(default_state=state).create({})
        for name, value in (
            ("approved_by_id", self.users["deputy_general_manager"].id),
            ("sale_order_id", self._required()[0].id),
        ):
            with self.subTest(name=name), self.refused(name, AccessError):
                model.create({name: value})
            with self.subTest(name=name), self.refused(name, AccessError):
                model.with_context(**{f"default_{name}": value}).create({})

    def test_lines_are_not_written_as_approved(self):
        request = self._reported()
        for name in ("approved_quantity", "approved_cost"):
            with self.subTest(name=name), self.refused(name, AccessError):
                self.as_("material_control", request.line_ids).write({name: 99})

    def test_a_copy_is_a_draft_of_its_own(self):
        request = self._approved()
        copy = self.as_("material_control", request).copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.approved_by_id)
        self.assertFalse(copy.sale_order_id)
        self.assertEqual(copy.line_ids.approved_quantity, 0)

    def test_other_code_cannot_approve_without_a_person(self):
        request = self._reported()
        with self.refused("not approved by anybody", ValidationError):
            request.sudo().write({"state": "approved"})
        with self.refused("not approved by anybody", ValidationError):
            self.env["purchase.request"].sudo().create({"state": "in_progress"})

    @covers("review.self", route=("rpc",), role=("deputy_general_manager",))
    def test_nobody_approves_an_own_requisition(self):
        manager = self.users["deputy_general_manager"]
        manager.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_material_control").id)
        ]
        own = self._ask([(self.motor, 5, 250)], by="deputy_general_manager")
        self._report(own)
        with self.refused("is Deputy General Manager's own"):
            self.as_("deputy_general_manager", own).button_approved()
        # Naming somebody else as its requester is no way round.
        own.requested_by = self.users["warehouse"]
        with self.refused("is Deputy General Manager's own"):
            self.as_("deputy_general_manager", own).button_approved()
        reported = self._ask([(self.motor, 5, 250)])
        self.as_("deputy_general_manager", reported).button_to_approve()
        with self.refused("is Deputy General Manager's own"):
            self.as_("deputy_general_manager", reported).button_approved()

    def test_whoever_lets_it_grow_does_not_approve_it(self):
        request = self._approved()
        self.users["deputy_general_manager"].group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_material_control").id)
        ]
        self.as_("deputy_general_manager", request.line_ids).product_qty = 90
        with self.refused("is Deputy General Manager's own"):
            self.as_("deputy_general_manager", request).button_approved()

    @covers("review.mandatory", route=("rpc",), role=("material_control",))
    def test_everything_that_is_missing_is_told_at_once(self):
        request = self._ask([(self.motor, 0, 0), (self.component, 3, 0)])
        with self.assertRaises(UserError) as refusal:
            self.as_("material_control", request).button_to_approve()
        text = str(refusal.exception)
        self.assertIn("the quantity of [T-MOTOR] Motor", text)
        self.assertIn("the estimated cost of [T-MOTOR] Motor", text)
        self.assertIn("the estimated cost of [T-BOARD] Board", text)

    @covers("review.edited", route=("form", "rpc"), role=("material_control",))
    def test_content_that_grows_after_approval_is_approved_anew(self):
        other = self._make_part("Gear", 5)
        for values in (
            {"product_qty": 31},
            {"estimated_cost": 1600},
            {"product_id": other.id},
        ):
            request = self._approved()
            with self.subTest(values=values):
                self.save("material_control", request.line_ids, **values)
                self.assertEqual(request.state, "to_approve")
        request = self._approved()
        line = Command.create({"product_id": other.id, "product_qty": 1})
        self.as_("material_control", request).write({"line_ids": [line]})
        self.assertEqual(request.state, "to_approve")

    def test_content_that_shrinks_stays_approved_for_what_is_left(self):
        request = self._approved()
        self.as_("material_control", request.line_ids).product_qty = 20
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.line_ids.approved_quantity, 20)
        self.assertEqual(request.line_ids.approved_cost, 1000)

    def test_another_product_is_not_approved_with_the_first_ones_signature(self):
        request = self._approved()
        other = self._make_part("Gear", 5)
        self.as_("material_control", request.line_ids).product_id = other
        self.assertEqual(request.line_ids.approved_quantity, 0)

    def test_an_approved_line_is_not_moved_to_another_requisition(self):
        request = self._approved()
        other = self._ask([(self.motor, 1, 50)])
        with self.refused("stays on requisition"):
            self.as_("warehouse", request.line_ids).request_id = other

    def test_what_needs_grow_by_is_approved_anew(self):
        order, request = self._required()
        self._approve(request)
        self._change(order, 14)
        self._issue_instruction(order)
        self._accept_instruction(order)
        order._require_materials()
        self.assertEqual(request.line_ids.sorted("id").mapped("product_qty"), [30, 12])
        self.assertEqual(request.state, "to_approve")
        self.assertEqual(request.submitted_by_id, self.users["material_control"])

    def test_lines_are_written_by_those_who_report_only(self):
        request = self._reported()
        # OCA lets every user of stock write them.
        for kind in ("quality", "logistics", "purchasing"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request.line_ids).product_qty = 99
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, self.env["purchase.request.line"]).create(
                    {"request_id": request.id, "product_id": self.motor.id}
                )

    def test_a_refusal_says_why(self):
        request = self._reported()
        manager = self.as_("deputy_general_manager", request)
        action = manager.button_rejected()
        self.assertEqual(action["res_model"], "order.requisition.refuse")
        self.assertEqual(request.state, "to_approve")
        wizard = (
            self.as_("deputy_general_manager", self.env["order.requisition.refuse"])
            .with_context(**action["context"])
            .create({"reason": "Ask two more vendors"})
        )
        wizard.action_refuse()
        self.assertEqual(request.state, "rejected")
        self.assertEqual(request.refused_reason, "Ask two more vendors")
        self.assertIn("Ask two more vendors", request.message_ids[:1].body)
        self.assertEqual(request.line_ids.approved_quantity, 0)

    def test_what_was_refused_comes_back_as_a_draft(self):
        request = self._reported()
        self.as_("deputy_general_manager", request).action_refuse("Too dear")
        self.as_("material_control", request).button_draft()
        self._approve(request)
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.refused_reason)

    def test_nobody_else_refuses(self):
        request = self._reported()
        with self.refused("belongs to Deputy General Manager", AccessError):
            self.as_("material_control", request).action_refuse("No")

    def test_it_closes_by_itself_when_all_has_come(self):
        _order, request = self._required()
        purchase = self._bought(request)
        self._receive(purchase, 10)
        self.assertEqual(request.state, "in_progress")
        self._receive(purchase)
        self.assertEqual(purchase.order_line.qty_received, 30)
        self.assertEqual(request.state, "done")

    def test_a_part_that_was_not_ordered_keeps_it_open(self):
        _order, request = self._required()
        self._approve(request)
        purchase = self._order(request)
        purchase.order_line.product_qty = 20
        self._confirm_purchase(purchase)
        self._receive(purchase)
        self.assertEqual(request.state, "in_progress")
        self.as_("material_control", request).button_done()
        self.assertEqual(request.state, "done")
        self.assertEqual(request.line_ids.approved_quantity, 20)

    def test_the_person_who_approves_is_asked(self):
        request = self._reported()
        activity = request.activity_ids
        self.assertEqual(activity.user_id, self.users["deputy_general_manager"])
        self.as_("deputy_general_manager", request).button_approved()
        self.assertFalse(request.activity_ids)

    def test_with_the_switch_off_it_is_as_in_oca(self):
        self.company.sudo().use_order_to_delivery = False
        self.users["warehouse"].group_ids = [
            Command.link(
                self.env.ref("purchase_request.group_purchase_request_manager").id
            )
        ]
        request = self._ask([(self.motor, 5, 0)], by="warehouse")
        clerk = self.as_("warehouse", request)
        clerk.button_to_approve()
        clerk.button_approved()
        clerk.button_in_progress()
        clerk.button_done()
        clerk.button_draft()
        clerk.button_to_approve()
        clerk.button_rejected()
        self.assertEqual(request.state, "rejected")
        clerk.write({"state": "approved"})
        self.assertEqual(request.state, "approved")
