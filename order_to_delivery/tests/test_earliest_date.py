"""The earliest date of an order with the one thing that decides it (H7.1)."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.promise.order_promise_bill import DEEPEST
from .draft_common import DraftCase


@tagged("post_install", "-at_install")
class TestEarliestDate(DraftCase):
    def setUp(self):
        super().setUp()
        self._circulated()

    def _work_out(self, by="deputy_general_manager"):
        review = self.as_(by, self.review)
        review.action_work_out_earliest()
        return review

    def test_nothing_is_worked_out_before_somebody_asks(self):
        self.assertFalse(self.review.earliest_moment)

    def test_the_date_is_kept_with_its_reason_and_its_moment(self):
        review = self._work_out()
        self.assertGreaterEqual(review.earliest_date, self._day(12))
        self.assertLess(review.earliest_date, self._day(20))
        self.assertIn("Cam is short by 6", review.earliest_reason)
        self.assertLessEqual(review.earliest_moment, fields.Datetime.now())
        self.assertFalse(review.is_earliest_late)
        action = self.as_("material_control", review).action_view_earliest_reason()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("product.product", self.cam.id)
        )

    def test_it_is_worked_out_anew_when_asked_again(self):
        self._work_out()
        self._stock(self.cam, 100)
        review = self._work_out("production")
        self.assertLess(review.earliest_date, self._day(12))
        self.assertIn("Making [T-Pump] Pump", review.earliest_reason)

    def test_a_date_after_the_customers_is_told(self):
        self.cam.seller_ids.delay = 90
        self.assertTrue(self._work_out().is_earliest_late)
        self.cam.seller_ids.unlink()
        review = self._work_out()
        self.assertFalse(review.earliest_date)
        self.assertTrue(review.is_earliest_late)

    def test_who_has_no_part_in_it_asks_for_no_date(self):
        for kind in ("quality", "warehouse", "logistics", "finance"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._work_out(kind)

    def test_nobody_writes_the_date_by_hand(self):
        review = self.as_("deputy_general_manager", self.review)
        with self.assertRaises(AccessError):
            review.earliest_date = self._day(1)

    def test_the_chair_takes_it_over_until_production_answers(self):
        review = self._work_out()
        with Form(review) as form:
            self.assertEqual(form.earliest_date, str(review.earliest_date))
        review.action_take_earliest()
        self.assertEqual(review.finished_date, review.earliest_date)
        self.assertEqual(review.production_start_date, review.earliest_start_date)
        self._agree(self._seat("production"))
        with self.refused("Production has answered for"):
            review.action_take_earliest()

    def test_only_the_chair_takes_it_over(self):
        self._work_out()
        for kind in ("production", "sales"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, self.review).action_take_earliest()

    def test_a_date_that_was_never_worked_out_is_not_taken(self):
        review = self.as_("deputy_general_manager", self.review)
        with self.refused("work it out first"):
            review.action_take_earliest()

    def test_a_review_that_is_over_is_asked_for_no_date(self):
        review = self.as_("deputy_general_manager", self.review)
        review.conditions = "No cams this year."
        review.action_refuse()
        with self.refused("is not open any more"):
            self._work_out()
        with self.refused("is not open any more"):
            review.action_take_earliest()

    def test_a_product_that_is_too_deep_is_named(self):
        product = self.pump
        for level in range(DEEPEST + 1):
            product = self._build_made(f"Level {level}", [(product, 1)])
        order = self._take_order(lines=[(product, 1)])
        with self.refused(f"more than {DEEPEST} levels deep"):
            self._promise(order)
