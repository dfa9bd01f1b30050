"""Whether old orders of a customer make his next delivery slower."""

from .figures import Row
from .filling import copy_history

OLD = 4000  # orders that the customer had before, each with what belongs to it


def measure(_plain, ours, number):
    """Return the row of a delivery, before and after the customer has a history."""
    turns = max(number // 10, 5)
    row = Row(
        f"Validate a delivery, {OLD} old orders of its customer beside one without",
        most_ratio=1.10,
        most_queries=0,
    )
    before = [_validate(ours) for _turn in range(turns)]
    sample = ours.prepare_delivery(5)
    ours.validate(sample)
    ours.database.do(None, lambda env: copy_history(env, sample, OLD))
    ours.database.analyze()
    for cost in before:
        row.add(cost, _validate(ours))
    return [row]


def _validate(ours):
    return ours.validate(ours.prepare_delivery(5))
