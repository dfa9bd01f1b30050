"""What a draft consists of, and what it is drafted from; plain Python."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ..order_snapshot_mixin import hash_canonical


class Fact(NamedTuple):
    """One reason behind a draft, with the record to look at where there is one."""

    text: str
    res_model: str = ""
    res_id: int = 0


@dataclass
class Draft:
    """What a seat is offered to sign. All values are such as JSON has.

    Whoever reads answers reads ``text``, ``values`` and ``lines``: no amounts stand
    there. ``facts`` are for the reader for whom they were looked up.
    """

    text: str = ""
    values: dict = field(default_factory=dict)  # field of the answer: value
    lines: dict = field(default_factory=dict)  # line_key: {field: value}
    facts: list = field(default_factory=list)

    def get_content(self):
        """Return what is kept of it with the signature, or nothing."""
        if not (self.text or self.values or self.lines):
            return {}
        return {"text": self.text, "values": self.values, "lines": self.lines}

    def get_key(self):
        """Return what tells one draft from another, or nothing where it is empty."""
        content = self.get_content()
        return hash_canonical(content) if content else ""


class Short(NamedTuple):
    """A part that stock does not cover, all that an order needs of it together."""

    product_id: int
    kind: str  # "nobody", "buy" or "incoming", as needs have it
    partner_id: int | None
    quantity: float
    day: date | None


class Question:
    """What a seat is asked: the reviewed content, and who reads the reasons.

    :param signoff: the seat, with the rights of the server
    """

    def __init__(self, signoff, sees_costs=False, sees_prices=False, sees_money=False):
        self.signoff, self.env = signoff, signoff.env
        self.sees_costs, self.sees_prices = sees_costs, sees_prices
        self.sees_money = sees_money
        self.order, self.company = signoff.sale_order_id, signoff.company_id
        self.snapshot = signoff.revision_id.snapshot

    @cached_property
    def goods(self):
        """The goods of the lines that are made, bought or taken from stock."""
        lines = self.snapshot["lines"].items()
        return {
            key: line["goods"] for key, line in lines if line["goods"]["product_id"]
        }

    @cached_property
    def products(self):
        ids = dict.fromkeys(content["product_id"] for content in self.goods.values())
        return self.env["product.product"].browse(ids)

    @cached_property
    def promise(self):
        """The earliest date of the reviewed content, worked out once."""
        promise = self.env["order.promise"]
        return promise._work_out(
            promise._get_demands(self.snapshot),
            self.company,
            self.order.warehouse_id,
            order=self.order,
        )

    @cached_property
    def shorts(self):
        """What stock does not cover: what nobody sells first, what comes last next."""
        sums = {}
        for need in self.promise.parts:
            if need.kind == "stock":
                continue
            key = (need.product_id, need.kind, need.partner_id)
            quantity, day = sums.get(key, (0.0, None))
            latest = max(filter(None, (day, need.day)), default=None)
            sums[key] = quantity + need.quantity, latest
        shorts = [Short(*key, *summed) for key, summed in sums.items()]
        return sorted(
            shorts, key=lambda short: (short.day is not None, -_as_number(short.day))
        )

    @cached_property
    def vendors(self):
        """``{id: vendor}``, browsed together: what they kept is counted once."""
        return self._browse_all("res.partner", "partner_id")

    @cached_property
    def parts(self):
        """``{id: product}`` of what is short, browsed together as well."""
        return self._browse_all("product.product", "product_id")

    def _browse_all(self, model, name):
        ids = {getattr(short, name) for short in self.shorts if getattr(short, name)}
        return self.in_company(self.env[model].browse(ids)).grouped("id")

    def in_company(self, records):
        """Return records as the order's company has them, whatever others are open."""
        return records.with_context(allowed_company_ids=self.company.ids)


def _as_number(day):
    return day.toordinal() if day else 0
