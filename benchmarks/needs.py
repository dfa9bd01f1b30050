"""Working out what an order needs, over three levels of parts."""

from odoo import Command

from .figures import Row

KIND = "machines"
LINES = 20
PARTS = 3  # of each product, and of each of the parts that is made itself


def measure(_plain, ours, number):
    """Return the row of an order of twenty lines; plain Odoo has no such page."""
    row = Row(
        f"Material needs, {LINES} lines of three levels",
        most_queries=60,
        most_milliseconds=300,
    )
    ours.ids[KIND] = ours.database.do(None, _build)
    order = ours.prepare(KIND, LINES)
    ours.confirm([order])
    ours.issue([order])
    ours.accept([order])
    for _ in range(max(number // 10, 3)):
        row.add(
            None,
            ours.database.call(
                "material_control", "sale.order", [order], "action_view_material_needs"
            ),
        )
    return [row]


def _build(env):
    """Create products of parts, one of which is made of parts again."""
    products = []
    for number in range(LINES):
        bought = _create(env, [f"Part {number}-{part}" for part in range(PARTS)])
        below = _create(env, [f"Screw {number}-{part}" for part in range(PARTS)])
        made, product = _create(env, [f"Drive {number}", f"Machine {number}"])
        _describe(env, made, below)
        _describe(env, product, bought | made)
        products.append(product.id)
    return products


def _create(env, names):
    return env["product.product"].create(
        [
            {
                "name": name,
                "default_code": name.upper(),
                "is_storable": True,
                "list_price": 100,
                "standard_price": 40,
                "taxes_id": False,
            }
            for name in names
        ]
    )


def _describe(env, product, parts):
    env["mrp.bom"].create(
        {
            "product_tmpl_id": product.product_tmpl_id.id,
            "bom_line_ids": [
                Command.create({"product_id": part.id, "product_qty": 2})
                for part in parts
            ],
        }
    )
