"""What is free, what comes on which day, and who sells: given away in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from odoo.tools import float_compare

# What is left of a quantity by the way machines count fractions.
NOTHING = 1e-9


class Seller(NamedTuple):
    id: int
    partner_id: int
    delay: int  # calendar days
    least: float  # in the seller's unit
    unit_id: int
    price: float
    sequence: int
    first: date | None
    last: date | None


class Supply:
    """The stock and the sellers of products; each unit is given away once.

    :param rows: product id, day (nothing: now), quantity in the product's unit, and
        whether it is the order's own already; what others wait for is negative
    """

    def __init__(self, rows, sellers, today):
        self._today = today
        self._sellers = sellers
        self._free, self._own = defaultdict(list), defaultdict(list)
        there = defaultdict(float)
        for product_id, day, quantity, is_own in rows:
            if is_own:
                self._own[product_id].append([day or date.min, quantity])
            elif day:
                self._free[product_id].append([day, quantity])
            else:
                there[product_id] += quantity
        self._settle(there)

    def _settle(self, there):
        """Put what is there before what comes; who waits already takes the first."""
        for product_id, quantity in there.items():
            if quantity > 0:
                self._free[product_id].append([date.min, quantity])
        for queue in (*self._free.values(), *self._own.values()):
            queue.sort()
        for product_id, quantity in there.items():
            if quantity < 0:
                self.take(product_id, -quantity)

    def take(self, product_id, quantity, is_now=False):
        """Take what is free, the earliest first.

        :param is_now: leave what is only to come
        :return: how much is there now, how much comes, and when the last of it does
        """
        return self._take_from(self._free[product_id], quantity, is_now)

    def take_own(self, product_id, quantity):
        """Take of what the order has already; return as ``take`` does."""
        return self._take_from(self._own[product_id], quantity)

    def _take_from(self, queue, quantity, is_now=False):
        left, now, day = quantity, 0.0, None
        while queue and left > NOTHING and not (is_now and queue[0][0] > date.min):
            first, free = queue[0]
            taken = min(free, left)
            left -= taken
            if first == date.min:
                now += taken
            else:
                day = first
            queue[0][1] -= taken
            if queue[0][1] <= NOTHING:
                queue.pop(0)
        return now, quantity - left - now, day

    def find_seller(self, product_id, quantity, unit_id, bills):
        """Return from whom Odoo would buy a quantity, or nobody.

        The first vendor who fits, by his cheapest price; else the first one at all.
        """
        sellers = self._sellers.get(product_id, [])
        fitting = [
            seller
            for seller in sellers
            if not (seller.first and seller.first > self._today)
            and not (seller.last and seller.last < self._today)
            and float_compare(
                bills.convert(quantity, unit_id, seller.unit_id),
                seller.least,
                precision_digits=bills.digits,
            )
            >= 0
        ]
        if not fitting:
            return sellers[0] if sellers else None
        vendor = fitting[0].partner_id
        return min(
            (seller for seller in fitting if seller.partner_id == vendor),
            key=lambda seller: (seller.price, seller.sequence, seller.id),
        )

    def get_bought_day(self, seller, days_to_purchase):
        """Return the day that is ``days_to_purchase`` and the vendor's days away."""
        return self._today + timedelta(days=int(days_to_purchase) + (seller.delay or 0))
