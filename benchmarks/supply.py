"""Instructing what is made to order, with all of its material bought to order."""

from .figures import Row
from .orders import WARM_UP, in_turn


def measure(plain, ours, number):
    """Return the row of an order of five products whose components are requested."""
    row = Row("Instruct 5 products of 15 components each to buy", most_ratio=1.10)
    for turn in range(-WARM_UP, max(number // 2, 1)):
        orders = {walk: walk.prepare("deep") for walk in (plain, ours)}
        costs = {
            walk: (
                plain.confirm([orders[walk]])
                if walk is plain
                else ours.confirm_and_instruct(orders[walk])
            )
            for walk in in_turn(plain, ours, turn)
        }
        if turn >= 0:
            row.add(costs[plain], costs[ours])
    return [row]
