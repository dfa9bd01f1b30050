from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCase


@tagged("post_install", "-at_install")
class TestAcknowledgement(ArrivalCase):
    """H9.18: the customer's answer to the shipping advice is kept, or asked for."""

    def test_a_logged_call_says_who_when_and_what(self):
        order, request, _receipt = self._get_advised_order()
        now = fields.Datetime.now()
        self.as_("customer_service", request).action_acknowledge(
            " Ms Wang ", "Has it, expects the truck.", now
        )
        self.assertEqual(request.acknowledged_by, "Ms Wang")
        self.assertEqual(request.acknowledged_how, "call")
        self.assertEqual(request.acknowledged_words, "Has it, expects the truck.")
        self.assertEqual(request.acknowledged_date, now)
        self.assertEqual(
            request.acknowledgement_user_id, self.users["customer_service"]
        )
        message = order.message_ids.filtered(lambda m: "expects the truck" in m.body)
        self.assertIn(self.users["sales"].partner_id, message.partner_ids)

    def test_the_dialog_notes_the_call(self):
        _order, request, _receipt = self._get_advised_order()
        action = self.as_("logistics", request).action_acknowledge()
        dialog = self.as_("logistics", self.env[action["res_model"]])
        dialog = dialog.with_context(**action["context"])
        dialog.create({"who": "Ms Wang", "words": "Yes."}).action_acknowledge()
        self.assertEqual(request.acknowledged_by, "Ms Wang")

    def test_all_that_is_wrong_with_a_call_is_said_at_once(self):
        _order, request, _receipt = self._get_advised_order()
        late = fields.Datetime.now() + timedelta(hours=2)
        with self._refused("lies in the future; say who answered.*; write down what"):
            self.as_("logistics", request).action_acknowledge(" ", "", late)
        early = fields.Datetime.now() - timedelta(hours=2)
        with self._refused("nobody answers before the advice was sent"):
            self.as_("logistics", request).action_acknowledge("Ms Wang", "Yes.", early)

    def test_nothing_is_acknowledged_before_it_was_advised_nor_twice(self):
        _order, request, _receipt = self._get_shipped_order()
        with self._refused("send the shipping advice first"):
            self.as_("logistics", request).action_acknowledge("Ms Wang", "Yes.")
        _order, advised, _receipt = self._get_advised_order()
        self.as_("logistics", advised).action_acknowledge("Ms Wang", "Yes.")
        with self._refused("Ms Wang has acknowledged it already"):
            self.as_("logistics", advised).action_acknowledge("Mr Li", "Yes.")

    def test_it_is_the_step_of_customer_service_and_logistics(self):
        _order, request, _receipt = self._get_advised_order()
        for kind in ("sales", "warehouse", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_acknowledge("Ms Wang", "Yes.")

    def test_the_answer_is_not_written_by_hand(self):
        _order, request, _receipt = self._get_advised_order()
        for name, value in (
            ("acknowledged_date", fields.Datetime.now()),
            ("acknowledged_by", "Ms Wang"),
            ("acknowledged_how", "portal"),
            ("acknowledgement_due_date", self._day(90)),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("customer_service", request).write({name: value})

    def test_an_advice_that_is_sent_again_is_acknowledged_anew(self):
        _order, request, _receipt = self._get_advised_order()
        self.as_("logistics", request).action_acknowledge("Ms Wang", "Yes.")
        self.as_("logistics", request).action_send_advice()
        self.assertFalse(request.acknowledged_date)
        self.assertFalse(request.acknowledged_by)

    def test_customer_service_finds_on_its_desk_what_nobody_answered(self):
        self.company.sudo().order_acknowledgement_days = 3
        _order, request, _receipt = self._get_advised_order()
        self.assertEqual(request.acknowledgement_due_date, self._day(3))
        desk = "customer_service", request, "acknowledge"
        self.assertFalse(self._get_desk(*desk))
        self._set(request, acknowledgement_due_date=self._day(-2))
        self.assertEqual(self._get_desk(*desk).due_date, self._day(-2))
        self.as_("customer_service", request).action_acknowledge("Ms Wang", "Yes.")
        self.assertFalse(self._get_desk(*desk))

    def test_what_has_arrived_is_asked_for_no_more(self):
        _order, request, _receipt = self._get_advised_order()
        self._set(request, acknowledgement_due_date=self._day(-2))
        self.as_("logistics", request).action_mark_arrived()
        self.assertFalse(self._get_desk("customer_service", request, "acknowledge"))

    def test_the_manager_sets_the_days_and_the_change_is_kept(self):
        self.company.sudo().order_acknowledgement_days = 7
        log = self.company.partner_id.message_ids[:1].body
        self.assertIn("Advice Acknowledged within (Days)", log)


@tagged("post_install", "-at_install")
class TestAcknowledgementPortal(ArrivalCase, HttpCase):
    """H5.4, H9.18: the customer follows his shipment, and says that he knows of it."""

    def _acknowledge(self, receipt, token=None):
        page = self.url_open(receipt.get_portal_url()).text
        values = {"csrf_token": self._get_csrf(page)}
        if token:
            values["access_token"] = token
        url = f"/my/receipts/{receipt.id}/acknowledge"
        answer = self.url_open(url, data=values)
        self.env.invalidate_all()
        return answer

    def test_the_page_shows_carrier_waybill_and_expected_arrival(self):
        _order, _request, receipt = self._get_advised_order()
        page = self.url_open(receipt.get_portal_url()).text
        for text in ("Pearl River Freight", "PR-778", "Expected arrival"):
            self.assertIn(text, page)

    def test_who_has_the_token_of_the_mail_acknowledges_once(self):
        _order, request, receipt = self._get_advised_order()
        self._acknowledge(receipt, receipt._portal_ensure_token())
        self.assertEqual(request.acknowledged_how, "portal")
        self.assertEqual(request.acknowledged_by, self.partners["A"].name)
        self.assertFalse(request.acknowledgement_user_id)
        first = request.acknowledged_date
        self._acknowledge(receipt, receipt._portal_ensure_token())
        self.assertEqual(request.acknowledged_date, first)
        page = self.url_open(receipt.get_portal_url()).text
        self.assertIn("was acknowledged by", page)

    def test_a_customer_who_is_logged_in_needs_no_token(self):
        _order, request, receipt = self._get_advised_order()
        user = self._log_in_customer()
        self._acknowledge(receipt)
        self.assertEqual(request.acknowledged_by, user.partner_id.name)

    def test_a_stranger_and_another_customer_acknowledge_nothing(self):
        _order, request, receipt = self._get_advised_order()
        self._acknowledge(receipt, "guess")
        self.assertFalse(request.acknowledged_date)
        self._log_in_customer("B")
        self._acknowledge(receipt)
        self.assertFalse(request.acknowledged_date)

    def test_nobody_of_the_company_acknowledges_for_the_customer(self):
        _order, request, receipt = self._get_advised_order()
        self.authenticate("otd_logistics", "otd_logistics")
        page = self.url_open(receipt.get_portal_url()).text
        self.assertNotIn("The shipping advice has reached us", page)
        self._acknowledge(receipt, receipt._portal_ensure_token())
        self.assertFalse(request.acknowledged_date)
