"""Signing a shipment: Finance verifies it, customer service releases it."""

from .figures import Row
from .orders import WARM_UP

LINES = 20


def measure(_plain, ours, number):
    """Return the rows of signing, over what a request costs that does nothing."""
    verify = Row(f"Verify a shipment of {LINES} lines, over an empty request")
    release = Row(
        f"Release a shipment of {LINES} lines, over an empty request",
        most_milliseconds=25,
    )
    for turn in range(-WARM_UP, max(number // 5, 5)):
        order = ours.prepare("stock", LINES)
        ours.confirm([order])
        verified, released = ours.release(order)
        if turn >= 0:
            verify.add(None, verified - _ask_nothing(ours, "finance"))
            release.add(None, released - _ask_nothing(ours, "customer_service"))
    return [verify, release]


def _ask_nothing(ours, user):
    """Return the Cost of a request in which a user opens a page that shows nothing."""
    return ours.database.request(user, lambda env: env.user.name)[1]
