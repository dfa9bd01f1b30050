from odoo.exceptions import AccessError
from odoo.tests import tagged

from .buying_common import BuyingCase

URGENT = {"is_urgent": True, "urgent_reason": "The customer's line stands still."}


@tagged("post_install", "-at_install")
class TestOrderUrgency(BuyingCase):
    """Urgent orders stand first, and get free stock first (H2.2, H4.1, H8.5)."""

    def _urgent(self):
        """Return an instructed order that was urgent before."""
        order = self._confirmed([(self.machine, 10)])
        self.as_("sales", order).write(URGENT)
        self._issue_instruction(order)
        self._accept_instruction(order)
        return order

    def _reserve(self, orders, by="material_control"):
        self.as_(by, orders).action_reserve_stock()

    def _reserved(self, order):
        return sum(self._productions(order).move_raw_ids.mapped("quantity"))

    def test_what_is_made_and_moved_for_an_urgent_order_stands_first(self):
        order = self._instructed([(self.machine, 10)])
        self.assertEqual(self._productions(order).priority, "0")
        self.as_("sales", order).write(URGENT)
        self.assertEqual(self._productions(order).priority, "1")
        self.assertEqual(set(order.picking_ids.mapped("priority")), {"1"})
        self.as_("sales", order).is_urgent = False
        self.assertEqual(self._productions(order).priority, "0")
        self.assertEqual(set(order.picking_ids.mapped("priority")), {"0"})

    def test_what_is_launched_for_an_urgent_order_stands_first_at_once(self):
        order = self._urgent()
        self.assertEqual(self._productions(order).priority, "1")
        self.assertEqual(set(order.picking_ids.mapped("priority")), {"1"})

    def test_urgency_is_no_content_that_departments_signed(self):
        order = self._instructed([(self.machine, 10)])
        revision = order.current_revision_id
        self.as_("sales", order).write(URGENT)
        self.assertEqual(order.current_revision_id, revision)
        self.assertFalse(order.pending_revision_id)

    def test_free_stock_is_set_aside_for_the_urgent_order_first(self):
        plain = self._instructed([(self.machine, 10)])
        urgent = self._instructed([(self.machine, 10)])
        self.as_("sales", urgent).write(URGENT)
        self._stock(self.motor, 40)
        self._reserve(plain | urgent)
        self.assertEqual(self._reserved(urgent), 30)
        self.assertEqual(self._reserved(plain), 10)

    def test_what_others_reserved_stays_theirs(self):
        plain = self._instructed([(self.machine, 10)])
        urgent = self._urgent()
        self._stock(self.motor, 30)
        self._reserve(plain)
        self._reserve(urgent)
        self.assertEqual(self._reserved(plain), 30)
        self.assertEqual(self._reserved(urgent), 0)

    def test_the_needs_page_reserves_for_the_orders_that_it_shows(self):
        order = self._instructed([(self.machine, 10)])
        other = self._instructed([(self.machine, 10)])
        self._stock(self.motor, 60)
        page = self.as_("material_control", order).action_view_material_needs()
        lines = self.as_("material_control", self.env[page["res_model"]])
        lines.browse().action_reserve_stock()
        self.assertEqual(self._reserved(order), 30)
        self.assertEqual(self._reserved(other), 0)

    def test_only_who_allocates_stock_reserves_it(self):
        order = self._instructed([(self.machine, 10)])
        self._stock(self.motor, 30)
        for kind in ("sales", "finance", "quality", "purchasing"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._reserve(order, by=kind)
        self.assertEqual(self._reserved(order), 0)
