from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .arrival_common import ArrivalCase

STORM = "Typhoon, the port is closed."


@tagged("post_install", "-at_install")
class TestArrival(ArrivalCase):
    """H9.18: what is on its way is followed until it arrives."""

    # Delayed

    def test_a_delay_is_told_to_the_customer_and_to_sales(self):
        """H8.7, H9.18: transport problems reach the customer."""
        order, request, _receipt = self._get_advised_order(days=5)
        self.assertEqual(request.arrival_state, "expected")
        self.as_("logistics", request).action_mark_delayed(self._day(9), STORM)
        self.assertEqual(request.arrival_state, "delayed")
        self.assertEqual(request.expected_arrival_date, self._day(9))
        self.assertEqual(request.advised_arrival_date, self._day(5))
        self.assertEqual(request.delayed_by_id, self.users["logistics"])
        mail = request.message_ids.filtered(lambda m: "Typhoon" in m.body)
        self.assertIn(self.partners["A"], mail.partner_ids)
        told = order.message_ids.filtered(lambda m: "is delayed" in m.body)
        self.assertIn(self.users["sales"].partner_id, told.partner_ids)

    def test_the_promise_stays_and_the_ledger_has_each_new_day(self):
        order, request, _receipt = self._get_advised_order(days=5)
        promise = order.commitment_date
        for days in (9, 12):
            self.as_("logistics", request).action_mark_delayed(self._day(days), STORM)
        self.assertEqual(order.commitment_date, promise)
        moves = order.order_date_change_ids.filtered(lambda c: c.kind == "arrival")
        self.assertEqual(
            set(moves.mapped(lambda c: (c.old_date, c.new_date))),
            {(self._day(5), self._day(9)), (self._day(9), self._day(12))},
        )
        self.assertEqual(set(moves.mapped("cause")), {"transport"})
        self.assertEqual(moves.owner_id, self.users["logistics"])
        self.assertEqual(request.advised_arrival_date, self._day(5))

    def test_all_that_lacks_for_a_delay_is_said_at_once(self):
        _order, request, _receipt = self._get_advised_order(days=5)
        with self._refused("name a day after .*; say why it is delayed"):
            self.as_("logistics", request).action_mark_delayed(self._day(5), " ")
        _order, unadvised, _receipt = self._get_shipped_order()
        with self._refused("send the shipping advice first"):
            self.as_("logistics", unadvised).action_mark_delayed(self._day(5), STORM)
        self.as_("logistics", request).action_mark_arrived()
        with self._refused("it arrived on"):
            self.as_("logistics", request).action_mark_delayed(self._day(9), STORM)

    def test_a_later_day_is_not_written_in_silence(self):
        _order, request, _receipt = self._get_advised_order(days=5)
        for day in (self._day(9), False):
            with self.subTest(day), self._refused("the customer was told"):
                self.as_("logistics", request).expected_arrival_date = day
        self.as_("logistics", request).expected_arrival_date = self._day(4)
        self.assertEqual(request.expected_arrival_date, self._day(4))

    def test_it_is_the_step_of_customer_service_and_logistics(self):
        _order, request, _receipt = self._get_advised_order()
        for kind in ("sales", "warehouse", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_mark_delayed(self._day(9), STORM)

    def test_arrival_and_delay_are_not_written_by_hand(self):
        _order, request, _receipt = self._get_advised_order()
        for name, value in (
            ("arrived_date", self._day()),
            ("delayed_date", fields.Datetime.now()),
            ("advised_arrival_date", self._day(30)),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("logistics", request).write({name: value})

    def test_the_dialog_notes_a_delay_or_an_arrival(self):
        _order, request, _receipt = self._get_advised_order(days=5)
        clerk = self.as_("logistics", request)
        for action, values in (
            (clerk.action_mark_delayed(), {"date": self._day(9), "reason": STORM}),
            (clerk.action_open_follow(), {"date": self._day()}),
        ):
            dialog = self.as_("logistics", self.env[action["res_model"]])
            dialog.with_context(**action["context"]).create(values).action_follow()
        self.assertEqual(request.delay_reason, STORM)
        self.assertEqual(request.arrived_date, self._day())

    # Arrived

    def test_an_arrival_is_noted_once_and_never_ahead(self):
        _order, request, _receipt = self._get_advised_order()
        with self._refused("lies in the future"):
            self.as_("logistics", request).action_mark_arrived(self._day(1))
        self.as_("logistics", request).action_mark_arrived(self._day(-1))
        self.assertEqual(request.arrived_date, self._day(-1))
        self.assertEqual(request.arrival_state, "arrived")
        with self._refused("it arrived on"):
            self.as_("logistics", request).action_mark_arrived()

    # Overdue

    def _get_asked(self, request):
        return request.activity_ids.filtered(lambda a: "Find out" in a.summary)

    def test_logistics_is_asked_once_about_an_arrival_that_passed(self):
        _order, request, _receipt = self._get_advised_order(days=1)
        self._run_cron("follow_arrivals")
        self.assertFalse(self._get_asked(request))
        self._set(request, expected_arrival_date=self._day(-2))
        for _morning in range(2):
            self._run_cron("follow_arrivals")
        [asked] = self._get_asked(request)
        self.assertEqual(asked.user_id, self.users["logistics"])
        entry = self._get_desk("logistics", request, "arrival")
        self.assertEqual(entry.due_date, self._day(-2))
        self.as_("logistics", request).action_mark_arrived()
        self.assertFalse(self._get_asked(request))
        self.assertFalse(self._get_desk("logistics", request, "arrival"))

    def test_after_a_delay_the_new_day_is_asked_about_again(self):
        _order, request, _receipt = self._get_advised_order(days=1)
        self._set(request, expected_arrival_date=self._day(-2))
        self._run_cron("follow_arrivals")
        self.as_("logistics", request).action_mark_delayed(self._day(2), STORM)
        self.assertFalse(self._get_asked(request))
        self.assertFalse(self._get_desk("logistics", request, "arrival"))
        self._set(request, expected_arrival_date=self._day(-1))
        self._run_cron("follow_arrivals")
        self.assertEqual(len(self._get_asked(request)), 1)

    def test_with_the_switch_off_nobody_is_asked(self):
        _order, request, _receipt = self._get_advised_order(days=1)
        self._set(request, expected_arrival_date=self._day(-2))
        self.company.sudo().use_order_to_delivery = False
        self._run_cron("follow_arrivals")
        self.assertFalse(self._get_asked(request))

    def test_the_list_on_the_way_has_what_was_advised_and_did_not_arrive(self):
        _order, request, _receipt = self._get_advised_order()
        _order, unadvised, _receipt = self._get_shipped_order()
        action = self.env.ref("order_to_delivery.order_shipping_request_action_way")
        domain = [("advice_date", "!=", False), ("arrived_date", "=", False)]
        self.assertEqual(action.domain, str(domain))
        found = self.as_("logistics", request.browse()).search(domain)
        self.assertIn(request, found)
        self.assertNotIn(unadvised, found)
