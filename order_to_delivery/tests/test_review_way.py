"""The way through the review, as each department walks it (H1.1 – H1.5, H9.5)."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import covers
from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReviewWay(OrderToDeliveryCase):
    def _seat(self, review, kind):
        return review.signoff_ids.filtered(lambda s: s.kind == kind)

    def _day(self, days):
        return fields.Date.add(fields.Date.today(), days=days)

    def test_an_order_goes_from_sales_through_the_departments_to_its_dates(self):
        order = self._take_order()
        review = self._submit(order)
        self.assertEqual(review.state, "submitted")
        self.assertTrue(order.is_content_locked)
        self._circulate(order)
        self.assertEqual(
            set(review.signoff_ids.mapped("kind")),
            {"technical", "quality", "material_control", "production"},
        )
        self._answer_all(order)
        self.assertEqual(review.state, "answered")
        self._close(order)
        self.assertEqual(review.state, "closed")
        self.assertEqual(order.finished_date, self._day(20))
        self.assertEqual(order.commitment_date.date(), self._day(25))
        self.assertEqual(order.packing, "Wooden case")
        self.assertEqual(order.order_line.finished_date, self._day(20))
        self.assertEqual(
            order.pending_revision_id.content_hash,
            order._get_content_hashes()[order]["content"],
        )

    def test_submitting_names_all_that_the_memo_lacks_at_once(self):
        """H9.1, H2.1: the memo is checked item by item before anybody is asked."""
        order = self._take_order(
            intake_words=False,
            intake_channel=False,
            intake_is_read_back=False,
            wanted_date=False,
        )
        order.order_line.product_uom_qty = 0
        with self.assertRaises(UserError) as refusal:
            self._submit(order)
        for text in (
            "own words",
            "came is not recorded",
            "read back",
            "preliminary delivery date",
            "No line has a product",
        ):
            self.assertIn(text, str(refusal.exception))
        self.assertFalse(order.order_review_ids)

    def test_a_product_without_a_code_is_asked_for(self):
        self.product.default_code = False
        with self.assertRaisesRegex(UserError, "no product code"):
            self._submit(self._take_order())

    def test_saving_a_quotation_asks_for_nothing(self):
        order = (
            self.env["sale.order"]
            .with_user(self.users["sales"])
            .create({"partner_id": self.partners["B"].id})
        )
        self.assertFalse(order.intake_words)

    def test_the_deputy_general_manager_is_asked_the_same_day(self):
        """H2.1, H4.8: it is given to the person in charge, as an activity."""
        order = self._take_order()
        review = self._submit(order)
        today = self.company._get_local_day()
        self.assertEqual(review.circulation_due_date, today)
        self.assertEqual(
            review.activity_ids.user_id, self.users["deputy_general_manager"]
        )
        self._circulate(order)
        self.assertFalse(review.activity_ids)
        self.assertEqual(
            review.due_date,
            self.company._plan_deadline(fields.Datetime.now(), 2),
        )
        for signoff in review.signoff_ids:
            self.assertEqual(signoff.activity_ids.user_id, signoff.user_id)
            self.assertEqual(signoff.activity_ids.date_deadline, review.due_date)

    def test_technical_writes_notes_before_it_agrees_to_a_changed_product(self):
        """H1.4: notes and a word on obstacles, or no agreement."""
        order = self._take_order()
        order.order_line.change_kind = "changed"
        review = self._submit(order)
        self._circulate(order)
        technical = self._seat(review, "technical")
        with self.assertRaisesRegex(UserError, "technical notes(.|\n)*no technical"):
            self._answer(technical)
        with self.assertRaisesRegex(UserError, "technical notes"):
            self._answer(technical, "conditions")
        self._answer(technical, technical_notes="New hinge.", has_no_obstacle=True)
        self.assertEqual(technical.verdict, "agree")

    def test_technical_is_heard_on_a_new_product_though_it_has_no_seat(self):
        self.departments["technical"].seat = "none"
        order = self._take_order()
        order.order_line.change_kind = "new"
        review = self._submit(order)
        self._circulate(order)
        self.assertTrue(self._seat(review, "technical"))

    def test_a_spoken_answer_counts_as_none(self):
        order = self._walk_to("answers")
        quality = self.as_("quality", self._seat(order.order_review_ids, "quality"))
        for act, missing in (
            (quality.action_agree, "written answer"),
            (quality.action_agree_with_conditions, "conditions"),
            (quality.action_refuse, "reason"),
        ):
            with self.assertRaisesRegex(UserError, missing):
                act()
        self.assertEqual(quality.state, "open")

    def test_production_answers_with_dates_per_line(self):
        order = self._walk_to("answers")
        production = self._seat(order.order_review_ids, "production")
        production = self.as_("production", production)
        self.assertEqual(production.line_ids.ordered_quantity, 10)
        production.text = "Yes"
        with self.assertRaisesRegex(UserError, "start and finished date"):
            production.action_agree()
        production.line_ids.write(
            {"start_date": self._day(5), "finished_date": self._day(3)}
        )
        with self.assertRaisesRegex(UserError, "in this order"):
            production.action_agree()
        production.line_ids.finished_date = self._day(9)
        production.action_agree()
        self.assertEqual(production.state, "signed")

    @covers("review.told", route="rpc", role="technical")
    def test_who_builds_on_others_is_asked_after_them_and_once(self):
        self.departments["production"].waits_for_ids = self.departments["technical"]
        order = self._walk_to("answers")
        review = order.order_review_ids
        production = self._seat(review, "production")
        self.assertEqual(production.state, "waiting")
        self.assertFalse(production.activity_ids)
        with self.assertRaisesRegex(UserError, "answers first"):
            self.as_("production", production).action_agree()
        self._answer(self._seat(review, "technical"))
        self.assertEqual(production.state, "open")
        self.assertEqual(len(production.activity_ids), 1)
        self._answer(self._seat(review, "quality"))
        self.assertEqual(len(production.activity_ids), 1)

    @covers("review.told", route="list", role="technical")
    def test_who_builds_on_many_answers_is_asked_once_for_each(self):
        self.departments["production"].waits_for_ids = self.departments["technical"]
        reviews = self.env["order.review"]
        for _turn in range(2):
            reviews |= self._walk_to("answers").order_review_ids
        seats = self._seat(reviews, "technical")
        answers = self.as_("technical", seats)
        answers.write({"text": "Possible.", "recipe_kind": "same"})
        answers.action_agree()
        for seat in self._seat(reviews, "production"):
            self.assertEqual((seat.state, len(seat.activity_ids)), ("open", 1))

    def test_the_review_closes_only_when_all_have_agreed(self):
        order = self._walk_to("answers")
        review = order.order_review_ids
        with self.assertRaisesRegex(UserError, "Production has not answered"):
            self._close(order)
        for signoff in review.signoff_ids:
            is_quality = signoff.kind == "quality"
            self._answer(signoff, "refuse" if is_quality else "agree")
        with self.assertRaisesRegex(UserError, "Quality refused"):
            self._close(order)

    def test_the_review_closes_only_with_dates_that_production_can_keep(self):
        order = self._walk_to("closing")
        cases = (
            ({"finished_date": self._day(14)}, "before Production's answer"),
            ({"promised_date": self._day(19)}, "earlier than the finished"),
            ({"production_start_date": self._day(21)}, "than the production start"),
            ({"finished_date": False}, "finished date is missing"),
            ({"production_start_date": False}, "production start date is missing"),
            ({"promised_date": False}, "promised date is missing"),
            ({"packing": False}, "packing is missing"),
        )
        for values, text in cases:
            with self.subTest(text=text), self.assertRaisesRegex(UserError, text):
                self._close(order, **values)
        self._close(order)

    def test_what_production_answered_is_suggested_to_the_chair(self):
        order = self._walk_to("closing")
        self.assertEqual(order.order_review_ids.finished_date, self._day(15))
        self.assertEqual(order.order_review_ids.promised_date, order.wanted_date)

    def test_a_decision_stays(self):
        order = self._walk_to("confirmation")
        review = self.as_("deputy_general_manager", order.order_review_ids)
        with self.assertRaisesRegex(UserError, "what was decided stays"):
            review.promised_date = self._day(99)

    def test_sales_is_told_the_date_and_the_technical_notes(self):
        order = self._take_order()
        order.order_line.change_kind = "new"
        review = self._submit(order)
        self._circulate(order)
        self._answer(
            self._seat(review, "technical"),
            technical_notes="Use the new hinge.",
            has_no_obstacle=True,
        )
        self._answer_all(order)
        self._close(order)
        told = order.message_ids.filtered(lambda m: "new hinge" in m.body)
        self.assertTrue(told)
        self.assertIn(str(self._day(25)), told.body)
        self.assertIn(self.users["sales"].partner_id, told.notified_partner_ids)
        self.assertEqual(order.activity_ids.user_id, self.users["sales"])

    def test_the_ledger_keeps_what_the_review_moved(self):
        order = self._walk_to("confirmation")
        kinds = order.order_date_change_ids.mapped(lambda c: (c.kind, c.new_date))
        self.assertEqual(
            set(kinds), {("finished", self._day(20)), ("promise", self._day(25))}
        )

    def test_an_order_given_back_may_be_changed_and_submitted_again(self):
        order = self._walk_to("answers")
        review = self.as_("deputy_general_manager", order.order_review_ids)
        with self.assertRaisesRegex(UserError, "why the order goes back"):
            review.action_refuse()
        review.conditions = "No capacity before May."
        review.action_refuse()
        self.assertEqual(review.state, "refused")
        self.assertFalse(review.signoff_ids.activity_ids)
        self.assertFalse(order.is_content_locked)
        order.order_line.with_user(self.users["sales"]).product_uom_qty = 5
        self.assertEqual(self._submit(order).round, 2)
        with self.assertRaisesRegex(UserError, "not open any more"):
            review.action_refuse()
