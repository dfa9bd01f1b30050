"""The one query that tells what was received for a batch of orders.

PostgreSQL takes longer to plan it than to run it. Where few orders are asked, which
have no invoices or no online transactions yet, what these would bring is left out.

A: what payments and statement lines settled on the orders' invoices;
B: the open part of live payments tied to an order;
C: online transactions that are done and have no payment yet.
An invoice or transaction of several orders counts for each with its share. All is
in the order's currency; another currency counts at the rate of the payment's date.
"""

from odoo.tools import SQL

# What the query reads, so that nothing else is written to the database before it.
READS = {
    "sale.order": ["amount_total", "company_id", "currency_id"],
    "sale.order.line": ["invoice_lines", "order_id"],
    "account.move": ["move_type", "origin_payment_id", "state", "statement_line_id"],
    "account.move.line": [
        "account_id",
        "amount_residual",
        "amount_residual_currency",
        "display_type",
        "move_id",
        "price_total",
    ],
    "account.partial.reconcile": [
        "amount",
        "credit_amount_currency",
        "credit_move_id",
        "debit_amount_currency",
        "debit_move_id",
    ],
    "account.payment": [
        "amount",
        "destination_account_id",
        "move_id",
        "payment_type",
        "sale_order_id",
        "state",
    ],
    "order.payment.plan.line": [
        "amount",
        "amount_type",
        "kind",
        "percent",
        "sale_order_id",
    ],
    "payment.transaction": [
        "amount",
        "operation",
        "payment_id",
        "sale_order_ids",
        "source_transaction_id",
        "state",
    ],
    "res.company": ["order_received_policy"],
    "res.currency.rate": ["rate"],
}

_ORDERS = """
    orders AS (
        SELECT o.id, o.currency_id, c.currency_id AS company_currency_id,
               split_part(c.parent_path, '/', 1)::int AS root_id,
               c.order_received_policy AS policy
          FROM sale_order o
          JOIN res_company c ON c.id = o.company_id
         WHERE o.id = ANY(%(order_ids)s)
    )"""

# Money that goes back counts as soon as it is registered; money that comes in
# counts by the company's policy.
_IS_LIVE = """(
    pay.state = 'paid'
    OR pay.state = 'in_process'
       AND (policy = 'registered' OR pay.payment_type = 'outbound')
)"""

# Materialized, for joins of a few tables each are planned faster than one of many.
_SHARES = """
    billed AS MATERIALIZED (
        SELECT o.id AS order_id, o.policy, il.id AS line_id, il.move_id, il.price_total
          FROM orders o
          JOIN sale_order_line sol ON sol.order_id = o.id
          JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
          JOIN account_move_line il ON il.id = rel.invoice_line_id
    ),
    shares AS MATERIALIZED (
        SELECT b.order_id, b.policy, inv.id AS move_id, inv.amount_total,
               -- A foreign line below zero is no money of the order's.
               LEAST(
                   sum(b.price_total / ties.number) / NULLIF(whole.total, 0), 1.0
               ) AS share
          FROM billed b
          JOIN account_move inv ON inv.id = b.move_id
    CROSS JOIN LATERAL (
                SELECT count(*) AS number
                  FROM sale_order_line_invoice_rel r
                 WHERE r.invoice_line_id = b.line_id
               ) ties
    CROSS JOIN LATERAL (
                SELECT sum(l.price_total) AS total
                  FROM account_move_line l
                 WHERE l.move_id = inv.id AND l.display_type = 'product'
               ) whole
         WHERE inv.state != 'cancel' AND inv.move_type IN ('out_invoice', 'out_refund')
      GROUP BY b.order_id, b.policy, inv.id, whole.total
    ),
    receivables AS MATERIALIZED (
        SELECT s.order_id, s.policy, s.share, rl.id, rl.currency_id
          FROM shares s
          JOIN account_move_line rl ON rl.move_id = s.move_id
          JOIN account_account acc ON acc.id = rl.account_id
         WHERE acc.account_type = 'asset_receivable'
    )"""

