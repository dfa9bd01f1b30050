"""The cases that bit real projects, and which test tries each by which route, as whom.

`./dev test --cases` prints the table. It is read from the tests' own decorators, so
this file needs no Odoo. Sources: what users of other systems reported.
"""

import ast
import csv
import sys
from pathlib import Path
from typing import NamedTuple

ROUTES = {
    "form": "saved or pressed in a form",
    "list": "several records at once, from a list",
    "rpc": "called by a client, past every view",
    "import": "loaded from a file",
    "create": "created straight into what it has not reached",
    "batch": "validated together with others",
    "wizard": "by a dialog",
    "cron": "by a scheduled job",
    "portal": "by the customer, over HTTP",
    "direct": "written by another addon, as superuser",
}
HERE = Path(__file__).parent


class Case(NamedTuple):
    """What bit somebody: tried by ``act``, which says which routes there are."""

    id: str
    act: str
    text: str
    source: str


with (HERE / "cases.csv").open(encoding="utf-8") as rows:
    CASES = [Case(**row) for row in csv.DictReader(rows)]

# Routes by which an act cannot be tried at all, and why.
NO_WAY = {
    "intake": {
        "batch": "Transfers are batched, orders are not.",
        "cron": "No scheduled job submits an order.",
        "portal": "No page submits: what is signed or paid there waits.",
    },
    "price": {
        "batch": "Transfers are batched, orders are not.",
        "cron": "No scheduled job prices an order.",
        "portal": "Customers choose quantities there, and no prices.",
    },
    "default": {
        route: "A context comes with a call, as each other route makes one."
        for route in ROUTES
        if route != "rpc"
    },
    "edit": {
        "batch": "Transfers are batched, orders are not.",
        "cron": "One scheduled job writes content: dates, see promise.outage.",
    },
    "sign": {
        "batch": "Transfers are batched, answers are not.",
        "wizard": "An answer has no dialog: its buttons act at once.",
        "cron": "No scheduled job signs; the resolver only names who is asked.",
        "portal": "Portal users have no rights on reviews, and no page shows them.",
    },
    "confirm": {
        "batch": "Transfers are batched, orders are not.",
        "wizard": "No dialog of Odoo or ours confirms an order.",
    },
    "slip": {
        route: "Days pass whatever is saved: a step settles them, however called."
        for route in ROUTES
        if route not in ("cron", "rpc", "wizard", "portal", "direct")
    },
    "reach": {
        route: "Dates move by one method, whoever settles: see promise.outage."
        for route in ROUTES
        if route not in ("cron", "rpc")
    },
    "tell": {
        route: "Nobody tells by hand: answers do, and days that pass."
        for route in ROUTES
        if route not in ("list", "rpc", "cron")
    },
    "buy": {
        "batch": "Transfers are batched, purchase orders are not.",
        "cron": "No scheduled job of Odoo or ours confirms a purchase order.",
        "portal": "Vendors only acknowledge in the portal, which confirms nothing.",
    },
    "money": {
        "batch": "Transfers are batched, signatures on money are not.",
        "wizard": "Verifying and issuing have no dialog: their buttons act at once.",
        "portal": "Portal users have no rights on requests and instructions.",
    },
    "release": {
        "batch": "Transfers are batched, requests are not.",
        "wizard": "Dialogs withdraw, and waive a rule: neither verifies or releases.",
        "cron": "No scheduled job releases: two people sign.",
        "portal": "Portal users have no rights on shipping requests.",
    },
    "ship": {
        "portal": "Portal users have no rights on transfers and their parts.",
    },
    "receive": {
        "portal": "Portal users have no rights on transfers and their parts.",
    },
    "setting": {
        route: "A setting is looked at where goods enter: the routes stand there."
        for route in ROUTES
        if route not in ("form", "rpc", "direct")
    },
    "make": {
        "batch": "Transfers are batched, manufacturing orders are not.",
        "cron": "No scheduled job of Odoo or ours reports what was made.",
        "portal": "Portal users have no rights on what is made here.",
    },
    "scrap": {
        route: "Scrap has one button; what is written beside it only plans."
        for route in ROUTES
        if route not in ("form", "rpc", "direct")
    },
    "invoice": {
        route: "No gate stands before invoicing: nothing to try but that it works."
        for route in ROUTES
        if route != "rpc"
    },
}
# Who left signs nothing either, and each day somebody else is asked in his place.
NO_WAY["left"] = {
    route: reason for route, reason in NO_WAY["sign"].items() if route != "cron"
}
# What of a case cannot be tried by a route that its act has.
SINGLE = {
    ("review.purchase", "wizard"): (
        "No dialog of Odoo or ours changes the lines of a confirmed purchase order."
    ),
}


def impossible():
    """Return ``{(case, route): reason}`` of the cells that stay empty."""
    reasons = {
        (case.id, route): reason
        for case in CASES
        for route, reason in NO_WAY[case.act].items()
    }
    return reasons | SINGLE


def covers(*cases, route, role):
    """Tell on a test which cases it tries, by which routes and as which roles."""
    return lambda test: test


def table():
    """Return ``{(case, route): {test: roles}}``, read from the tests' decorators."""
    cells = {}
    for path in sorted(HERE.glob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for part in tree.body:
            for test in getattr(part, "body", ()):
                for mark in getattr(test, "decorator_list", ()):
                    _note(cells, mark, f"{path.stem}::{part.name}::{test.name}", tree)
    return cells


def _note(cells, mark, test, tree):
    if getattr(getattr(mark, "func", None), "id", "") != "covers":
        return
    given = {word.arg: _read(word.value, tree) for word in mark.keywords}
    for case in mark.args:
        for route in given["route"]:
            roles = cells.setdefault((case.value, route), {}).setdefault(test, [])
            roles += [role for role in given["role"] if role not in roles]


def _read(node, tree):
    """Return the words of a decorator; a name stands for a constant of the file."""
    if isinstance(node, ast.Name):
        for part in tree.body:
            if isinstance(part, ast.Assign) and part.targets[0].id == node.id:
                return _read(part.value, tree)
        return ["every role"] if node.id == "KINDS" else [node.id]
    if isinstance(node, ast.Starred):
        return _read(node.value, tree)
    if isinstance(node, ast.Tuple):
        return [word for part in node.elts for word in _read(part, tree)]
    return [ast.literal_eval(node)]


def missing(cells):
    """Return what the table lacks: cells without a test and without a reason."""
    reasons = impossible()
    return [
        f"{case.id} × {route}: neither a test nor a reason"
        for case in CASES
        for route in ROUTES
        if (case.id, route) not in cells and (case.id, route) not in reasons
    ]


def main(arguments=(), out=sys.stdout):
    """Print the table; return 1 when a cell has neither a test nor a reason."""
    cells, reasons = table(), impossible()
    for case in CASES:
        out.write(f"\n{case.id}  {case.text}  [{case.source}]\n")
        for route in ROUTES:
            tests = cells.get((case.id, route), {})
            for test, roles in tests.items():
                out.write(f"  {route:<7} {', '.join(roles)}: {test}\n")
            if not tests:
                reason = reasons.get((case.id, route), "??  NO TEST")
                out.write(f"  {route:<7} — {reason}\n")
    lacking = missing(cells)
    filled = sum((case.id, route) in cells for case in CASES for route in ROUTES)
    out.write(
        f"\n{len(CASES)} cases × {len(ROUTES)} routes: {filled} cells with tests,"
        f" {len(CASES) * len(ROUTES) - filled - len(lacking)} with a reason,"
        f" {len(lacking)} open\n"
    )
    return 1 if lacking else 0
