"""What an order makes for several of its products is promised to all of them."""

from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestSharedParts(SupplyCase):
    """A press and a lathe stand on the same frame, which is made to order (H7.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.to_order = cls.env.ref("stock.route_warehouse0_mto")
        cls.to_order.active = True
        routes = cls.to_order | cls.env.ref("mrp.route_warehouse0_manufacture")
        cls._stock(cls.component, 200)
        cls.frame = cls._make_product(
            "Frame", [(cls.component, 1)], route_ids=routes.ids
        )
        cls.press = cls._make_product("Press", [(cls.frame, 2)])
        cls.lathe = cls._make_product("Lathe", [(cls.frame, 1)])

    def setUp(self):
        super().setUp()
        self.order = self._instructed([(self.press, 3), (self.lathe, 5)])

    def _get_made(self, product):
        productions = self.order.sudo().stock_reference_ids.production_ids
        return productions.filtered(
            lambda mo: mo.product_id == product and mo.state != "cancel"
        )

    def _get_frames(self, product):
        """Return the moves by which a product takes its frames."""
        return self._get_made(product).move_raw_ids.filtered(
            lambda move: move.product_id == self.frame
        )

    def test_it_is_made_at_once_and_promised_to_both(self):
        frames = self._get_made(self.frame)
        self.assertEqual(frames.mapped("product_qty"), [11])
        takers = self._get_frames(self.press) | self._get_frames(self.lathe)
        self.assertEqual(frames._get_waiting_moves(), takers)
        self.assertEqual(frames.move_finished_ids.move_dest_ids, takers)

    def test_who_waits_for_it_is_told_who_makes_it(self):
        frames = self._get_made(self.frame)
        for product in (self.press, self.lathe):
            with self.subTest(product=product.name):
                reasons = self._get_made(product).start_reasons
                self.assertIn(f"{frames.name} is to finish it", reasons)

    def test_what_is_finished_is_kept_for_both(self):
        self._finish(self._get_made(self.frame))
        for product, taken in ((self.press, 6), (self.lathe, 5)):
            with self.subTest(product=product.name):
                move = self._get_frames(product)
                self.assertEqual((move.state, move.quantity), ("assigned", taken))
                self.assertFalse(self._get_made(product).start_reasons)

    def test_both_are_planned_after_it(self):
        frames = self._get_made(self.frame)
        instruction = self.order.order_production_instruction_ids
        self.as_("production", instruction).action_plan()
        self.env.flush_all()
        self.env.invalidate_all()
        for product in (self.press, self.lathe):
            with self.subTest(product=product.name):
                start = self._get_made(product).date_start
                self.assertGreaterEqual(start, frames.date_finished)

    def test_an_order_that_shrinks_makes_less_of_it(self):
        self._change(self.order, 1, goods_hash="two presses less")
        self._issue_instruction(self.order)
        self._accept_instruction(self.order)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._get_made(self.press).product_qty, 1)
        self.assertEqual(self._get_made(self.frame).product_qty, 7)

    def test_another_order_s_goods_are_not_joined(self):
        other = self._instructed([(self.lathe, 2)])
        frames = other.sudo().stock_reference_ids.production_ids.filtered(
            lambda mo: mo.product_id == self.frame
        )
        self.assertEqual(frames.product_qty, 2)
        self.assertEqual(self._get_made(self.frame).product_qty, 11)
