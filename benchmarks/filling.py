"""A large database made by SQL, and a checksum of what core's tables hold."""

ORDERS = 100_000
# What people made, as opposed to what Odoo writes of its modules.
CORE = (
    "account_move",
    "account_move_line",
    "account_payment",
    "mrp_bom",
    "mrp_production",
    "product_product",
    "product_template",
    "purchase_order",
    "purchase_order_line",
    "res_company",
    "res_partner",
    "res_users",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_move_line",
    "stock_picking",
    "stock_quant",
)
# What belongs to an order, and by which column.
HISTORY = {
    "sale_order_line": "order_id",
    "account_payment": "sale_order_id",
    "order_milestone": "sale_order_id",
    "order_shipping_request": "sale_order_id",
    "order_delivery_receipt": "sale_order_id",
    "order_revision": "sale_order_id",
    "stock_picking": "sale_id",
}
# What Finance has of old orders besides payments: offsets, receipt vouchers, acceptance
# bills, emergencies and losses of the past.
FINANCE = (
    """INSERT INTO order_offset (sale_order_id, company_id, name, state, against,
                                 amount)
       SELECT id, company_id, 'OFF' || id, 'in_force', 'bill', 1
         FROM sale_order WHERE id > %(first)s AND id <= %(last)s""",
    """INSERT INTO order_receipt (partner_id, company_id, currency_id, journal_id, name,
                                  state, date)
       SELECT o.partner_id, o.company_id, o.currency_id, journal.id, 'OLD' || o.id,
              'posted', now()::date
         FROM sale_order o,
              (SELECT id FROM account_journal WHERE type = 'bank' LIMIT 1) journal
        WHERE o.id > %(first)s AND o.id <= %(last)s""",
    """INSERT INTO order_receipt_line (receipt_id, sale_order_id, company_id, amount)
       SELECT receipt.id, o.id, o.company_id, 1
         FROM order_receipt receipt
         JOIN sale_order o ON receipt.name = 'OLD' || o.id
        WHERE o.id > %(first)s AND o.id <= %(last)s""",
    """UPDATE account_payment SET order_instrument_state = 'accepted'
        WHERE sale_order_id > %(first)s AND sale_order_id <= %(last)s""",
    """INSERT INTO order_gate_waiver (sale_order_id, company_id, gate, origin, state,
                                      reason)
       SELECT id, company_id, 'order.gate.shipping.needs.request', 'person', 'settled',
              'Sent ahead'
         FROM sale_order WHERE id > %(first)s AND id <= %(last)s""",
    """INSERT INTO order_recovery_case (sale_order_id, company_id, partner_id, state,
                                        opened_date)
       SELECT o.id, o.company_id, customer.commercial_partner_id, 'settled', now()
         FROM sale_order o
         JOIN res_partner customer ON customer.id = o.partner_id
        WHERE o.id > %(first)s AND o.id <= %(last)s""",
)
# These tell of writing only.
UNCOUNTED = ("write_date", "write_uid")


def fill(cr, sample):
    """Copy an order with its lines until there are as many as ORDERS."""
    cr.execute("SELECT max(id) FROM sale_order")
    (last,) = cr.fetchone()
    orders = _columns(cr, "sale_order", "id", "name", "access_token")
    lines = _columns(cr, "sale_order_line", "id", "order_id")
    cr.execute(
        f"""INSERT INTO sale_order (id, name, {orders})
            SELECT %s + n, 'BENCH' || n, {orders}
              FROM sale_order, generate_series(1, %s) n WHERE id = %s""",
        [last, ORDERS, sample],
    )
    cr.execute(
        f"""INSERT INTO sale_order_line (order_id, {lines})
            SELECT %s + n, {lines}
              FROM sale_order_line, generate_series(1, %s) n WHERE order_id = %s""",
        [last, ORDERS, sample],
    )
    cr.execute("SELECT setval('sale_order_id_seq', %s)", [last + ORDERS])
    cr.execute("ANALYZE sale_order, sale_order_line")


def copy_history(env, pickings, number):
    """Copy the order of a delivery with its lines, money, papers and deliveries."""
    cr, order = env.cr, env["stock.picking"].browse(pickings).sale_id
    cr.execute("SELECT max(id) FROM sale_order")
    (last,) = cr.fetchone()
    own = _columns(cr, "sale_order", "id", "name", "access_token")
    cr.execute(
        f"""INSERT INTO sale_order (id, name, {own})
            SELECT %s + n, 'OLD' || n, {own}
              FROM sale_order, generate_series(1, %s) n WHERE id = %s""",
        [last, number, order.id],
    )
    for table, column in HISTORY.items():
        others = _columns(cr, table, "id", column, "name", "access_token")
        name = _has_name(cr, table)
        cr.execute(
            f"""INSERT INTO {table} ({column}, {"name, " if name else ""} {others})
                SELECT %s + n, {"name || '-' || n, " if name else ""} {others}
                  FROM {table}, generate_series(1, %s) n WHERE {column} = %s""",
            [last, number, order.id],
        )
    for statement in FINANCE:
        cr.execute(statement, {"first": last, "last": last + number})
    cr.execute("SELECT setval('sale_order_id_seq', %s)", [last + number])


def read_core(cr):
    """Return ``({table: columns}, {table: checksum})`` of core's tables."""
    tables = {table: _columns(cr, table, *UNCOUNTED) for table in CORE}
    return tables, read_tables(cr, tables)


def read_tables(cr, tables):
    """Return how many rows tables have, and the checksum of their columns."""
    checksums = {}
    for table, columns in tables.items():
        cr.execute(
            f"""SELECT count(*), sum(hashtextextended(ROW({columns})::text, 0))
                  FROM {table}"""
        )
        checksums[table] = cr.fetchone()
    return checksums


def _has_name(cr, table):
    cr.execute(
        """SELECT 1 FROM pg_attribute
            WHERE attrelid = %s::regclass AND attname = 'name'""",
        [table],
    )
    return bool(cr.fetchone())


def _columns(cr, table, *left_out):
    cr.execute(
        """SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
             FROM pg_attribute
            WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
              AND attname != ALL(%s)""",
        [table, list(left_out)],
    )
    return cr.fetchone()[0]
