"""With the company's switch off, nothing costs more than in plain Odoo."""

from .figures import Row
from .walks import PlainWalk


def measure(plain, ours, number):
    """Return the rows of creating, confirming and validating with the switch off.

    The last rows, since the switch stays off.
    """
    rows = [
        Row(f"Switch off: {step}", most_queries=0)
        for step in ("create", "confirm", "validate")
    ]
    ours.database.do(None, _switch_off)
    off = PlainWalk(ours.database, ours.ids)
    off.seller, off.warehouse = "user", "user"
    for turn in range(-1, max(number // 10, 1)):
        costs = [_walk(walk) for walk in (plain, off)]
        for row, *pair in zip(rows, *costs, strict=True):
            if turn >= 0:
                row.add(*pair)
    return rows


def _switch_off(env):
    env.company.use_order_to_delivery = False


def _walk(walk):
    order, create = walk.create("stock")
    confirm = walk.confirm([order])
    return [create, confirm, walk.validate(walk.pick([order]))]
