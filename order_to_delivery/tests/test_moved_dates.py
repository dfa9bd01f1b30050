"""Days that only pass make no other order: what was sent can still be signed (H9.9)."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestMovedDates(OrderToDeliveryCase):
    def _move(self, order, days=3):
        order._move_dates(
            cause="late_material", finished=order.finished_date + timedelta(days=days)
        )
        order.invalidate_recordset()

    def test_sent_confirmation_is_signed_after_its_dates_moved(self):
        order = self._walk_to("signature")
        sent = order.order_confirmation_ids
        self._move(order)
        self.assertNotEqual(
            sent.content_hash, order._get_content_hashes()[order]["content"]
        )
        self.assertFalse(sent._reason_not_signable())
        self._sign_confirmation(order)
        self.assertEqual((sent.state, order.state), ("accepted", "sale"))
        self.assertEqual(order.current_revision_id, sent.revision_id)

    def test_paper_on_its_way_is_accepted_after_its_dates_moved(self):
        order = self._walk_to("signature")
        sent = order.order_confirmation_ids
        self.as_("customer_service", sent).action_send_again()
        self._move(order)
        self._move(order)
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    def test_paper_that_grade_a_owes_is_signed_after_its_dates_moved(self):
        order = self._walk_to("signature", grade="A")
        self.as_("sales", order).action_confirm()
        self._move(order)
        self._sign_confirmation(order)
        self.assertEqual(order.order_confirmation_ids.state, "accepted")
        self.assertEqual(order.order_gate_waiver_ids.mapped("state"), ["settled"])

    def test_confirmation_is_sent_first_after_the_dates_moved(self):
        order = self._walk_to("confirmation")
        self._move(order)
        self._send_confirmation(order)
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    def test_any_other_change_after_the_move_is_another_order(self):
        tax = self.env["account.tax"].create({"name": "VAT 13", "amount": 13})
        self.product.taxes_id = tax
        order = self._walk_to("signature")
        self._move(order)
        tax.amount = 9
        with self.assertRaisesRegex(UserError, "was changed after"):
            self._sign_confirmation(order)
        tax.amount = 13
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    def test_a_move_forgives_no_change_that_was_there_before(self):
        tax = self.env["account.tax"].create({"name": "VAT 13", "amount": 13})
        self.product.taxes_id = tax
        order = self._walk_to("signature")
        tax.amount = 9
        self._move(order)
        with self.assertRaisesRegex(UserError, "was changed after"):
            self._sign_confirmation(order)

    def test_nobody_writes_by_hand_what_an_order_may_say(self):
        order = self._walk_to("signature")
        revision = order.order_confirmation_ids.revision_id
        for kind in ("sales", "customer_service", "deputy_general_manager"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, revision).write({"moved_hash": "0" * 64})
