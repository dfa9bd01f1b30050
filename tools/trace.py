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


def reached(red):
    """Return ``{guard: tests}`` without red ones, the likeliest to notice first.

    These are the tests that a guard refused something. Of the others, a test that
    reaches few guards stops where they matter; one that walks the whole way reaches
    all of them.
    """
    guards = collections.Counter(test for tests in _reached.values() for test in tests)
    return {
        guard: sorted(
            tests.keys() - red,
            key=lambda test, tests=tests: (
                tests[test] <= 0,
                guards[test],
                seconds[test],
            ),
        )
        for guard, tests in _reached.items()
    }
