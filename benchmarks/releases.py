"""Signing a shipment: Finance verifies it, customer service releases it."""

from .figures import Row
from .orders import WARM_UP

LINES = 20
SHIPPING = "order.shipping.request"


def measure(plain, ours, number):
    """Return the rows of signing, over what a request costs that does nothing.

    What others are told within a minute has rows of its own. Beside each, plain Odoo
    confirms an order: how fast the machine is just then.
    """
    rows = [
        Row(f"Verify a shipment of {LINES} lines, over an empty request"),
        Row("Ask for the release of it, a minute later"),
        Row(
            f"Release a shipment of {LINES} lines, over an empty request",
            most_milliseconds=25,
        ),
        Row("Tell the warehouse of it, a minute later"),
    ]
    for turn in range(-WARM_UP, max(number // 5, 5)):
        yardstick = plain.confirm([plain.take("stock")])
        costs = _sign(ours)
        if turn >= 0:
            for row, cost in zip(rows, costs, strict=True):
                row.add(None, cost)
                row.yardstick.append(yardstick)
    return rows


def _sign(ours):
    """Return the Cost of verifying, of telling it, of releasing, of telling that."""
    order = ours.prepare("stock", LINES)
    ours.confirm([order])
    database = ours.database
    database.call("customer_service", "sale.order", order, "action_request_shipping")
    request = database.do(
        None, lambda env: env["sale.order"].browse(order).order_shipping_request_ids.id
    )
    costs = []
    for user, method in (
        ("finance", "action_verify"),
        ("customer_service", "action_release"),
    ):
        cost = database.call(user, SHIPPING, request, method)
        costs.append(cost - _ask_nothing(ours, user))
        # As the cron does, which commits request by request.
        costs.append(database.call(None, SHIPPING, request, "_tell_signatures"))
    return costs


def _ask_nothing(ours, user):
    """Return the Cost of a request in which a user opens a page that shows nothing."""
    return ours.database.request(user, lambda env: env.user.name)[1]
