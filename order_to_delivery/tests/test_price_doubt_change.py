"""H9.2: what becomes of a price doubt when its order changes."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .change_common import ChangeMixin
from .common import OrderToDeliveryCase
from .price_common import PriceMixin


@tagged("post_install", "-at_install")
class TestPriceDoubtChange(PriceMixin, ChangeMixin, OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self._set_limits(floor=90)

    def _take_back(self, order):
        self._propose(order)
        self.assertFalse(order.is_content_locked)

    def test_an_order_that_is_taken_back_is_asked_about_no_more(self):
        doubt = self._ask(800)
        self._take_back(doubt.sale_order_id)
        self.assertEqual(doubt.state, "withdrawn")
        self.assertFalse(doubt.activity_ids)

    def test_the_same_price_is_settled_once(self):
        doubt = self._ask(800)
        order = doubt.sale_order_id
        self._settle(doubt)
        self._take_back(order)
        self._submit(order)
        self.assertEqual(order.order_price_doubt_ids, doubt)

    def test_another_price_is_doubted_anew(self):
        doubt = self._ask(800)
        order = doubt.sale_order_id
        self._settle(doubt)
        self._take_back(order)
        self.as_("sales", order.order_line).price_unit = 790
        self._submit(order)
        self.assertEqual(self._get_kinds(order.order_price_doubt_ids), ["floor"])

    def test_a_cancelled_order_is_asked_about_no_more(self):
        doubt = self._ask(800)
        self.as_("sales", doubt.sale_order_id)._action_cancel()
        self.assertEqual(doubt.state, "withdrawn")

    def test_a_change_of_a_price_is_doubted_and_waits(self):
        order = self._walk_to("deposit")
        revision = self._propose(order, price=700)
        doubt = order.order_price_doubt_ids
        self.assertEqual((doubt.revision_id, doubt.state), (revision, "open"))
        self._circulate(order)
        self._answer_all(order)
        with self.assertRaisesRegex(UserError, "below the floor"):
            self._close(order)
        self._settle(doubt)
        self._close(order)
        self.assertEqual(revision._get_review().state, "closed")

    def test_a_change_of_dates_asks_nothing_about_prices(self):
        self._set_limits()
        order = self._walk_to("deposit", self._offer(800))
        self._set_limits(floor=90)
        self._propose(order, wanted_date=fields.Date.add(fields.Date.today(), days=60))
        self.assertTrue(order.pending_revision_id)
        self.assertFalse(order.order_price_doubt_ids)

    def test_limits_that_are_taken_away_hold_nobody(self):
        order = self._walk_to("closing", self._offer(800))
        self._set_limits()
        self._close(order)
        self.assertEqual(order.order_review_ids.state, "closed")
