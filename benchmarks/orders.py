"""Confirming and instructing, one order after the other, with plain Odoo in between."""

from .database import Cost
from .figures import Row

WARM_UP = 3


def measure(plain, ours, number):
    """Return the rows of an order that is made for its customer, 5 lines."""
    rows = _rows()
    for turn in range(-WARM_UP, number):
        noted = rows if turn >= 0 else _rows()
        for way in (_in_one_request, _in_two_requests):
            way(plain, ours, noted, turn)
    for _ in range(max(number // 10, 1)):
        _whole_way(ours, rows)
    return list(rows.values())


def _rows():
    return {
        "one": Row(
            "Confirm and instruct, one request", most_ratio=1.06, most_queries=12
        ),
        "two": Row(
            "Confirm and instruct, two requests", most_ratio=1.15, most_queries=28
        ),
        "issue": Row("Issue the instruction, with its notice"),
        "answer": Row("Sign-off without notices", most_queries=14),
        "last": Row("Sign-off with its notices", most_queries=46),
        "sign": Row("Accept the signed paper, which confirms"),
        "way": Row("From submitting to the accepted instruction"),
    }


def _in_one_request(plain, ours, rows, turn):
    """Confirm and accept in one request; issuing, in between, is counted apart."""
    orders = {walk: walk.prepare("make") for walk in (plain, ours)}
    costs = {
        walk: (
            plain.confirm([orders[walk]])
            if walk is plain
            else ours.confirm_and_instruct(orders[walk])
        )
        for walk in in_turn(plain, ours, turn)
    }
    rows["one"].add(costs[plain], costs[ours])


def _in_two_requests(plain, ours, rows, turn):
    plain_order, order = plain.prepare("make"), ours.take("make")
    ours.submit(order)
    review = ours.review(order)
    ours.send(order)
    ours.sign(order)
    ours.pay(order)
    costs = {}
    for walk in in_turn(plain, ours, turn):
        if walk is plain:
            costs[plain] = plain.confirm([plain_order])
        else:
            confirm = ours.confirm([order])
            (issue,) = ours.issue([order])
            costs[ours] = confirm + ours.accept([order])
    rows["two"].add(costs[plain], costs[ours])
    rows["issue"].add(None, issue)
    # The last answer tells the deputy general manager; those before tell nobody.
    for name in ("answer", "last"):
        for cost in review[name]:
            rows[name].add(None, cost)


def _whole_way(ours, rows):
    """Take an order the way it goes in a firm, where the signed paper confirms it."""
    order = ours.take("make")
    costs = [ours.submit(order)]
    costs += [cost for costs in ours.review(order).values() for cost in costs]
    sign = ours.send(order), ours.sign(order, is_held=False)
    rows["sign"].add(None, sign[-1])
    ours.pay(order)
    costs += [*sign, *ours.issue([order]), ours.accept([order])]
    rows["way"].add(None, sum(costs, Cost(0.0, 0)))


def in_turn(plain, ours, turn):
    """Return who starts: each of both in turn."""
    return (plain, ours) if turn % 2 else (ours, plain)
