"""How long an answer takes is told to customer and representative (H9.20)."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import FactoryMixin
from .kept import KeepingMixin


@tagged("post_install", "-at_install")
class TestWaitingTime(KeepingMixin, FactoryMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_factory()

    def _plan(self, days):
        return self.company._plan_deadline(fields.Datetime.now(), days)

    def _page(self, order):
        return self.url_open(order.get_portal_url()).text

    def test_before_it_is_submitted_no_answer_is_expected(self):
        order = self._take_order()
        self.assertFalse(self.as_("sales", order).answer_expected_date)
        self.assertNotIn("order_answer", self._page(order))

    def test_from_submission_on_the_rep_knows_by_when(self):
        order = self._take_order()
        self._submit(order)
        self.assertEqual(self.as_("sales", order).answer_expected_date, self._plan(2))
        self._circulate(order)
        order.invalidate_recordset()
        review = order.order_review_ids
        self.assertEqual(order.answer_expected_date, review.due_date)

    def test_the_customer_is_told_the_same_day_in_the_portal(self):
        order = self._take_order()
        self._submit(order)
        day = self._plan(2).strftime("%m/%d/%Y")
        page = self._page(order)
        self.assertIn("You have our answer on this order by", page)
        self.assertIn(day, page)

    def test_once_decided_nothing_more_is_promised(self):
        order = self._walk_to("confirmation")
        self.assertFalse(order.answer_expected_date)
        self.assertNotIn("order_answer", self._page(order))
