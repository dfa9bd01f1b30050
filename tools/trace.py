"""Remember which tests reach which guards, for `./dev test --mutate`."""

import collections

current = None  # the test that is running, as pytest names it
seconds = collections.Counter()  # what each test takes
_reached = collections.defaultdict(collections.Counter)


def hit(guard):
    """Note that the running test reached a guard."""
    if current:
        _reached[guard][current] += 1


def left(guard):
    """Note that the guard let the running test pass."""
    if current:
        _reached[guard][current] -= 1


def found(red):
    """Return what this process found, without the tests that are red."""
    return {
        "seconds": seconds,
        "reached": {
            guard: {test: hits for test, hits in tests.items() if test not in red}
            for guard, tests in _reached.items()
        },
    }


def ranked(parts):
    """Return ``{guard: tests}`` of what processes found, the likeliest to notice first.

    These are the tests that a guard refused something. Of the others, a test that
    reaches few guards stops where they matter; one that walks the whole way reaches
    all of them.
    """
    reached, taken = collections.defaultdict(dict), {}
    for part in parts:
        taken |= part["seconds"]
        for guard, tests in part["reached"].items():
            reached[guard] |= tests
    guards = collections.Counter(test for tests in reached.values() for test in tests)
    return {
        guard: sorted(
            tests,
            key=lambda test, tests=tests: (
                tests[test] <= 0,
                guards[test],
                taken.get(test, 0),
            ),
        )
        for guard, tests in reached.items()
    }
