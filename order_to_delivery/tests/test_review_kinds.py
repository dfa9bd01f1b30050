"""Standard orders, routes round the review, and what people see of it."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReviewKinds(OrderToDeliveryCase):
    def _seat(self, review, kind):
        return review.signoff_ids.filtered(lambda s: s.kind == kind)

    def _day(self, days):
        return fields.Date.add(fields.Date.today(), days=days)

    def test_an_order_is_not_confirmed_before_its_review(self):
        order = self._take_order()
        for step, text in (
            (lambda o: None, "not submitted for review"),
            (self._submit, "waits to be circulated"),
            (self._circulate, "Production has not answered"),
            (self._answer_all, "waits to be decided"),
        ):
            step(order)
            order.invalidate_recordset()
            for act in (order.action_confirm, lambda: order.write({"state": "sale"})):
                with self.assertRaisesRegex(UserError, text):
                    act()

    def test_an_order_is_not_created_or_imported_as_a_sale(self):
        orders = self.env["sale.order"].with_user(self.users["sales"])
        with self.assertRaisesRegex(UserError, "not submitted for review"):
            orders.create({"partner_id": self.partners["B"].id, "state": "sale"})
        result = orders.load(
            ["partner_id/.id", "state"], [[str(self.partners["B"].id), "sale"]]
        )
        self.assertIn("not submitted", result["messages"][0]["message"])

    def test_a_standard_order_is_agreed_by_one_seat_in_one_press(self):
        order = self._take_order(lines=[(self.stocked, 5), (self.service, 1)])
        review = self._submit(order)
        self.assertEqual((review.kind, review.state), ("standard", "circulated"))
        seat = review.signoff_ids
        self.assertEqual(seat.kind, "customer_service")
        self.as_("customer_service", seat).action_agree()
        self.assertEqual(review.state, "closed")
        self.assertEqual(review.promised_date, order.wanted_date)
        self.assertEqual(order.commitment_date.date(), order.wanted_date)

    def test_an_order_below_list_price_or_changed_is_no_standard_order(self):
        cheap = self._take_order(lines=[(self.stocked, 5)])
        cheap.order_line.price_unit = 19
        changed = self._take_order(lines=[(self.stocked, 5)])
        changed.order_line.change_kind = "changed"
        for order in (cheap, changed):
            self.assertEqual(self._submit(order).kind, "full")

    def test_a_review_is_never_asked_of_nobody(self):
        self.departments["customer_service"].seat = "none"
        with self.assertRaisesRegex(UserError, "of nobody: the manager"):
            self._submit(self._take_order(lines=[(self.stocked, 5)]))
        order = self._take_order()
        self._submit(order)
        for department in self.departments.values():
            department.seat = "none"
        with self.assertRaisesRegex(UserError, "of nobody: the manager"):
            self._circulate(order)

    def test_a_changed_product_needs_a_technical_department_to_confirm_it(self):
        self.departments["technical"].unlink()
        order = self._take_order()
        order.order_line.change_kind = "changed"
        self._submit(order)
        with self.assertRaisesRegex(UserError, "sets up a technical department"):
            self._circulate(order)
        self.assertEqual(order.order_review_ids.state, "submitted")

    def test_a_seat_that_nobody_can_take_stops_the_circulation(self):
        self.departments["quality"].member_ids.unlink()
        self.departments["quality"].head_id = False
        order = self._take_order()
        review = self._submit(order)
        with self.assertRaisesRegex(UserError, "Nobody could answer .* for Quality"):
            self._circulate(order)
        self.assertEqual(review.state, "submitted")
        self.assertFalse(review.signoff_ids)

    def test_the_clerk_who_submits_does_not_answer_the_own_standard_order(self):
        order = self._take_order(lines=[(self.stocked, 5)])
        order.user_id = self.users["customer_service"]
        self.as_("customer_service", order).action_submit_for_review()
        order.invalidate_recordset()
        seat = order.order_review_ids.signoff_ids
        self.assertEqual(seat.user_id, self.users["clerk"])
        with self.assertRaisesRegex(UserError, "asked for this"):
            self.as_("customer_service", seat).action_agree()

    def test_each_department_reads_and_answers_in_its_form(self):
        order = self._walk_to("answers")
        for signoff in order.order_review_ids.signoff_ids:
            with self.subTest(kind=signoff.kind):
                with Form(self.as_(signoff.kind, signoff)) as form:
                    form.text = "Seen."
                self.assertEqual(signoff.text, "Seen.")
                self.assertIn("Control Cabinet", signoff.content)
                self.assertNotIn("1000", signoff.content)
        review = self.as_("deputy_general_manager", order.order_review_ids)
        with Form(review) as form:
            form.promised_date = self._day(40)
        self.assertEqual(review.promised_date, self._day(40))

    def test_what_waits_for_me_and_what_is_late_can_be_searched(self):
        order = self._walk_to("answers")
        review = order.order_review_ids
        reviews = self.env["order.review"]
        mine = reviews.with_user(self.users["technical"])
        self.assertEqual(mine.search([("is_mine", "=", True)]), review)
        self.assertFalse(
            reviews.with_user(self.users["finance"]).search([("is_mine", "=", True)])
        )
        self.assertNotIn(review, reviews.search([("is_late", "=", True)]))
        review.due_date = self._day(-1)
        review.signoff_ids.due_date = self._day(-1)
        self.assertIn(review, reviews.search([("is_late", "=", True)]))
        self.assertTrue(review.is_late)
        late = self.env["order.review.signoff"].search([("is_late", "=", True)])
        self.assertLessEqual(review.signoff_ids, late)

    def test_one_answer_costs_few_queries_however_many_lines(self):
        self.walk_anew()

        def count(lines):
            order = self._walk_to("answers", lines=[(self.product, 1)] * lines)
            signoff = self._seat(order.order_review_ids, "quality")
            signoff.text = "Yes"
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.as_("quality", signoff).action_agree()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(1)
        few, many = count(1), count(20)
        self.assertLessEqual(few, 45)
        self.assertLessEqual(many, few)
