"""Remember which test classes reach which guards, for `./dev test --mutate`."""

import collections
import json

current = None  # the test class that is running, as pytest names it
_reached = collections.defaultdict(set)


def hit(guard):
    """Note that the running test class reached a guard."""
    if current:
        _reached[guard].add(current)


def save(path):
    """Write the map of guards to test classes."""
    with open(path, "w", encoding="utf-8") as handle:
        json.dump({key: sorted(tests) for key, tests in _reached.items()}, handle)
