"""What a promise consists of: lines, what is made for them, and what that needs."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Demand(NamedTuple):
    """One line that somebody wants.

    ``kind`` is the line's supply: ``make`` takes what is free now and makes the rest,
    ``stock`` takes what is to come as well, ``buy`` is bought for the order; empty is
    as the product is supplied.
    """

    line_key: str
    product_id: int
    uom_id: int
    qty: float
    kind: str


@dataclass(slots=True)
class Need:
    """A quantity that is not made: from stock, to come, or to be bought."""

    product_id: int
    quantity: float  # in the product's unit
    kind: str  # "stock", "incoming", "buy", or "nobody" sells it
    day: date | None = None  # nothing: now, or never for "nobody"
    partner_id: int | None = None


@dataclass(slots=True)
class Step:
    """One operation where it was planned; moments as in ``order_track``."""

    operation_id: int | None
    workcenter_id: int
    ready: int
    start: int
    end: int
    minutes: float


@dataclass(slots=True)
class Node:
    """A quantity that is made: a manufacturing order that there is, or will be."""

    line_key: str
    product_id: int
    bill_id: int | None
    unit_id: int
    quantity: float
    parent: object = None
    children: list = field(default_factory=list)
    needs: list = field(default_factory=list)
    operations: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    floor: int | None = None  # before which it cannot start
    start: int | None = None
    end: int | None = None  # nothing: never
    stuck_at: int | None = None  # the work centre that never has time for it

    def has_above(self, product_id):
        """Tell whether a product is made with this one, itself included."""
        node = self
        while node:
            if node.product_id == product_id:
                return True
            node = node.parent
        return False

    def iter_post_order(self, seen):
        """Yield what is below before what is above, all of it once.

        :param seen: set of what was yielded before
        """
        if id(self) not in seen:
            seen.add(id(self))
            for child in self.children:
                yield from child.iter_post_order(seen)
            yield self


def iter_nodes(tops):
    """Yield nodes and all that is made for them, what is below first."""
    seen = set()
    for top in tops:
        yield from top.iter_post_order(seen)


@dataclass(slots=True)
class Line:
    """What one demand comes down to."""

    line_key: str
    nodes: list = field(default_factory=list)
    needs: list = field(default_factory=list)
    start: int | None = None
    finish: int | None = None  # nothing: never


@dataclass(slots=True)
class Promise:
    """The earliest date of an order, and the one thing that decides it.

    ``earliest`` is a day where the company works; nothing where it cannot be had.
    ``link`` is the model and the id of what to look at, where there is one.
    """

    lines: dict[str, tuple[datetime | None, datetime | None]]
    earliest: date | None
    why: str
    link: tuple[str, int] | None = None
    parts: list = field(default_factory=list)
    nodes: list = field(default_factory=list)
    load: dict = field(default_factory=dict)  # (work centre id, day): minutes
