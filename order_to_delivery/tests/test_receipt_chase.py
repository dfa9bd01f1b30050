from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .arrival_common import ArrivalCase


@tagged("post_install", "-at_install")
class TestReceiptChase(ArrivalCase):
    """H9.19: the signed receipt comes back, or it is asked for, once per stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().write(
            {"order_receipt_days": 3, "order_deadline_days": "calendar"}
        )

    def _get_arrived(self, days=0):
        order, request, receipt = self._get_advised_order()
        left = self.env.cr.now() - timedelta(days=30)
        self.env.cr.execute(
            "UPDATE order_delivery_receipt SET create_date = %s WHERE id = %s",
            (left, receipt.id),
        )
        receipt.invalidate_recordset(["create_date"])
        self.as_("logistics", request).action_mark_arrived(self._day(days))
        return order, request, receipt

    def _get_reminders(self, receipt):
        return receipt.message_ids.filtered(
            lambda m: "has not come back to us" in m.body
        )

    def _get_escalations(self, receipt):
        return self.env["mail.message"].search(
            [
                ("model", "=", receipt._name),
                ("res_id", "=", receipt.id),
                ("message_type", "=", "user_notification"),
                ("subject", "like", "Signed receipts missing"),
            ]
        )

    def test_arrival_says_by_when_the_receipt_is_back(self):
        _order, _request, receipt = self._get_arrived(-1)
        self.assertEqual(receipt.due_date, self._day(2))
        entry = self._get_desk("logistics", receipt, "receipt")
        self.assertEqual(entry.due_date, self._day(2))
        self.assertFalse(entry.is_late)

    def test_what_has_not_arrived_is_not_asked_for(self):
        _order, _request, receipt = self._get_advised_order()
        self._run_cron("chase_receipts")
        self.assertFalse(receipt.due_date)

    def test_goods_that_left_without_a_request_count_from_that_day(self):
        _order, _request, receipt = self._get_advised_order()
        self._set(receipt, shipping_request_id=False)
        self._run_cron("chase_receipts")
        self.assertEqual(receipt.due_date, self._day(3))

    def test_the_customer_is_reminded_once(self):
        _order, _request, receipt = self._get_arrived(-4)
        for _morning in range(3):
            self._run_cron("chase_receipts")
        self.assertEqual(receipt.reminded_date, self._day())
        [mail] = self._get_reminders(receipt)
        self.assertIn(self.partners["A"], mail.partner_ids)
        self.assertIn("/my/receipts/", mail.body)
        self.assertFalse(receipt.escalated_date)
        self.assertTrue(self._get_desk("logistics", receipt, "receipt").is_late)

    def test_nobody_is_reminded_on_the_day_itself(self):
        _order, _request, receipt = self._get_arrived(-3)
        self._run_cron("chase_receipts")
        self.assertFalse(receipt.reminded_date)

    def test_the_superior_is_told_once_of_what_still_lacks(self):
        superior = self.users["supervisor"]
        self.env["order.department"].search(
            [("kind", "=", "logistics"), ("company_id", "=", self.company.id)]
        ).superior_id = superior
        _order, _request, receipt = self._get_arrived(-6)
        self._run_cron("chase_receipts")
        self.assertFalse(receipt.escalated_date)
        with freeze_time(self._day(2)):
            for _morning in range(2):
                self._run_cron("chase_receipts")
        [message] = self._get_escalations(receipt)
        self.assertEqual(message.partner_ids, superior.partner_id)
        self.assertIn(receipt.name, message.body)

    def test_without_a_superior_the_deputy_general_manager_is_told(self):
        _order, _request, receipt = self._get_arrived(-20)
        self._run_cron("chase_receipts")
        [message] = self._get_escalations(receipt)
        head = self.users["deputy_general_manager"]
        self.assertEqual(message.partner_ids, head.partner_id)

    def test_what_came_back_is_not_chased(self):
        _order, _request, receipt = self._get_arrived(-20)
        self._sign_paper(receipt)
        self._run_cron("chase_receipts")
        self.assertFalse(receipt.reminded_date)

    def test_with_the_switch_off_nobody_is_chased(self):
        _order, _request, receipt = self._get_arrived(-20)
        self.company.sudo().use_order_to_delivery = False
        self._run_cron("chase_receipts")
        self.assertFalse(receipt.reminded_date)

    def test_a_stage_is_not_written_by_hand(self):
        _order, _request, receipt = self._get_arrived()
        for name in ("due_date", "reminded_date", "escalated_date"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("logistics", receipt).write({name: self._day(90)})

    # What a signed receipt proves

    def test_a_signed_receipt_proves_the_arrival(self):
        """H9.18: nobody is asked about goods that the customer has signed for."""
        _order, request, receipt = self._get_advised_order(days=0)
        self._sign_paper(receipt)
        self.assertEqual(request.arrived_date, self._day())

    def test_the_receipt_of_a_part_proves_no_arrival(self):
        order, request, receipt = self._get_advised_order(quantity=4)
        self._sign_paper(receipt)
        self.assertFalse(request.arrived_date)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        order.invalidate_recordset()
        self._sign_paper(order.order_delivery_receipt_ids - receipt)
        self.assertEqual(request.arrived_date, self._day())

    # Differences that a clerk files

    def test_customer_service_owns_a_difference_until_it_is_settled(self):
        """H8.8: what arrived otherwise than it was sent has an owner."""
        _order, _request, receipt = self._get_advised_order()
        self.as_("logistics", receipt.line_ids).received_quantity = 9
        self._sign_paper(receipt)
        self.assertEqual(receipt.difference_state, "open")
        owner = self.users["customer_service"]
        self.assertEqual(receipt.difference_user_id, owner)
        self.assertEqual(receipt.activity_ids.user_id, owner)
        desk = "customer_service", receipt, "settle_difference"
        self.assertTrue(self._get_desk(*desk))
        with self._refused("write down how"):
            self.as_("customer_service", receipt).action_settle_difference(" ")
        self.as_("customer_service", receipt).action_settle_difference("Sent again.")
        self.assertEqual(receipt.difference_state, "settled")
        self.assertEqual(receipt.difference_answer, "Sent again.")
        self.assertEqual(receipt.difference_settled_by_id, owner)
        self.assertFalse(receipt.activity_ids)
        self.assertFalse(self._get_desk(*desk))
        with self._refused("no open difference"):
            self.as_("customer_service", receipt).action_settle_difference("Again.")

    def test_only_customer_service_settles_and_nobody_by_hand(self):
        _order, _request, receipt = self._get_advised_order()
        self.as_("logistics", receipt.line_ids).remark = "Box wet"
        self._sign_paper(receipt)
        for kind in ("sales", "logistics", "finance"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, receipt).action_settle_difference("Mine.")
        with self.assertRaises(AccessError):
            self.as_("customer_service", receipt).difference_state = "settled"

    def test_the_dialog_settles_a_difference(self):
        _order, _request, receipt = self._get_advised_order()
        self.as_("logistics", receipt.line_ids).remark = "Box wet"
        self._sign_paper(receipt)
        clerk = self.as_("customer_service", receipt)
        action = clerk.action_settle_difference()
        dialog = clerk.env[action["res_model"]].with_context(**action["context"])
        dialog.create({"answer": "Credited."}).action_settle()
        self.assertEqual(receipt.difference_state, "settled")

    def test_what_arrived_as_sent_needs_no_follow_up(self):
        _order, _request, receipt = self._get_advised_order()
        self._sign_paper(receipt)
        self.assertFalse(receipt.difference_state)

    def test_nobody_receives_less_than_nothing(self):
        _order, _request, receipt = self._get_advised_order()
        less = Command.update(receipt.line_ids.id, {"received_quantity": -1})
        with self.assertRaisesRegex(Exception, "received_not_negative"):
            receipt.write({"line_ids": [less]})
            self.env.flush_all()
