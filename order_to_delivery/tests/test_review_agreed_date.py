"""H9.5: a promise later than the customer wants needs the sales rep's agreement."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .change_common import ChangeMixin
from .common import OrderToDeliveryCase

NOT_AGREED = "sales rep has not agreed"


@tagged("post_install", "-at_install")
class TestReviewAgreedDate(ChangeMixin, OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.order = self._walk_to("closing")
        self.review = self.as_("deputy_general_manager", self.order.order_review_ids)

    def _day(self, days):
        return fields.Date.add(fields.Date.today(), days=days)

    def _decide(self, days, review=None, **values):
        """Let the chair write a decision that promises a day this far ahead."""
        (review or self.review).write(
            {
                "production_start_date": self._day(0),
                "finished_date": self._day(20),
                "promised_date": self._day(days),
                "packing": "Wooden case",
                **values,
            }
        )

    def _get_asked(self):
        self.env.flush_all()
        return self.env["order.desk.entry"].search(
            [("asked", "=", "agree_date"), ("sale_order_id", "=", self.order.id)]
        )

    def _get_activities(self):
        return self.order.order_review_ids.activity_ids.filtered(
            lambda activity: "Agree to promise" in (activity.summary or "")
        )

    def test_a_promise_up_to_the_wanted_day_needs_nobody(self):
        self._decide(30)
        self.assertFalse(self.review.needs_rep_agreement)
        self.assertFalse(self._get_activities() or self._get_asked())
        self.review.action_close()
        self.assertEqual(self.order.commitment_date.date(), self._day(30))

    def test_a_later_promise_waits_for_the_sales_rep(self):
        self._decide(31)
        with self.assertRaisesRegex(UserError, NOT_AGREED):
            self.review.action_close()
        with self.assertRaisesRegex(UserError, NOT_AGREED):
            # The floor asks too, whatever wrote the state.
            self.review.sudo()._set_state("closed", ["answered"])
        self.as_("sales", self.review).action_agree_date()
        self.assertEqual(self.review.rep_agreed_by_id, self.users["sales"])
        self.assertEqual(self.review.rep_agreed_promise, self._day(31))
        self.review.action_close()
        self.assertEqual(self.order.commitment_date.date(), self._day(31))

    def test_the_sales_rep_is_asked_by_activity_and_desk_until_he_agrees(self):
        self._decide(31)
        self._decide(32)
        activity = self._get_activities()
        self.assertEqual(activity.user_id, self.users["sales"])
        self.assertIn(str(self._day(32)), activity.summary)
        entry = self._get_asked()
        self.assertEqual((entry.department, entry.res_id), ("sales", self.review.id))
        reviews = self.env["order.review"].with_user(self.users["sales"])
        self.assertIn(self.review, reviews.search([("rep_asked_date", "!=", False)]))
        self.as_("sales", self.review).action_agree_date()
        self.assertFalse(self._get_activities() or self._get_asked())
        told = self.review.message_ids.filtered(lambda m: "Sales agrees" in m.body)
        chair = self.users["deputy_general_manager"].partner_id
        self.assertIn(chair, told.notified_partner_ids)
        self.assertTrue(self.review.activity_ids, "The chair still has to decide.")

    def test_what_was_agreed_holds_for_that_day_and_earlier_ones(self):
        self._decide(40)
        self.as_("sales", self.review).action_agree_date()
        self._decide(35)
        self.assertFalse(self.review.needs_rep_agreement)
        self._decide(41)
        self.assertTrue(self._get_activities() and self._get_asked())
        with self.assertRaisesRegex(UserError, NOT_AGREED):
            self.review.action_close()
        self._decide(40)
        self.assertFalse(self._get_activities() or self._get_asked())
        self.review.action_close()

    def test_nobody_but_sales_agrees_nor_writes_that_it_did(self):
        self._decide(31)
        for kind in set(self.users) - {"sales"}:
            with self.subTest(kind=kind), self.assertRaisesRegex(AccessError, "Sales"):
                self.as_(kind, self.review).action_agree_date()
        for values in (
            {"rep_agreed_promise": self._day(99)},
            {"rep_agreed_by_id": self.users["sales"].id},
            {"rep_asked_date": False},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.review.write(values)

    def test_the_chair_does_not_agree_for_sales(self):
        group = self.env.ref("order_to_delivery.group_sales")
        self.users["deputy_general_manager"].group_ids += group
        self.order.user_id = self.users["deputy_general_manager"]
        self._decide(31)
        self.assertEqual(self._get_activities().user_id, self.users["sales"])
        with self.assertRaisesRegex(UserError, "somebody else of Sales"):
            self.review.action_agree_date()

    def test_there_is_nothing_to_agree_to_in_time_or_after_the_end(self):
        self._decide(25)
        with self.assertRaisesRegex(UserError, "nobody's agreement"):
            self.as_("sales", self.review).action_agree_date()
        self.review.action_close()
        for step in ("action_agree_date", "action_decline_date"):
            with (
                self.subTest(step=step),
                self.assertRaisesRegex(UserError, "not open any more"),
            ):
                getattr(self.as_("sales", self.review), step)()

    def test_a_deputy_is_asked_for_an_absent_sales_rep(self):
        deputy = self.users["supervisor"]
        deputy.group_ids += self.env.ref("order_to_delivery.group_sales")
        self.departments["sales"].member_ids.write(
            {
                "absent_from": self._day(-1),
                "absent_to": self._day(5),
                "deputy_id": deputy.id,
            }
        )
        self._decide(31)
        self.assertEqual(self._get_activities().user_id, deputy)

    def test_a_change_that_keeps_the_promise_in_force_asks_nobody(self):
        self._decide(40)
        self.as_("sales", self.review).action_agree_date()
        self.review.action_close()
        order = self.order
        order.invalidate_recordset()
        self._send_confirmation(order)
        self._sign_confirmation(order)
        order.invalidate_recordset()
        self._propose(order, quantity=12)
        self._circulate(order)
        self._answer_all(order)
        review = self.as_("deputy_general_manager", order.order_review_ids[:1])
        self._decide(40, review)
        self.assertFalse(review.needs_rep_agreement)
        self._decide(41, review)
        self.assertTrue(review.needs_rep_agreement)

    def _decline(self, reason="The vessel sails on the 30th."):
        review = self.as_("sales", self.review)
        action = review.action_decline_date()
        dialog = self.env[action["res_model"]].with_user(self.users["sales"])
        with Form(dialog.with_context(**action["context"])) as form:
            form.reason = reason
        form.record.action_decline()

    def test_sales_declines_and_the_chair_promises_earlier(self):
        self._decide(40)
        self._decline()
        self.assertFalse(self._get_activities() or self._get_asked())
        asked = self.review.activity_ids.filtered(lambda a: "earlier" in a.summary)
        chair = self.users["deputy_general_manager"]
        self.assertEqual(asked.user_id, chair)
        told = self.review.message_ids.filtered(lambda m: "declines" in m.body)
        self.assertIn("The vessel sails", told.body)
        self.assertIn(chair.partner_id, told.notified_partner_ids)
        with self.assertRaisesRegex(UserError, "Sales declined .* The vessel sails"):
            self.review.action_close()
        self._decide(30)
        self.assertFalse(self.review.is_declined_by_rep)
        self.review.action_close()
        self.assertEqual(self.order.commitment_date.date(), self._day(30))

    def test_another_late_date_is_asked_anew_after_one_was_declined(self):
        self._decide(40)
        self._decline()
        self.assertTrue(self.review.is_declined_by_rep)
        self._decide(35)
        self.assertFalse(self.review.is_declined_by_rep)
        self.assertFalse(self.review.rep_decline_reason)
        self.assertTrue(self._get_activities() and self._get_asked())
        self.as_("sales", self.review).action_agree_date()
        self.review.action_close()

    def test_sales_may_agree_to_what_it_declined(self):
        self._decide(31)
        self._decline()
        self.as_("sales", self.review).action_agree_date()
        self.assertFalse(self.review.is_declined_by_rep)
        self.review.action_close()

    def test_nobody_but_sales_declines_and_not_without_a_reason(self):
        self._decide(31)
        for kind in set(self.users) - {"sales"}:
            with self.subTest(kind=kind), self.assertRaisesRegex(AccessError, "Sales"):
                self.as_(kind, self.review).action_decline_date("No.")
        action = self.as_("sales", self.review).action_decline_date("  ")
        self.assertEqual(action["res_model"], "order.review.decline.date")
        self.assertTrue(self._get_asked())
        with self.assertRaises(AccessError):
            self.review.write({"rep_declined_promise": self._day(31)})
        self._decide(30)
        with self.assertRaisesRegex(UserError, "nobody's agreement"):
            self.as_("sales", self.review).action_decline_date("Too late.")

    def test_sales_sees_in_the_form_what_is_asked(self):
        self._decide(31)
        with Form(self.as_("sales", self.review)) as form:
            self.assertTrue(form.needs_rep_agreement)
