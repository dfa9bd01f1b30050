from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestInstructionStandIn(SupplyCase):
    """The signed confirmation stands in for the instruction, as a setting (H9.10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().order_instruction_policy = "confirmation"

    def test_the_deposit_sends_the_signed_confirmation_to_production(self):
        order = self._walk_to("deposit")
        draft = order.order_production_instruction_ids
        self.assertEqual(draft.state, "draft", "The deposit is not received.")
        self._pay(order, order.deposit_due)
        order._resume_held()
        self.assertEqual(draft.state, "issued")
        self.assertEqual(draft.confirmation_id, order.order_confirmation_ids)
        self.assertEqual(draft.issued_by_id, self.users["clerk"], "Who accepted it.")
        self.assertEqual(draft.activity_ids.user_id, self.users["production"])
        self.assertIn(self.users["technical"].partner_id, draft.message_partner_ids)

    def test_it_says_the_dates_that_production_answered(self):
        order = self._walk_to("answers")
        review = order.order_review_ids
        answer = review.signoff_ids.filtered(lambda s: s.kind == "production")
        self._answer_all(order)
        start, finish = answer.line_ids.start_date, answer.line_ids.finished_date
        self._close(order, finished_date=finish + timedelta(days=4))
        self._send_confirmation(order)
        self._sign_confirmation(order)
        self._pay(order, order.deposit_due)
        order._resume_held()
        line = order.order_production_instruction_ids.line_ids
        self.assertEqual((line.start_date, line.finished_date), (start, finish))
        self.assertGreater(order.finished_date, finish)

    def test_production_signs_for_it_and_the_clerk_does_not(self):
        order = self._walk_to("deposit")
        self._pay(order, order.deposit_due)
        order._resume_held()
        instruction = order.order_production_instruction_ids
        department = self.departments["production"]
        department.member_ids = [Command.create({"user_id": self.users["clerk"].id})]
        self.users["clerk"].group_ids |= self.env.ref(
            "order_to_delivery.group_production"
        )
        department.head_id = self.users["clerk"]
        with self.refused("asked for this"):
            self.as_("clerk", instruction).action_accept()
        department.head_id = self.users["production"]
        self._accept_instruction(order)
        self.assertEqual(instruction.state, "accepted")
        self.assertTrue(instruction.production_ids)

    def test_asking_again_issues_nothing_twice(self):
        order = self._walk_to("deposit")
        self._pay(order, order.deposit_due)
        order._resume_held()
        order._resume_held()
        self.assertEqual(len(order.order_production_instruction_ids), 1)

    def test_what_the_clerk_is_writing_is_left_to_the_clerk(self):
        self.company.sudo().order_instruction_policy = "instruction"
        order = self._walk_to("deposit")
        self.as_("customer_service", order).action_prepare_instruction()
        self.company.sudo().order_instruction_policy = "confirmation"
        self._pay(order, order.deposit_due)
        order._resume_held()
        self.assertEqual(order.order_production_instruction_ids.state, "draft")

    def test_an_unsigned_order_of_grade_a_is_instructed_by_the_clerk(self):
        order = self._walk_to("signature", grade="A")
        self.as_("customer_service", order).action_confirm()
        order._resume_held()
        self.assertFalse(order.order_production_instruction_ids)
        self._issue_instruction(order)
        self.assertFalse(order.order_production_instruction_ids.confirmation_id)

    def test_what_was_signed_for_another_revision_instructs_nobody(self):
        order = self._walk_to("deposit")
        self._pay(order, order.deposit_due)
        paper = order.order_confirmation_ids
        order.order_production_instruction_ids.sudo().unlink()
        paper.content_hash = "of something else"
        order._resume_held()
        states = order.order_production_instruction_ids.mapped("state")
        self.assertNotIn("issued", states)

    def test_a_changed_order_is_instructed_by_what_was_signed_anew(self):
        order = self._walk_to("deposit")
        self._pay(order, order.amount_total)
        order._resume_held()
        self._accept_instruction(order)
        self._change(order, quantity=12)
        order._supersede_instructions()
        order._resume_held()
        new = order.order_production_instruction_ids.filtered(
            lambda instruction: instruction.state == "issued"
        )
        self.assertEqual(new.line_ids.quantity, 12)
        self.assertEqual(new.confirmation_id.revision_id, order.current_revision_id)

    def test_by_default_the_clerk_issues_the_instruction(self):
        default = self.env["res.company"].create({"name": "Another works"})
        self.assertEqual(default.order_instruction_policy, "instruction")
        self.company.sudo().order_instruction_policy = "instruction"
        order = self._walk_to("deposit")
        self._pay(order, order.deposit_due)
        order._resume_held()
        self.assertFalse(order.order_production_instruction_ids)

    def test_the_change_of_the_setting_is_kept(self):
        manager = self.env["res.users"].create(
            {
                "name": "Manager",
                "login": "otd_stand_in_manager",
                "group_ids": [
                    Command.link(self.env.ref("order_to_delivery.group_manager").id)
                ],
            }
        )
        settings = self.env["order.settings"].with_user(manager)
        settings.create({"order_instruction_policy": "instruction"})
        self.assertEqual(self.company.order_instruction_policy, "instruction")
        kept = self.company.partner_id.message_ids[:1]
        self.assertIn("Production Is Instructed by", kept.body)
        self.assertLessEqual(kept.date, fields.Datetime.now())
