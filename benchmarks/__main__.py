"""`python -m benchmarks`, as `./dev bench` starts it: see `tools/bench.py`."""

import argparse
import sys

from . import (
    deliveries,
    factory,
    growth,
    history,
    install,
    needs,
    orders,
    policies,
    promise,
    receipts,
    releases,
    supply,
    switch,
    table,
)
from .database import open_databases
from .walks import OurWalk, PlainWalk

# In the order in which they are measured: growth fills the databases.
PARTS = {
    "orders": orders,
    "supply": supply,
    "deliveries": deliveries,
    "policies": policies,
    "releases": releases,
    "receipts": receipts,
    "growth": growth,
    "needs": needs,
    "promise": promise,
    "history": history,
    "switch": switch,
}


def main(argv=None):
    """Measure, show, and return 1 when a bound is missed."""
    options = _parser().parse_args(argv)
    if options.install:
        rows = install.measure()
    else:
        rows = _measure(options.number, options.only)
    (table.as_json if options.json else table.as_table)(rows)
    return int(any(row.get_figures()["missed"] for row in rows))


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures for machines")
    parser.add_argument("-n", "--number", type=int, default=100, help="orders a row")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=list(PARTS),
        default=list(PARTS),
        metavar="PART",
        help=f"some parts alone: {', '.join(PARTS)}",
    )
    parser.add_argument(
        "--install",
        action="store_true",
        help="installing on 100,000 orders, and uninstalling, instead",
    )
    return parser


def _measure(number, names):
    plain, ours = open_databases()
    walks = (
        PlainWalk(plain, factory.prepare(plain)),
        OurWalk(ours, factory.prepare(ours)),
    )
    rows = []
    for name in (name for name in PARTS if name in names):
        part = PARTS[name]
        for walk in walks:
            walk.database.analyze()
        sys.stderr.write(f"{part.__doc__.splitlines()[0]}\n")
        rows += part.measure(*walks, number)
    return rows


if __name__ == "__main__":
    sys.exit(main())