_SETTLED = f"""
    SELECT rl.order_id, rl.share * part.amount_currency AS amount, rl.currency_id,
           rl.share * part.amount AS company_amount, cm.date
      FROM receivables rl
CROSS JOIN LATERAL (
            SELECT p.credit_move_id AS line_id, p.debit_amount_currency, p.amount
              FROM account_partial_reconcile p
             WHERE p.debit_move_id = rl.id
         UNION ALL
            SELECT p.debit_move_id, -p.credit_amount_currency, -p.amount
              FROM account_partial_reconcile p
             WHERE p.credit_move_id = rl.id
           ) part (line_id, amount_currency, amount)
      JOIN account_move_line cl ON cl.id = part.line_id
      JOIN account_move cm ON cm.id = cl.move_id AND cm.state = 'posted'
 LEFT JOIN account_payment pay ON pay.id = cm.origin_payment_id
     WHERE CASE WHEN pay.id IS NULL THEN cm.statement_line_id IS NOT NULL
                ELSE {_IS_LIVE} END"""

# A refund made online has no order of its own: its source has.
_TRANSACTIONS = """
    transactions AS (
        SELECT DISTINCT o.id AS order_id, o.policy, tx.id, tx.state, tx.payment_id,
               tx.operation, tx.amount, tx.currency_id,
               tx.last_state_change::date AS date,
               COALESCE(so.amount_total / NULLIF(whole.total, 0), 1.0 / whole.number)
               AS share
          FROM orders o
          JOIN sale_order so ON so.id = o.id
          JOIN sale_order_transaction_rel rel ON rel.sale_order_id = o.id
    CROSS JOIN LATERAL (
                SELECT sum(other.amount_total) AS total, count(*) AS number
                  FROM sale_order_transaction_rel r
                  JOIN sale_order other ON other.id = r.sale_order_id
                 WHERE r.transaction_id = rel.transaction_id
               ) whole
          JOIN payment_transaction tx
            ON tx.id = rel.transaction_id
            OR tx.source_transaction_id = rel.transaction_id
         WHERE tx.operation != 'validation' OR tx.operation IS NULL
    )"""

_TIED_DIRECTLY = """
        SELECT o.id AS order_id, o.policy, pay.id AS payment_id, 1.0 AS share
          FROM orders o
          JOIN account_payment pay ON pay.sale_order_id = o.id"""

# The order that Finance names on a payment goes before that of its transaction.
_TIED_BY_TRANSACTION = """
        SELECT tx.order_id, tx.policy, pay.id, tx.share
          FROM transactions tx
          JOIN account_payment pay
            ON pay.id = tx.payment_id AND pay.sale_order_id IS NULL"""

_OPEN = f"""
    SELECT t.order_id, -t.share * cl.amount_residual_currency, cl.currency_id,
           -t.share * cl.amount_residual, cl.date
      FROM tied t
      JOIN account_payment pay ON pay.id = t.payment_id AND {_IS_LIVE}
      JOIN account_move pm ON pm.id = pay.move_id AND pm.state = 'posted'
      JOIN account_move_line cl
        ON cl.move_id = pm.id AND cl.account_id = pay.destination_account_id
     WHERE pay.partner_type = 'customer'"""

# Without a journal entry (an outstanding account is no must) a payment has nothing to
# reconcile: it counts for its order, or for the invoices that it was made for, until
# the bank's own entry takes its place.
_HAS_NO_ENTRY = f"""
    pay.move_id IS NULL AND pay.state = 'in_process' AND {_IS_LIVE}"""

_SIGNED_AMOUNT = """
    CASE pay.payment_type WHEN 'outbound' THEN -pay.amount ELSE pay.amount END"""

_WITHOUT_ENTRY = f"""
    SELECT t.order_id, t.share * {_SIGNED_AMOUNT}, pay.currency_id, NULL, pay.date
      FROM tied t
      JOIN account_payment pay ON pay.id = t.payment_id AND {_HAS_NO_ENTRY}"""

