"""The chair of a review is never who submitted the order (H1.2, H4.4)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .cases import covers
from .common import OrderToDeliveryCase
from .routes_common import RouteMixin

STEPS = ("action_circulate", "action_close", "action_refuse")


@tagged("post_install", "-at_install")
class TestReviewChair(RouteMixin, OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.chair = self.users["deputy_general_manager"]
        self.chair.group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_sales").id)
        ]

    def _submit_as_chair(self):
        order = self._take_order()
        order.user_id = self.chair
        self.as_("deputy_general_manager", order).action_submit_for_review()
        order.invalidate_recordset()
        return order.order_review_ids[:1]

    def _add_chair(self, name, **values):
        user = new_test_user(
            self.env,
            f"otd_{name}",
            "order_to_delivery.group_deputy_general_manager",
            name=name.title(),
            **values,
        )
        self.users = {**self.users, name: user}
        return user

    @covers("review.self", route=("rpc",), role="deputy_general_manager")
    def test_the_chair_neither_circulates_nor_decides_what_he_submitted(self):
        review = self._submit_as_chair()
        other = self._submit(self._take_order())
        for reviews in (review, review | other):
            for step in STEPS:
                with self.subTest(step=step), self._refusal("submitted this order"):
                    self.call("deputy_general_manager", reviews, step)
        self.assertEqual((review | other).mapped("state"), ["submitted"] * 2)

    def test_who_was_refused_is_told_whom_to_ask(self):
        self.departments["deputy_general_manager"].member_ids = [
            Command.create({"user_id": self._add_chair("second").id})
        ]
        review = self._submit_as_chair()
        with self.assertRaisesRegex(UserError, "Ask somebody else: Second"):
            self.as_("deputy_general_manager", review).action_circulate()

    def test_another_member_is_asked_and_circulates_and_decides(self):
        self.departments["deputy_general_manager"].member_ids = [
            Command.create({"user_id": self._add_chair("second").id})
        ]
        review = self._submit_as_chair()
        self.assertEqual(review.activity_ids.user_id, self.users["second"])
        self.as_("second", review).action_circulate()
        self._answer_all(review.sale_order_id)
        self.assertEqual(review.activity_ids.user_id, self.users["second"])
        with self.assertRaisesRegex(UserError, "submitted this order"):
            self.as_("deputy_general_manager", review).action_close()
        review.conditions = "Not this year."
        self.as_("second", review).action_refuse()
        self.assertEqual(review.state, "refused")

    def test_where_nobody_else_can_the_superior_does(self):
        department = self.departments["deputy_general_manager"]
        review = self._submit_as_chair()
        self.assertFalse(review.activity_ids)
        with self.assertRaisesRegex(UserError, "another member, or a superior"):
            self.as_("deputy_general_manager", review).action_circulate()
        review.sale_order_id._withdraw_review()
        department.superior_id = self._add_chair("general_manager")
        review = self._submit_as_chair()
        self.assertEqual(review.activity_ids.user_id, self.users["general_manager"])
        with self.assertRaisesRegex(UserError, "else: General_Manager"):
            self.as_("deputy_general_manager", review).action_circulate()
        self.as_("general_manager", review).action_circulate()
        self.assertEqual(review.state, "circulated")

    def test_late_circulation_is_not_told_to_who_submitted(self):
        second = self._add_chair("second")
        self.departments["deputy_general_manager"].member_ids = [
            Command.create({"user_id": second.id})
        ]
        review = self._submit_as_chair()
        told = {event: user for event, _day, user in review._get_notices()}
        self.assertEqual(told["circulate_late"], second)

    def test_a_chair_on_leave_is_replaced_by_the_deputy(self):
        deputy = self._add_chair("deputy")
        order = self._walk_to("answers")
        member = self.departments["deputy_general_manager"].member_ids
        member.deputy_id = deputy
        today = self.company._get_local_day()
        member.write({"absent_from": today, "absent_to": today})
        self._answer_all(order)
        review = order.order_review_ids
        self.assertEqual(review.chair_id, self.chair)
        self.assertEqual(review.activity_ids.user_id, deputy)

    def test_a_standard_order_needs_no_chair_whoever_submits(self):
        order = self._take_order(lines=[(self.stocked, 5)])
        order.user_id = self.chair
        self.as_("deputy_general_manager", order).action_submit_for_review()
        order.invalidate_recordset()
        self._answer_all(order)
        self.assertEqual(order.order_review_ids.state, "closed")
