"""The one query that tells what was received for a batch of orders.

PostgreSQL takes longer to plan it than to run it. So few orders are looked at first:
where they have payments only, in two lines and the order's currency, that is all. Else
the query leaves out what invoices, offsets or online transactions would bring, where
there are none.

A: what payments, statement lines and offsets in force settled on their invoices;
B: the open part of live payments tied to an order, and of its offsets in force;
C: online transactions that are done and have no payment yet.
An invoice or transaction of several orders counts for each with its share. All is
in the order's currency; another currency counts at the rate of the payment's date.
"""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .order_money_query_entries import (
    NOT_PLAIN,
    OPEN,
    OPEN_OFFSETS,
    OPEN_PLAIN,
    ORDERS,
    SETTLED,
    SHARES,
    TIED_BY_TRANSACTION,
    TIED_DIRECTLY,
    TRANSACTIONS,
    WITHOUT_ENTRY,
    WITHOUT_ENTRY_OF_INVOICES,
    WITHOUT_ENTRY_OR_LINE,
    WITHOUT_PAYMENT,
)

# How far the clocks farthest east are ahead of UTC.
AHEAD = timedelta(hours=14)

# What the query reads, so that nothing else is written to the database before it.
READS = {
    "sale.order": ["amount_total", "company_id", "currency_id"],
    "sale.order.line": ["invoice_lines", "order_id"],
    "account.bank.statement.line": ["move_id"],
    "account.journal": ["default_account_id"],
    "account.move": [
        "date",
        "journal_id",
        "move_type",
        "order_offset_id",
        "origin_payment_id",
        "state",
        "statement_line_id",
    ],
    "account.move.line": [
        "account_id",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "balance",
        "display_type",
        "move_id",
        "parent_state",
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
        "company_id",
        "date",
        "destination_account_id",
        "move_id",
        "order_instrument_state",
        "payment_type",
        "sale_order_id",
        "state",
    ],
    "order.offset": ["sale_order_id", "state"],
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
    "res.company": [
        "order_bank_charge_limit",
        "order_bill_policy",
        "order_received_policy",
    ],
    "res.currency.rate": ["rate"],
}


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

_PLAN = """
           (SELECT json_agg(json_build_array(
                       l.kind, l.amount_type, l.percent, l.amount))
              FROM order_payment_plan_line l
             WHERE l.sale_order_id = o.id)"""

_AMOUNT = f"CASE e.currency_id WHEN o.currency_id THEN e.amount ELSE {_WORTH} END"
# What comes in counts from its day on, what goes back at once.
_RECEIVED = f"""
    SELECT o.id, sum({_AMOUNT}), {_PLAN}%(by_day)s
      FROM orders o
 LEFT JOIN entries e
        ON e.order_id = o.id AND (e.date <= %(latest)s::date OR e.amount < 0)
%(days)s
  GROUP BY o.id"""
# What of it had come by a day of each order.
_BY_DAY = f", sum({_AMOUNT}) FILTER (WHERE e.date <= days.day)"
_DAYS = "LEFT JOIN %(days)s days ON days.id = o.id"

# What payments brought plainly, which is all where none of the rest is true.
_LOOK = f"""
    WITH {ORDERS}
    SELECT o.id, ({OPEN_PLAIN}), {_PLAN},
           EXISTS (
               SELECT 1
                 FROM sale_order_line sol
                 JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
                WHERE sol.order_id = ANY(%(order_ids)s)
           ),
           EXISTS (
               SELECT 1
                 FROM sale_order_transaction_rel rel
                WHERE rel.sale_order_id = ANY(%(order_ids)s)
           ),
           EXISTS (
               SELECT 1
                 FROM order_offset f
                WHERE f.sale_order_id = ANY(%(order_ids)s) AND f.state = 'in_force'
           ),
           EXISTS ({NOT_PLAIN})
      FROM orders o"""


def _get_latest_day():
    """Return the last day that is today somewhere: users date by their own zone."""
    return (fields.Datetime.now() + AHEAD).date()


def look_query(order_ids):
    """Return the query for a first look at the money of a few orders.

    Its rows are ``(order id, received, plan's lines, has invoices, transactions,
    offsets, more)``; the last four of all orders together. More is what payments
    seldom have: charges, another currency, no entry. Where one of them is true,
    received is not all that counts.
    """
    return SQL(_LOOK, order_ids=list(order_ids), latest=_get_latest_day())


def received_query(
    order_ids, has_invoices=True, has_transactions=True, has_offsets=True, days=None
):
    """Return the query for ``(order id, received, plan's lines)`` of a batch.

    :param order_ids: the orders, or a subquery for an array of their ids
    :param days: a table of ``(id, day)`` of orders; what had come by that day is one
        column more
    :param has_invoices: leave out what only invoices can bring, as there is none
    :param has_transactions: the same of online transactions
    :param has_offsets: the same of offsets in force
    """
    tables, tied = [ORDERS], [TIED_DIRECTLY]
    entries = [OPEN]
    if has_invoices:
        tables.append(SHARES)
        entries += [SETTLED, WITHOUT_ENTRY_OR_LINE, WITHOUT_ENTRY_OF_INVOICES]
    else:
        entries.append(WITHOUT_ENTRY)
    if has_transactions:
        tables.append(TRANSACTIONS)
        tied.append(TIED_BY_TRANSACTION)
        entries.append(WITHOUT_PAYMENT)
    if has_offsets:
        entries.append(OPEN_OFFSETS)
    query = f"""
    WITH {",".join(tables)},
    tied AS ({" UNION ".join(tied)}),
    entries (order_id, amount, currency_id, company_amount, date) AS (
        {" UNION ALL ".join(entries)}
    ) {_RECEIVED}"""
    if not isinstance(order_ids, SQL):
        order_ids = list(order_ids)
    return SQL(
        query,
        order_ids=order_ids,
        latest=_get_latest_day(),
        by_day=SQL(_BY_DAY) if days else SQL(),
        days=SQL(_DAYS, days=days) if days else SQL(),
    )
