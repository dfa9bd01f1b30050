"""The meeting of a review: called, moved, minuted (H1.3)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import OrderToDeliveryCase

GATE = "order.gate.review.needs.minutes"
STEPS = ("action_call_meeting", "action_sign_minutes", "action_call_off_meeting")


@tagged("post_install", "-at_install")
class TestReviewMeeting(OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.order = self._walk_to("answers")
        self.review = self.order.order_review_ids
        self.chaired = self.as_("deputy_general_manager", self.review)

    def _set_policy(self, policy):
        self.company.sudo().order_meeting_policy = policy

    def _call(self):
        self.chaired.action_call_meeting()
        return self.review.meeting_id

    def _sign(self, minutes="Two shifts until Friday."):
        self.chaired.minutes = minutes
        self.chaired.action_sign_minutes()

    def _is_closed(self, review=None):
        review = review or self.review
        reasons = self.env["order.gate"]._get_reasons("review", review)
        return GATE in {reason.gate for reason in reasons[review]}

    def _get_asked(self):
        """Return who is asked to hold a meeting, or to call another."""
        kind = self.env.ref("mail.mail_activity_data_meeting")
        return self.review.activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def _get_last_words(self):
        self.env.flush_all()
        return self.review.message_ids[:1].body

    def test_review_needs_minutes(self):
        for policy, uncalled, called in (
            ("required", True, True),
            ("on_demand", False, True),
            ("none", False, False),
        ):
            with self.subTest(policy=policy):
                self._set_policy(policy)
                self.assertEqual(self._is_closed(), uncalled)
                self._call()
                self.assertEqual(self._is_closed(), called)
                self.chaired.action_call_off_meeting()
        self._set_policy("required")
        self._call()
        self._sign()
        self.assertFalse(self._is_closed())

    def test_the_chair_decides_once_the_minutes_are_signed(self):
        self._call()
        self._answer_all(self.order)
        with self.assertRaisesRegex(UserError, "minutes of the review meeting"):
            self._close(self.order)
        self._sign()
        self._close(self.order)
        self.assertEqual(self.review.state, "closed")

    def test_no_write_past_the_button_closes_without_minutes(self):
        self._set_policy("required")
        self._answer_all(self.order)
        with self.assertRaisesRegex(UserError, "No review meeting was held"):
            self._close(self.order)
        with self.assertRaisesRegex(UserError, "No review meeting was held"):
            self.review.sudo().write({"state": "closed"})
            self.env.flush_all()

    def test_a_standard_order_needs_no_meeting(self):
        self._set_policy("required")
        order = self._take_order(lines=[(self.stocked, 5)])
        self._submit(order)
        self._answer_all(order)
        self.assertEqual(order.order_review_ids.state, "closed")

    def test_the_heads_of_the_seats_are_invited_for_the_next_worked_morning(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        deputy = new_test_user(
            self.env, "otd_deputy", "order_to_delivery.group_quality", name="Deputy"
        )
        today = self.company._get_local_day()
        self.departments["quality"].member_ids.write(
            {"deputy_id": deputy.id, "absent_from": today, "absent_to": today}
        )
        meeting = self._call()
        kinds = ("technical", "production", "material_control")
        people = deputy | self.users["deputy_general_manager"]
        people = people.union(*(self.users[kind] for kind in kinds))
        self.assertEqual(meeting.partner_ids, people.partner_id)
        self.assertEqual((meeting.start.hour, meeting.duration), (2, 1))
        day = self.env["order.workday"]._count_forward(self.company, today, 1)
        self.assertEqual(meeting.start.date(), day)
        self.assertEqual(
            (meeting.res_model, meeting.res_id), (self.review._name, self.review.id)
        )

    def test_where_answers_are_due_today_the_heads_meet_at_once(self):
        self.review.sudo().due_date = self.company._get_local_day()
        meeting = self._call()
        minutes = (meeting.start - fields.Datetime.now()).total_seconds() / 60
        self.assertLessEqual(minutes, 60)
        self.assertGreater(minutes, -1)

    def test_a_meeting_is_called_once(self):
        meeting = self._call()
        action = self.chaired.action_call_meeting()
        self.assertEqual(action["res_id"], meeting.id)
        self.assertEqual(len(self._get_asked()), 1)
        self.assertFalse(meeting.activity_ids)
        self.assertEqual(self.review.meeting_called_by_id, self.chaired.env.user)

    def test_it_is_called_while_the_departments_are_asked(self):
        review = self._submit(self._take_order())
        with self.assertRaisesRegex(UserError, "Submitted: this step is not open"):
            self.as_("deputy_general_manager", review).action_call_meeting()

    def test_only_the_chair_calls_minutes_and_calls_off(self):
        self._call()
        self.chaired.minutes = "Two shifts."
        for kind in set(self.users) - {"deputy_general_manager"}:
            review = self.as_(kind, self.review)
            for step in STEPS:
                with self.subTest(kind=kind, step=step), self.assertRaises(AccessError):
                    getattr(review, step)()
            with self.assertRaises(AccessError):
                review.write({"minutes": "Agreed."})

    def test_who_submitted_holds_no_meeting_about_it(self):
        self._call()
        self.review.sudo().requested_by_id = self.chaired.env.user
        for step in STEPS:
            with self.subTest(step=step):
                with self.assertRaisesRegex(UserError, "submitted this order"):
                    getattr(self.chaired, step)()

    def test_nobody_writes_the_signature_of_minutes(self):
        for values in (
            {"minutes_date": fields.Datetime.now()},
            {"minutes_by_id": self.chaired.env.uid},
            {"meeting_called_date": False},
            {"meeting_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.chaired.write(values)

    def test_minutes_are_written_before_they_are_signed_and_stay(self):
        self._call()
        with self.assertRaisesRegex(UserError, "write down under Minutes"):
            self.chaired.action_sign_minutes()
        with Form(self.chaired) as form:
            form.minutes = "Two shifts until Friday."
        self.chaired.action_sign_minutes()
        self.assertEqual(self.review.minutes_by_id, self.chaired.env.user)
        self.assertFalse(self._get_asked())
        for review in (self.chaired, self.review.sudo()):
            with self.assertRaisesRegex(UserError, "stay as they are"):
                review.minutes = "One shift."
        with self.assertRaisesRegex(UserError, "stay as they are"):
            self.chaired.action_call_off_meeting()

    def test_signed_minutes_end_what_is_done_about_the_meeting(self):
        self._call()
        self._sign()
        for step in STEPS:
            with (
                self.subTest(step=step),
                self.assertRaisesRegex(UserError, "stay as they are"),
            ):
                getattr(self.chaired, step)()

    def test_a_review_that_is_over_is_minuted_and_called_off_no_more(self):
        self._call()
        self.chaired.write({"minutes": "No cams.", "conditions": "No cams."})
        self.chaired.action_refuse()
        for step in STEPS:
            with (
                self.subTest(step=step),
                self.assertRaisesRegex(UserError, "not open any more"),
            ):
                getattr(self.chaired, step)()

    def test_minutes_are_told_to_who_was_invited(self):
        self._call()
        self._sign()
        message = self.review.message_ids[:1]
        self.assertIn("Two shifts until Friday", message.body)
        heads = self.review.signoff_ids.user_id.partner_id
        self.assertEqual(message.notified_partner_ids, heads)

    def test_the_chairs_desk_asks_for_minutes(self):
        entries = self.as_("deputy_general_manager", self.env["order.desk.entry"])
        mine = [("is_mine", "=", True), ("asked", "=", "sign_minutes")]
        self.assertFalse(entries.search(mine))
        self._call()
        self.env.flush_all()
        entry = entries.search(mine)
        self.assertEqual(entry.action_open()["res_id"], self.review.id)
        self._sign()
        self.env.flush_all()
        self.assertFalse(entries.search(mine))

    def test_the_review_says_that_its_meeting_moved(self):
        meeting = self._call()
        start = fields.Datetime.add(meeting.start, days=1)
        stop = fields.Datetime.add(meeting.stop, days=1)
        self.as_("technical", meeting).write({"start": start, "stop": stop})
        self.assertIn("moved", self._get_last_words())
        self.assertEqual(self.review.meeting_date, start)
        day = self.company._get_local_day(start)
        self.assertEqual(self._get_asked().date_deadline, day)
        count = len(self.review.message_ids)
        meeting.write({"start": start, "name": "Heads"})
        self.assertEqual(len(self.review.message_ids), count)

    def test_a_cancelled_meeting_opens_no_gate_and_asks_for_another(self):
        for cancel in (
            lambda meeting: meeting.write({"active": False}),
            lambda meeting: meeting.unlink(),
        ):
            cancel(self.as_("quality", self._call()))
            self.env.flush_all()
            self.assertIn("cancelled", self._get_last_words())
            self.assertTrue(self._is_closed())
            self.assertFalse(self.review.meeting_id)
            self.assertIn("call another", self._get_asked().summary)
            self.assertEqual(self._get_asked().user_id, self.chaired.env.user)
        self._call()
        self.assertEqual(len(self._get_asked()), 1)

    def test_nobody_comes_to_a_meeting_about_what_was_taken_back(self):
        meeting = self._call()
        self.order._withdraw_review()
        self.assertFalse(meeting.active)
        self.assertNotIn("cancelled", self._get_last_words())

    def test_any_other_meeting_moves_as_before(self):
        start = fields.Datetime.now()
        event = self.env["calendar.event"].create(
            {
                "name": "Lunch",
                "start": start,
                "stop": fields.Datetime.add(start, hours=1),
            }
        )
        self._call()
        count = len(self.review.message_ids)
        event.write({"stop": fields.Datetime.add(start, hours=2)})
        event.unlink()
        self.assertEqual(len(self.review.message_ids), count)

    def test_a_change_is_decided_without_the_meeting_of_the_round_before(self):
        self._call()
        self._answer_all(self.order)
        self._sign()
        self._close(self.order)
        self.order._withdraw_review()
        review = self._submit(self.order)
        self._circulate(self.order)
        self.assertFalse(self._is_closed(review))
        self._set_policy("required")
        self.assertTrue(self._is_closed(review))

    def test_where_a_seat_has_no_head_who_was_asked_is_invited(self):
        self.departments["technical"].head_id = False
        meeting = self._call()
        self.assertIn(self.users["technical"].partner_id, meeting.partner_ids)
