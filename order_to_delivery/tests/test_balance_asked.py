"""Whom the balance is asked of, and for how much that is finished (H9.16)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase
from .papers_common import squeeze


@tagged("post_install", "-at_install")
class TestBalanceAsked(OrderToDeliveryCase):
    def _get_notice(self, order):
        report = "order_to_delivery.action_report_balance_notice"
        printer = self.as_("sales", self.env["ir.actions.report"])
        return squeeze(printer._render_qweb_html(report, order.ids)[0].decode())

    def test_grades_b_and_c_get_a_notice_with_the_finished_quantity(self):
        for grade, due in (("B", "7,000.00"), ("C", "5,000.00")):
            with self.subTest(grade):
                order = self._walk_to("release", grade=grade)
                self.as_("sales", order).action_send_balance_notice()
                self.assertTrue(order.balance_notice_date)
                notice = self._get_notice(order)
                self.assertIn(due, notice)
                self.assertIn("ControlCabinet", notice)

    def test_grade_a_ships_without_one(self):
        order = self._walk_to("release", grade="A")
        with self.assertRaisesRegex(UserError, "due"):
            self.as_("sales", order).action_send_balance_notice()
        self.assertFalse(order.balance_notice_date)
        for step in (self._request_shipping, self._verify, self._release, self._ship):
            step(order)
            order.invalidate_recordset()
        self.assertEqual(order.order_line.qty_delivered, 10)

    def test_where_no_deposit_is_agreed_the_signature_alone_lets_it_be_made(self):
        """H9.8: grades B and C, and the deposit only where one is agreed."""
        plan = [Command.create({"kind": "release", "percent": 100})]
        for grade in ("B", "C"):
            with self.subTest(grade):
                order = self._take_order(grade, payment_plan_line_ids=plan)
                self._walk_to("signature", order)
                with self.assertRaisesRegex(UserError, "(?i)sign|confirmed"):
                    self._issue_instruction(order)
                self._sign_confirmation(order)
                order.invalidate_recordset()
                self.assertFalse(order.deposit_due)
                self._issue_instruction(order)
                instruction = order.order_production_instruction_ids
                self.assertEqual(instruction.state, "issued")

    def test_finance_signs_for_each_grade(self):
        """H9.15: Finance verifies the money of every grade and signs."""
        for grade in ("A", "B", "C"):
            with self.subTest(grade):
                order = self._walk_to("release", grade=grade)
                if order.release_due > order.money_received:
                    self._pay(order, order.release_due - order.money_received)
                request = self._request_shipping(order)
                clerk = self.as_("customer_service", request)
                with self.assertRaisesRegex(UserError, "is Requested"):
                    clerk.action_release()
                self._verify(order)
                self.assertEqual(request.verified_by_id, self.users["finance"])
                clerk.action_release()
                self.assertEqual(request.state, "released")
