"""Installing on 100,000 orders, going live with them, and uninstalling again."""

import os
import sys
import time

from odoo.modules.registry import Registry

from . import factory, filling
from .database import Cost, Database, configure
from .figures import Row
from .walks import PlainWalk

ADDON = "order_to_delivery"
SECONDS = 1000  # milliseconds


def measure():
    """Return the rows of installing, switching on and uninstalling."""
    configure()
    database = Database("plain", os.environ["OTD_PLAIN_DB"])
    walk = PlainWalk(database, factory.prepare(database))
    sample = walk.prepare("stock")
    walk.confirm([sample])
    database.do(None, lambda env: filling.fill(env.cr, sample))
    tables, before = database.do(None, lambda env: filling.read_core(env.cr))
    rows = [
        _turn(database, "Install on {} orders", "button_immediate_install", 20),
        _row("Core tables changed by installing", _count(database, tables, before)),
    ]
    _seat(database)
    before = database.do(None, lambda env: filling.read_tables(env.cr, tables))
    return [
        *rows,
        _switch_on(database),
        _turn(database, "Uninstall", "button_immediate_uninstall", None),
        _row("Core tables changed by all that", _count(database, tables, before)),
        _row("Orders that fail afterwards", _works(walk)),
    ]


def _row(name, number):
    row = Row(name, most_queries=0)
    row.add(None, Cost(0.0, number))
    return row


def _turn(database, name, method, most):
    """Install or uninstall the addon, as the button does."""
    row = Row(
        name.format(f"{filling.ORDERS:,}"),
        most_milliseconds=most and most * SECONDS,
    )
    start = time.perf_counter()
    with database.registry.cursor() as cr:
        env = database.get_environment(cr, None)
        env["ir.module.module"].update_list()
        module = env["ir.module.module"].search([("name", "=", ADDON)])
        getattr(module, method)()
    row.add(None, Cost((time.perf_counter() - start) * 1000, 0))
    database.registry = Registry(database.name)
    return row


def _seat(database):
    """Give the departments their people, and the addon its manager."""

    def work(env):
        users = factory.build_departments(env)
        env.ref(f"{ADDON}.group_manager").user_ids = users["sales"]
        return users["sales"].id

    database.users["manager"] = database.do(None, work)


def _switch_on(database):
    """Let the manager go live: what is under way is marked, whatever its size."""
    row = Row("Switch on", most_milliseconds=20 * SECONDS)
    row.add(
        None,
        database.request(
            "manager",
            lambda env: env["order.company.switch"].create({}).action_switch_on(),
        )[1],
    )
    return row


def _count(database, tables, before):
    """Count the core tables of which any row is another one."""
    after = database.do(None, lambda env: filling.read_tables(env.cr, tables))
    changed = [table for table in tables if before[table] != after[table]]
    if changed:
        sys.stderr.write(f"changed: {', '.join(changed)}\n")
    return len(changed)


def _works(walk):
    """Take, confirm and deliver an order; return 0 when its goods have left."""
    pickings = walk.prepare_delivery()
    walk.validate(pickings)
    states = walk.database.do(
        None, lambda env: set(env["stock.picking"].browse(pickings).mapped("state"))
    )
    return int(states != {"done"})