_WITHOUT_ENTRY_OF_INVOICES = f"""
    SELECT s.order_id,
           s.share * s.amount_total / NULLIF(whole.total, 0) * {_SIGNED_AMOUNT},
           pay.currency_id, NULL, pay.date
      FROM shares s
      JOIN account_move__account_payment r ON r.invoice_id = s.move_id
      JOIN account_payment pay
        ON pay.id = r.payment_id AND {_HAS_NO_ENTRY} AND pay.sale_order_id IS NULL
CROSS JOIN LATERAL (
            SELECT sum(m.amount_total) AS total
              FROM account_move__account_payment ties
              JOIN account_move m ON m.id = ties.invoice_id AND m.state != 'cancel'
             WHERE ties.payment_id = pay.id
           ) whole
     WHERE NOT EXISTS (SELECT 1 FROM tied WHERE tied.payment_id = pay.id)"""

# Partial captures are transactions of their own, so their source counts no more.
_WITHOUT_PAYMENT = """
    SELECT tx.order_id, tx.share * tx.amount, tx.currency_id, NULL, tx.date
      FROM transactions tx
     WHERE tx.state = 'done' AND tx.payment_id IS NULL
       AND (tx.policy = 'registered' OR tx.amount < 0)
       AND NOT EXISTS (
                SELECT 1
                  FROM payment_transaction child
                 WHERE child.source_transaction_id = tx.id
                   AND child.operation = tx.operation
                   AND child.state IN ('done', 'cancel')
           )"""


def _rate(currency):
    """Return the last rate until an entry's day, else the first, as Odoo does."""
    return f"""COALESCE(
        (SELECT r.rate
           FROM res_currency_rate r
          WHERE r.currency_id = {currency}
            AND (r.company_id = o.root_id OR r.company_id IS NULL)
       ORDER BY r.name > e.date, r.company_id, abs(r.name - e.date)
          LIMIT 1),
        1.0)"""


# What an amount is in: the company's currency, where its books tell what it is worth.
_FROM = """
    CASE WHEN e.company_amount IS NULL
         THEN e.currency_id ELSE o.company_currency_id END"""
_WORTH = f"""
    COALESCE(e.company_amount, e.amount) * {_rate("o.currency_id")} / {_rate(_FROM)}"""

_RECEIVED = f"""
    SELECT o.id,
           sum(CASE e.currency_id WHEN o.currency_id THEN e.amount ELSE {_WORTH} END),
           (SELECT json_agg(json_build_array(
                       l.kind, l.amount_type, l.percent, l.amount))
              FROM order_payment_plan_line l
             WHERE l.sale_order_id = o.id)
      FROM orders o
 LEFT JOIN entries e ON e.order_id = o.id
  GROUP BY o.id"""

_TRACES = """
    SELECT EXISTS (
               SELECT 1
                 FROM sale_order_line sol
                 JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
                WHERE sol.order_id = ANY(%(order_ids)s)
           ),
           EXISTS (
               SELECT 1
                 FROM sale_order_transaction_rel rel
                WHERE rel.sale_order_id = ANY(%(order_ids)s)
           )"""


def traces_query(order_ids):
    """Return the query for ``(has invoices, has transactions)`` of a batch."""
    return SQL(_TRACES, order_ids=list(order_ids))


def received_query(order_ids, has_invoices=True, has_transactions=True):
    """Return the query for ``(order id, received, plan's lines)`` of a batch.

    :param has_invoices: leave out what only invoices can bring, as there is none
    :param has_transactions: the same of online transactions
    """
    tables, tied = [_ORDERS], [_TIED_DIRECTLY]
    entries = [_OPEN, _WITHOUT_ENTRY]
    if has_invoices:
        tables.append(_SHARES)
        entries += [_SETTLED, _WITHOUT_ENTRY_OF_INVOICES]
    if has_transactions:
        tables.append(_TRANSACTIONS)
        tied.append(_TIED_BY_TRANSACTION)
        entries.append(_WITHOUT_PAYMENT)
    query = f"""
    WITH {",".join(tables)},
    tied AS ({" UNION ".join(tied)}),
    entries (order_id, amount, currency_id, company_amount, date) AS (
        {" UNION ALL ".join(entries)}
    ) {_RECEIVED}"""
    return SQL(query, order_ids=list(order_ids))
