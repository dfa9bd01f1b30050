"""Validating deliveries: one, with many lines, and many at once."""

from .figures import Row
from .orders import WARM_UP, in_turn

BATCH = 20
LONG = 50
LONGEST = 500  # lines, ten of each product


def measure(plain, ours, number):
    """Return the rows of deliveries from stock."""
    row = Row("Validate a delivery", most_ratio=1.06, most_queries=7)
    for turn in range(-WARM_UP, number):
        noted = row if turn >= 0 else Row("")
        _validate(plain, ours, noted, turn, 1, 5)
    batch = Row(f"Validate {BATCH} deliveries at once", most_ratio=1.06, most_queries=7)
    long = Row(f"Validate a delivery of {LONG} lines", most_queries=7)
    for turn in range(max(number // 20, 1)):
        _validate(plain, ours, batch, turn, BATCH, 5)
        _validate(plain, ours, long, turn, 1, LONG)
    longest = Row(
        f"Validate a delivery of {LONGEST} lines", most_ratio=1.06, most_queries=7
    )
    for turn in range(max(number // 20, 3)):
        _validate(plain, ours, longest, turn, 1, LONGEST)
    return [row, batch, long, longest]


def _validate(plain, ours, row, turn, number, lines):
    pickings = {
        walk: [
            picking for _ in range(number) for picking in walk.prepare_delivery(lines)
        ]
        for walk in (plain, ours)
    }
    costs = {walk: walk.validate(pickings[walk]) for walk in in_turn(plain, ours, turn)}
    row.add(costs[plain], costs[ours])
