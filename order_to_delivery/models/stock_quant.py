"""Stock of the goods of a transfer, read and locked at once.

Core reads and locks it product by product and place by place. What this spares pays
for what the gates ask while goods are validated.
"""

from contextlib import contextmanager

from odoo import api, models

# What the transfer under way has locked, in the cache of its cursor.
LOCKED = "order_to_delivery.locked_quants"


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @contextmanager
    def _locking_at_once(self):
        """Lock what a transfer moves with one query, while it moves it.

        Nothing inside may go back to a savepoint: what it locked would be free again.
        """
        cache = self.env.cr.cache
        if LOCKED in cache:
            yield
            return
        cache[LOCKED] = set()
        try:
            yield
        finally:
            cache.pop(LOCKED, None)

    @api.model
    def _get_quants_by_products_locations(
        self, product_ids, location_ids, extra_domain=False
    ):
        found = super()._get_quants_by_products_locations(
            product_ids, location_ids, extra_domain
        )
        locked = self.env.cr.cache.get(LOCKED)
        if locked is None:
            return found
        moved = [
            quants
            for (_product_id, location_id, *_rest), quants in found.items()
            if location_id in location_ids._ids
        ]
        stock = self.sudo()  # core itself reads and locks stock as nobody's
        stock.concat(*moved).fetch()
        # Core locks the first of each that nobody else holds.
        firsts = stock.concat(*(quants[:1] for quants in moved))
        locked.update(firsts.try_lock_for_update(allow_referencing=True)._ids)
        return found

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        locked = self.env.cr.cache.get(LOCKED, ())
        if allow_referencing and limit == 1 and self[:1].id in locked:
            return self[:1]
        return super().try_lock_for_update(
            allow_referencing=allow_referencing, limit=limit
        )
