"""Medians, the limit of a ratio's median, and whether a bound is kept."""

import random
from dataclasses import dataclass, field
from statistics import median

RESAMPLES = 2000
SEED = 19
# The machine that bounds in milliseconds speak of confirms an order of five lines from
# stock in plain Odoo within this; what another machine takes is scaled by it.
YARDSTICK_MILLISECONDS = 163.9


def upper_limit(ratios):
    """Return the upper 95 % limit of the ratios' median, by bootstrap."""
    chance = random.Random(SEED)
    medians = sorted(
        median(chance.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES)
    )
    return medians[int(RESAMPLES * 0.95) - 1]


@dataclass
class Row:
    """One line of the table: what it cost plainly and with us, and its bounds."""

    name: str
    plain: list = field(default_factory=list)
    ours: list = field(default_factory=list)
    yardstick: list = field(default_factory=list)  # plain confirmations beside ours
    most_ratio: float | None = None
    most_queries: int | None = None  # more than plain, or in all where there's none
    most_milliseconds: float | None = None

    def add(self, plain, ours):
        """Note one pair of costs, or ours alone."""
        if plain:
            self.plain.append(plain)
        self.ours.append(ours)

    def get_figures(self):
        """Return the row as a dictionary of figures, for the table and for JSON."""
        figures = {
            "name": self.name,
            "number": len(self.ours),
            "ours_ms": median(cost.milliseconds for cost in self.ours),
            "ours_queries": median(cost.queries for cost in self.ours),
        }
        if self.plain:
            ratios = [
                ours.milliseconds / plain.milliseconds
                for plain, ours in zip(self.plain, self.ours, strict=True)
            ]
            figures |= {
                "plain_ms": median(cost.milliseconds for cost in self.plain),
                "plain_queries": median(cost.queries for cost in self.plain),
                "ratio": median(ratios),
                "ratio_limit": upper_limit(ratios),
            }
        if self.yardstick:
            figures["scaled_ms"] = YARDSTICK_MILLISECONDS * median(
                ours.milliseconds / yardstick.milliseconds
                for yardstick, ours in zip(self.yardstick, self.ours, strict=True)
            )
        more = figures["ours_queries"] - figures.get("plain_queries", 0)
        return {
            **figures,
            "more_queries": more,
            "bounds": self.get_bounds(),
            "missed": self._get_missed(figures, more),
        }

    def get_bounds(self):
        """Return the bounds as people read them."""
        return ", ".join(
            text
            for limit, text in (
                (self.most_ratio, f"≤ {self.most_ratio}×"),
                (
                    self.most_queries,
                    f"≤ {'+' if self.plain else ''}{self.most_queries} queries",
                ),
                (self.most_milliseconds, f"≤ {self.most_milliseconds} ms"),
            )
            if limit is not None
        )

    def _get_missed(self, figures, more):
        return [
            name
            for name, limit, figure in (
                ("time", self.most_ratio, figures.get("ratio_limit")),
                ("queries", self.most_queries, more),
                (
                    "milliseconds",
                    self.most_milliseconds,
                    figures.get("scaled_ms", figures["ours_ms"]),
                ),
            )
            if limit is not None and figure > limit
        ]


@dataclass
class Finding:
    """One line of the table that says no time: what was found, and its bound."""

    name: str
    number: int
    text: str
    bounds: str
    is_kept: bool

    def get_figures(self):
        """Return the finding as a dictionary, for the table and for JSON."""
        return {
            "name": self.name,
            "number": self.number,
            "text": self.text,
            "bounds": self.bounds,
            "missed": [] if self.is_kept else ["agreement"],
        }
