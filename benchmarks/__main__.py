"""`python -m benchmarks`, as `./dev bench` starts it: see `tools/bench.py`."""

import argparse
import sys

from . import (
    deliveries,
    factory,
    growth,
    install,
    needs,
    orders,
    receipts,
    supply,
    switch,
    table,
)
from .database import open_databases
from .walks import OurWalk, PlainWalk


def main(argv=None):
    """Measure, show, and return 1 when a bound is missed."""
    options = _parser().parse_args(argv)
    if options.install:
        rows = install.measure()
    else:
        rows = _measure(options.number)
    (table.as_json if options.json else table.as_table)(rows)
    return int(any(row.get_figures()["missed"] for row in rows))


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures for machines")
    parser.add_argument("-n", "--number", type=int, default=100, help="orders a row")
    parser.add_argument(
        "--install",
        action="store_true",
        help="installing on 100,000 orders, and uninstalling, instead",
    )
    return parser


def _measure(number):
    plain, ours = open_databases()
    walks = (
        PlainWalk(plain, factory.prepare(plain)),
        OurWalk(ours, factory.prepare(ours)),
    )
    rows = []
    for part in (orders, supply, deliveries, receipts, growth, needs, switch):
        sys.stderr.write(f"{part.__doc__.splitlines()[0]}\n")
        rows += part.measure(*walks, number)
    return rows


if __name__ == "__main__":
    sys.exit(main())
