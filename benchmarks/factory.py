"""The same small factory in both databases: products, customers, stock, people."""

from odoo import Command

LINES = 50  # products of each kind, so that an order of 50 lines has 50 products
STOCK = 10_000_000
DEPTH = 15  # components of each product that has its material bought to order
PLAIN_GROUPS = (
    "sales_team.group_sale_salesman_all_leads",
    "stock.group_stock_user",
    "mrp.group_mrp_user",
    "account.group_account_invoice",
)
# Kinds of department and when they have a seat in the review.
SEATS = {
    "technical": "always",
    "quality": "always",
    "purchasing": "always",
    "material_control": "make",
    "production": "make",
    "sales": "none",
    "customer_service": "standard",
    "deputy_general_manager": "none",
    "warehouse": "none",
    "finance": "none",
    "logistics": "none",
}


def prepare(database):
    """Build the factory in a database, note its users, and return its ids."""
    ids, database.users = database.do(None, lambda env: build(env, database.kind))
    return ids


def build(env, kind):
    """Build the factory, and return the ids that the walks need.

    :return: ``(ids by name, user ids by name)``
    """
    ids = {kind: _products(env, kind) for kind in ("make", "stock", "service")}
    partner = env["res.partner"].create(
        {"name": "Customer", "email": "customer@example.com", "phone": "+86 20 5550100"}
    )
    ids["partner"] = partner.id
    ids["vendor"] = env["res.partner"].create({"name": "Vendor"}).id
    ids["deep"] = _deep_products(env, ids["vendor"])
    # Else the first validation asks whether customers want text messages.
    env.company.stock_text_confirmation = False
    users = {"user": _user(env, "bench_user", PLAIN_GROUPS)}
    if kind == "ours":
        users |= build_departments(env)
        _govern(env, partner)
    return ids, {name: user.id for name, user in users.items()}


def _govern(env, partner):
    _grade(env, partner)
    # The wizard's checks are not what is measured, its switch is all that is needed.
    env.company.use_order_to_delivery = True


def _products(env, kind):
    """Create products: made to order, lying in stock, or services."""
    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    products = env["product.product"].create(
        [
            {
                "name": f"Bench {kind} {number}",
                "default_code": f"{kind.upper()}-{number}",
                "type": "service" if kind == "service" else "consu",
                "is_storable": kind != "service",
                "list_price": 100 + number,
                "standard_price": 40,
                "invoice_policy": "order",
                "taxes_id": False,
            }
            for number in range(LINES)
        ]
    )
    if kind == "stock":
        for product in products:
            env["stock.quant"]._update_available_quantity(product, stock, STOCK)
    if kind != "make":
        return products.ids
    component = env["product.product"].create({"name": "Board", "is_storable": True})
    env["stock.quant"]._update_available_quantity(component, stock, STOCK)
    to_order = env.ref("stock.route_warehouse0_mto")
    to_order.active = True
    products.route_ids = to_order | env.ref("mrp.route_warehouse0_manufacture")
    env["mrp.bom"].create(
        [
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": component.id, "product_qty": 2})
                ],
            }
            for product in products
        ]
    )
    return products.ids


def _deep_products(env, vendor):
    """Create five products made to order, of 15 components each to buy to order."""
    routes = env.ref("stock.route_warehouse0_mto")
    routes |= env.ref("mrp.route_warehouse0_manufacture")
    parts = _deep_parts(env, vendor)
    products = env["product.product"].create(
        [
            {
                "name": f"Bench deep {number}",
                "default_code": f"DEEP-{number}",
                "is_storable": True,
                "list_price": 100 + number,
                "invoice_policy": "order",
                "taxes_id": False,
                "route_ids": [Command.set(routes.ids)],
            }
            for number in range(5)
        ]
    )
    env["mrp.bom"].create(
        [
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": 2})
                    for part in parts[number * DEPTH : (number + 1) * DEPTH]
                ],
            }
            for number, product in enumerate(products)
        ]
    )
    return products.ids


def _deep_parts(env, vendor):
    routes = env["stock.warehouse"].search([], limit=1).buy_pull_id.route_id
    routes |= env.ref("stock.route_warehouse0_mto")
    return env["product.product"].create(
        [
            {
                "name": f"Bench part {number}",
                "is_storable": True,
                # As plain Odoo asks for it; with us the order does.
                "purchase_request": True,
                "route_ids": [Command.set(routes.ids)],
                "seller_ids": [Command.create({"partner_id": vendor, "price": 5})],
            }
            for number in range(5 * DEPTH)
        ]
    )


def _user(env, login, groups):
    return env["res.users"].create(
        {
            "name": login.replace("_", " ").title(),
            "login": login,
            "email": f"{login}@example.com",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


def build_departments(env):
    """Give each department its person, and customer service a second one."""
    # People are users of Odoo before they are of a department.
    users = {
        kind: _user(
            env,
            f"bench_{kind}",
            ["base.group_user", f"order_to_delivery.group_{kind}"],
        )
        for kind in SEATS
    }
    users["clerk"] = _user(
        env,
        "bench_clerk",
        ["base.group_user", "order_to_delivery.group_customer_service"],
    )
    for kind, seat in SEATS.items():
        members = [users[kind]]
        if kind == "customer_service":
            members.append(users["clerk"])
        env["order.department"].create(
            {
                "name": kind.replace("_", " ").title(),
                "kind": kind,
                "company_id": env.company.id,
                "head_id": users[kind].id,
                "seat": seat,
                "member_ids": [
                    Command.create({"user_id": member.id}) for member in members
                ],
            }
        )
    return users


def _grade(env, partner):
    """Give the customer a grade that signs, pays a deposit and pays before release."""
    partner.is_order_signatory = True
    partner.customer_grade_id = env["customer.grade"].create(
        {
            "name": "Bench",
            "code": "BENCH",
            "signature_policy": "required",
            "payment_plan_line_ids": [
                Command.create({"kind": "deposit", "percent": 30}),
                Command.create({"kind": "release", "percent": 70}),
            ],
        }
    )
