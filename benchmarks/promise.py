"""Capable to promise: the earliest date of an order, and whether Odoo's plan agrees."""

from datetime import datetime, timedelta

from odoo import Command

from .figures import Finding, Row
from .promise_cases import Case

LINES = 20
PARTS = 50  # of each product and of each part that is made, on three levels
LEVELS = 3
CENTRES = 10
OPERATIONS = 3
PLANNED = 2000  # work orders that are planned already
MOST_QUERIES = 32
MOST_MILLISECONDS = 1000
AGREED = 0.95
CASES = 5  # compared for each order that a row has


def measure(_plain, ours, number):
    """Return the rows; plain Odoo has no such answer."""
    built = ours.database.do(None, _build)
    ours.database.analyze()
    long = Row(
        f"Earliest date, {LINES} lines of {LEVELS} levels, {PARTS} parts each",
        most_queries=MOST_QUERIES,
        most_milliseconds=MOST_MILLISECONDS,
    )
    more = Row(f"Earliest date, {LINES} lines beside 5", most_queries=0)
    _ask(ours, built[:5])  # what is read once a process
    for _ in range(max(number // 10, 5)):
        cost, few = _ask(ours, built), _ask(ours, built[:5])
        long.add(None, cost)
        more.add(few, cost)
    return [long, more, _agree(ours, number * CASES)]


def _ask(ours, products):
    """Return the Cost of the earliest date of an order of products."""

    def work(env):
        promise = env["order.promise"]
        warehouse = env["stock.warehouse"].search([], limit=1)
        demands = _get_demands(env, [(product, unit, 10) for product, unit in products])
        answer = promise._work_out(demands, env.company, warehouse)
        assert answer.earliest, answer.why

    return ours.database.request("sales", work)[1]


def _get_demands(_env, lines):
    # Ours is installed in one of the databases only: imported where it is.
    from odoo.addons.order_to_delivery.models.promise.order_promise_node import (
        Demand,
    )

    return [
        Demand(str(number), product, unit, quantity, "make")
        for number, (product, unit, quantity) in enumerate(lines)
    ]


def _agree(ours, number):
    """Compare earliest dates with what is then planned, each case undone after it."""
    results = [
        ours.database.do(None, lambda env, turn=turn: _compare(env, turn))
        for turn in range(number)
    ]
    agreed = sum(days <= 1 for days, _why in results)
    days, why = max(results)
    return Finding(
        "Earliest date against Odoo's plan, within a working day",
        number,
        f"agrees {agreed}/{number}, worst {days} days: {why}",
        f"≥ {AGREED:.0%}",
        agreed >= AGREED * number,
    )


def _compare(env, number):
    """Return by how many working days plan and promise differ in one case."""
    savepoint = env.cr.savepoint()
    try:
        return _plan_case(env, number)
    finally:
        savepoint.close(rollback=True)


def _plan_case(env, number):
    case = Case(env, number)
    product = case.build()
    warehouse = env["stock.warehouse"].search([], limit=1)
    lines = [(product.id, product.uom_id.id, case.quantity)]
    promise = env["order.promise"]._work_out(
        _get_demands(env, lines), env.company, warehouse
    )
    production = env["mrp.production"].create(
        {"product_id": product.id, "product_qty": case.quantity}
    )
    production.action_confirm()
    env["order.promise.production"]._plan(production)
    planned = env.company._get_local_day(production.date_finished)
    told = f"case {number} promised {promise.earliest}, planned {planned}"
    if not promise.earliest:
        return 999, told
    low, high = sorted((promise.earliest, planned))
    worked = env["order.workday"]._get_worked_days(env.company, low, high)
    return len(worked - {low}), told


def _build(env):
    """Create the products, their parts, the work centers and what is planned there.

    :return: pairs of product and unit
    """
    vendor = env["res.partner"].create({"name": "Vendor of Parts"})
    centres = env["mrp.workcenter"].create(
        [{"name": f"Bench center {number}"} for number in range(CENTRES)]
    )
    _plan(env, centres)
    below = env["product.product"]
    for level in range(LEVELS):
        below = _build_level(env, level, below, vendor, centres)
    return [(product.id, product.uom_id.id) for product in below]


def _build_level(env, level, below, vendor, centres):
    """Create a product of each line with its parts, one of them made, if any is."""
    routes = env.ref("stock.route_warehouse0_mto")
    routes.active = True
    routes |= env.ref("mrp.route_warehouse0_manufacture")
    made = env["product.product"].create(
        [
            {
                "name": f"Bench promise {level}-{line}",
                "is_storable": True,
                "route_ids": [Command.set(routes.ids)],
            }
            for line in range(LINES)
        ]
    )
    bought = _build_parts(env, level, PARTS - bool(below), vendor)
    size = len(bought) // LINES
    env["mrp.bom"].create(
        [
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": 2})
                    for part in (
                        *bought[line * size : (line + 1) * size],
                        *below[line : line + 1],
                    )
                ],
                "operation_ids": _describe_operations(centres, line),
            }
            for line, product in enumerate(made)
        ]
    )
    return made


def _describe_operations(centres, line):
    return [
        Command.create(
            {
                "name": f"Operation {step}",
                "workcenter_id": centres[(line + step) % CENTRES].id,
                "time_cycle_manual": 20,
            }
        )
        for step in range(OPERATIONS)
    ]


def _build_parts(env, level, each, vendor):
    parts = env["product.product"].create(
        [
            {
                "name": f"Bench promise part {level}-{number}",
                "is_storable": True,
                "seller_ids": [
                    Command.create({"partner_id": vendor.id, "delay": number % 20})
                ],
            }
            for number in range(LINES * each)
        ]
    )
    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    env["stock.quant"].create(
        [
            {"product_id": part.id, "location_id": stock.id, "quantity": 5}
            for part in parts[::2]
        ]
    )
    return parts


def _plan(env, centres):
    """Take time of work centers, as planned work orders do."""
    first = datetime.now().replace(microsecond=0, minute=0)
    env["resource.calendar.leaves"].create(
        [
            {
                "name": f"Planned {number}",
                "resource_id": centre.resource_id.id,
                "calendar_id": centre.resource_calendar_id.id,
                "date_from": first + timedelta(hours=6 * turn),
                "date_to": first + timedelta(hours=6 * turn + 1),
                "time_type": "other",
            }
            for number, centre in enumerate(centres)
            for turn in range(PLANNED // CENTRES)
        ]
    )
