"""The way through the review, as each department walks it (H1.1 – H1.5, H9.5)."""

from odoo import fields
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReviewWay(OrderToDeliveryCase):
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
        today = fields.Date.today()
        self.assertEqual(order.finished_date, fields.Date.add(today, days=20))
        self.assertEqual(order.commitment_date.date(), fields.Date.add(today, days=25))
        self.assertEqual(order.packing, "Wooden case")
        self.assertEqual(
            order.order_line.finished_date, fields.Date.add(today, days=20)
        )
        revision = order.pending_revision_id
        self.assertEqual(
            revision.content_hash, order._get_content_hashes()[order]["content"]
        )
