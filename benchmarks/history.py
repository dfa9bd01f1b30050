"""Whether old orders of a customer make his next shipment slower."""

from .figures import Row
from .filling import copy_history

OLD = 4000  # orders that the customer had before, each with what belongs to it
LINES = 20


def measure(_plain, ours, number):
    """Return the rows of a shipment's steps, before and after there is a history."""
    turns = max(number // 10, 5)
    rows = [
        Row(
            f"{step}, {OLD} old orders of its customer beside one without",
            most_ratio=1.10,
            most_queries=0,
        )
        for step in ("Verify a shipment", "Release a shipment", "Validate a delivery")
    ]
    before = [_ship(ours) for _turn in range(turns)]
    sample = ours.prepare_delivery(5)
    ours.validate(sample)
    ours.database.do(None, lambda env: copy_history(env, sample, OLD))
    ours.database.analyze()
    for costs in before:
        for row, plain, cost in zip(rows, costs, _ship(ours), strict=True):
            row.add(plain, cost)
    return rows


def _ship(ours):
    """Return the Costs of verifying, releasing and validating one shipment."""
    order = ours.prepare("stock", LINES)
    ours.confirm([order])
    verified, released = ours.release(order)
    return verified, released, ours.validate(ours.pick([order]))
