"""Stock that is locked with one query is locked as well as core locks it."""

from odoo.tests import tagged

from .race_common import RaceCase


@tagged("post_install", "-at_install", "races")
class TestStockRaces(RaceCase):
    def _find(self, env, product):
        """Find the stock of a product as a transfer does, and return it."""
        place = env["stock.warehouse"].browse(self.warehouse.id).lot_stock_id
        found = env["stock.quant"]._get_quants_by_products_locations(product, place)
        return env["stock.quant"].union(*found.values())

    def _lock(self, quant):
        """Lock stock as core does, and return how many queries that took."""
        before = quant.env.cr.sql_log_count
        locked = quant.try_lock_for_update(allow_referencing=True, limit=1)
        return bool(locked), quant.env.cr.sql_log_count - before

    def test_stock_is_locked_and_read_with_as_many_queries_for_many_goods(self):
        with self._committed() as env, env["stock.quant"]._locking_at_once():
            quants = self._find(env, self.goods)
            self.assertEqual(len(quants), len(self.goods))
            before = env.cr.sql_log_count
            for quant in quants:
                self.assertTrue(quant.quantity)
                self.assertEqual(self._lock(quant), (True, 0))
            self.assertEqual(env.cr.sql_log_count, before)

    def test_stock_that_was_locked_is_held_against_others(self):
        with self._committed() as env, env["stock.quant"]._locking_at_once():
            quant = self._find(env, self.goods[0])
            with self.registry.cursor() as other:
                stock = quant.with_env(env(cr=other))
                self.assertFalse(stock.try_lock_for_update(allow_referencing=True))

    def test_stock_that_others_hold_is_not_taken_for_locked(self):
        with self.registry.cursor() as other, self._committed() as env:
            mine, theirs = (self._find(env, product) for product in self.goods[:2])
            theirs.with_env(env(cr=other)).try_lock_for_update(allow_referencing=True)
            with env["stock.quant"]._locking_at_once():
                self._find(env, self.goods[:2])
                self.assertEqual(self._lock(mine), (True, 0))
                self.assertEqual(self._lock(theirs), (False, 1))

    def test_stock_is_asked_for_again_once_the_goods_have_moved(self):
        with self._committed() as env:
            with env["stock.quant"]._locking_at_once():
                quant = self._find(env, self.goods[0])
            self.assertEqual(self._lock(quant), (True, 1))
