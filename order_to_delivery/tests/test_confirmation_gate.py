from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase

SIGNATURE = "order.gate.confirmation.needs.signature"


@tagged("post_install", "-at_install")
class TestConfirmationGate(OrderToDeliveryCase):
    """Grades B and C are confirmed signed only; grade A owes the paper."""

    def _upload_and_accept(self, order):
        self._sign_confirmation(order)
        return order.order_confirmation_ids[:1]

    def test_unsigned_order_of_grade_b_or_c_is_not_confirmed(self):
        for grade in ("B", "C"):
            order = self._walk_to("signature", grade=grade)
            with self.subTest(grade=grade):
                with (
                    self.assertRaisesRegex(UserError, "is not signed yet"),
                    self.env.cr.savepoint(),
                ):
                    self.as_("sales", order).action_confirm()
                self.assertEqual(order.state, "sent")

    def test_order_of_an_ungraded_customer_is_not_confirmed_unsigned(self):
        order = self._walk_to("signature", grade="A")
        order.sudo().customer_grade_id = False
        with (
            self.assertRaisesRegex(UserError, "is not signed yet"),
            self.env.cr.savepoint(),
        ):
            self.as_("sales", order).action_confirm()

    def test_refusal_names_all_reasons_of_all_orders_at_once(self):
        orders = self._walk_to("review") | self._walk_to("signature")
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self.as_("sales", orders).action_confirm()
        text = str(refusal.exception)
        for expected in (
            *orders.mapped("name"),
            "not submitted for review",
            "has not signed",
            "is not signed yet",
            "Customer Service",
        ):
            self.assertIn(expected, text)

    def test_unsigned_order_is_not_confirmed_by_writing_or_creating_the_state(self):
        order = self._walk_to("signature")
        sales = self.as_("sales", order)
        with (
            self.assertRaisesRegex(UserError, "is not signed yet"),
            self.env.cr.savepoint(),
        ):
            sales.write({"state": "sale"})
        with (
            self.assertRaisesRegex(UserError, "has not signed"),
            self.env.cr.savepoint(),
        ):
            sales.create({"partner_id": order.partner_id.id, "state": "sale"})
        with (
            self.assertRaisesRegex(UserError, "has not signed"),
            self.env.cr.savepoint(),
        ):
            order.sudo().copy({"state": "sale"})

    def test_signature_opens_the_gate_for_the_button_too(self):
        order = self._walk_to("signature")
        confirmation = order.order_confirmation_ids
        self._sign_quietly(confirmation)
        self.as_("sales", order).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_unconfirmed_order_that_was_edited_behind_the_lock_is_not_confirmed(self):
        order = self._walk_to("signature")
        self._sign_quietly(order.order_confirmation_ids)
        order._write_content({}, {order.order_line: {"product_uom_qty": 11}})
        with (
            self.assertRaisesRegex(UserError, "was changed after .* was signed"),
            self.env.cr.savepoint(),
        ):
            self.as_("sales", order).action_confirm()

    def test_grade_a_is_confirmed_unsigned_and_owes_the_paper(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        waiver = order.order_gate_waiver_ids
        self.assertEqual(order.state, "sale")
        self.assertEqual((waiver.gate, waiver.origin), (SIGNATURE, "grade"))
        self.assertEqual(waiver.granted_by_id, self.users["sales"])
        self.assertEqual(
            waiver.paper_due_date,
            self.company._plan_deadline(fields.Datetime.now(), 7),
        )

    def test_grade_a_is_not_confirmed_before_its_review_is_closed(self):
        order = self._walk_to("closing", grade="A")
        with (
            self.assertRaisesRegex(UserError, "review waits to be decided"),
            self.env.cr.savepoint(),
        ):
            self.as_("sales", order).action_confirm()
        self.assertFalse(order.order_gate_waiver_ids)

    def test_grade_waives_nothing_for_a_machine(self):
        order = self._walk_to("signature", grade="A")
        order.sudo()._validate_order()
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.order_gate_waiver_ids)

    def test_paper_of_grade_a_settles_the_waiver_when_it_comes(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        confirmation = self._upload_and_accept(order)
        waiver = order.order_gate_waiver_ids
        self.assertEqual(waiver.state, "settled")
        self.assertEqual(waiver.settled_reference, confirmation.name)
        self.assertEqual(confirmation.state, "accepted")

    def test_customer_service_is_asked_once_for_an_overdue_paper(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        waiver = order.order_gate_waiver_ids
        waiver.paper_due_date = fields.Date.today() - timedelta(days=2)
        for _night in range(2):
            self._run_cron("chase_order_papers")
        self.assertEqual(len(waiver.activity_ids), 1)
        self.assertEqual(waiver.activity_ids.user_id, self.users["customer_service"])
        self._upload_and_accept(order)
        self.assertFalse(waiver.activity_ids)

    def test_those_above_are_told_by_the_day_it_was_due_however_the_cron_ran(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        waiver = order.order_gate_waiver_ids
        waiver.paper_due_date = fields.Date.today() - timedelta(days=30)
        self._run_cron("chase_order_papers")
        today = self.company._get_local_day()
        self.assertEqual(waiver.paper_chased_date, today)
        self.assertEqual(waiver.paper_escalated_date, today)

    def test_old_waiver_of_a_cancelled_order_of_grade_a_opens_nothing(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        order._action_cancel()
        order.action_draft()
        order.invalidate_recordset()
        self._walk_again(order)
        order.sudo()._validate_order()
        self.assertNotEqual(order.state, "sale")

    def test_paper_of_a_cancelled_order_is_not_chased(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        waiver = order.order_gate_waiver_ids
        waiver.paper_due_date = fields.Date.today() - timedelta(days=2)
        self.assertIn(waiver, waiver._get_papers_to_chase())
        order._action_cancel()
        self.assertNotIn(waiver, waiver._get_papers_to_chase())

    def test_paper_that_is_due_today_is_not_chased(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        order.order_gate_waiver_ids.paper_due_date = self.company._get_local_day()
        self.assertNotIn(
            order.order_gate_waiver_ids,
            self.env["order.gate.waiver"]._get_papers_to_chase(),
        )

    def test_cancelled_and_reopened_order_is_signed_anew(self):
        order = self._walk_to("deposit")
        old = order.order_confirmation_ids
        order._action_cancel()
        order.action_draft()
        self._walk_again(order)
        with (
            self.assertRaisesRegex(UserError, "has not signed"),
            self.env.cr.savepoint(),
        ):
            self.as_("sales", order).action_confirm()
        self._send_confirmation(order)
        order.invalidate_recordset()
        self.assertNotEqual(order.order_confirmation_ids[:1], old)
        self.assertEqual(order.state, "sent")

    def _walk_again(self, order):
        for step in (self._submit, self._circulate, self._answer_all, self._close):
            step(order)
            order.invalidate_recordset()

    def test_withdrawn_review_cancels_the_confirmation_that_was_sent(self):
        order = self._walk_to("signature")
        confirmation = order.order_confirmation_ids
        order._withdraw_review()
        self.assertEqual(confirmation.state, "cancelled")
        with (
            self.assertRaisesRegex(UserError, "was changed after"),
            self.env.cr.savepoint(),
        ):
            self._sign_confirmation(order)
