"""Remember which test classes reach which guards, for `./dev test --mutate`."""

import collections
import json

current = None  # the test class that is running, as pytest names it
seconds = collections.Counter()  # what each test class takes
_reached = collections.defaultdict(set)


def hit(guard):
    """Note that the running test class reached a guard."""
    if current:
        _reached[guard].add(current)


def save(path):
    """Write the map of guards to test classes, the quickest class first."""
    reached = {
        key: sorted(tests, key=seconds.__getitem__) for key, tests in _reached.items()
    }
    with open(path, "w", encoding="utf-8") as handle:
        json.dump(reached, handle)
