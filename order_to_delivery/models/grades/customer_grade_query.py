"""The one query that tells what the record says of a company's customers (H9.21).

It asks for all customers and all criteria at once, however many there are. Its rows
are ``(customer id, kind, months, value, ids)``: the ids lead to what the value was
counted from, where the days alone do not. What it says nothing of is zero or unknown.
"""

from odoo.tools import SQL

from ..order_money_query import READS, received_query

# What the query reads besides the money.
FACT_READS = {
    **READS,
    "account.move": [
        *READS["account.move"],
        "amount_untaxed_signed",
        "commercial_partner_id",
        "company_id",
        "invoice_date",
        "invoice_date_due",
    ],
    "order.contract": ["company_id", "partner_id", "state", "valid_from", "valid_to"],
    "order.gate.waiver": ["sale_order_id"],
    "res.partner": ["commercial_partner_id", "customer_grade_id"],
    "sale.order": [
        *READS["sale.order"],
        "date_order",
        "partner_id",
        "payment_deadline",
        "settlement_state",
        "state",
    ],
}

# Who has a grade at the company, or has ordered there. A customer that was put under
# another one keeps its grade, and is judged together with that one.
_CUSTOMERS = """
    SELECT p.id, (p.customer_grade_id ->> %(company_id)s::text)::int4 AS grade_id
      FROM res_partner p
     WHERE p.active AND p.id = p.commercial_partner_id
       AND (p.customer_grade_id ->> %(company_id)s::text)::int4 > 0
     UNION
    SELECT p.id, (p.customer_grade_id ->> %(company_id)s::text)::int4
      FROM sale_order so
      JOIN res_partner contact ON contact.id = so.partner_id
      JOIN res_partner p ON p.id = contact.commercial_partner_id AND p.active
     WHERE so.company_id = %(company_id)s AND so.state = 'sale'"""
_NAMED = """
    SELECT p.id, (p.customer_grade_id ->> %(company_id)s::text)::int4 AS grade_id
      FROM res_partner p
     WHERE p.id = ANY(%(partner_ids)s) AND p.id = p.commercial_partner_id"""
_SPANS = """
    SELECT kind, months, (%(today)s::date - months * interval '1 month')::date AS since
      FROM unnest(%(kinds)s::varchar[], %(months)s::int4[]) AS asked (kind, months)"""
# A credit that was agreed has its day from Finance, and all is due then; else what was
# invoiced, less what was credited, is due as the last invoice is.
_DUE = """
    SELECT so.id, contact.commercial_partner_id AS partner_id, so.settlement_state,
           currency.rounding, COALESCE(so.payment_deadline, billed.day) AS day,
           CASE WHEN so.payment_deadline IS NULL
                THEN LEAST(so.amount_total, billed.amount)
                ELSE so.amount_total END AS amount
      FROM sale_order so
      JOIN res_partner contact ON contact.id = so.partner_id
      JOIN customers ON customers.id = contact.commercial_partner_id
      JOIN res_currency currency ON currency.id = so.currency_id
 LEFT JOIN LATERAL (
           SELECT max(invoice.invoice_date_due)
                  FILTER (WHERE invoice.move_type = 'out_invoice') AS day,
                  sum(CASE invoice.move_type WHEN 'out_refund' THEN -item.price_total
                      ELSE item.price_total END) AS amount
             FROM sale_order_line line
             JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
             JOIN account_move_line item ON item.id = rel.invoice_line_id
             JOIN account_move invoice ON invoice.id = item.move_id
            WHERE line.order_id = so.id AND invoice.state = 'posted'
              AND invoice.move_type IN ('out_invoice', 'out_refund')
           ) billed ON TRUE
     WHERE so.company_id = %(company_id)s AND so.state = 'sale'
       AND COALESCE(so.payment_deadline, billed.day) < %(today)s
       AND COALESCE(so.payment_deadline, billed.day)
           >= (SELECT min(since) FROM spans WHERE kind = 'punctual')"""
# What was settled with less than the total, as less was delivered, is what it cost.
_KEPT = """
    SELECT due.id, due.partner_id, due.day,
           COALESCE(received.by_day, 0) + due.rounding >=
           CASE due.settlement_state
           WHEN 'paid' THEN LEAST(due.amount, received.amount)
           ELSE due.amount END AS in_time
      FROM due
      JOIN received ON received.id = due.id
     WHERE due.amount > 0"""
_TURNOVER = """
    SELECT customers.id, spans.kind, spans.months,
           sum(move.amount_untaxed_signed)::float8, NULL::int4[]
      FROM customers
      JOIN spans ON spans.kind = 'turnover'
      JOIN account_move move
        ON move.commercial_partner_id = customers.id
       AND move.company_id = %(company_id)s AND move.state = 'posted'
       AND move.move_type IN ('out_invoice', 'out_refund')
       AND move.invoice_date >= spans.since AND move.invoice_date <= %(today)s
  GROUP BY customers.id, spans.kind, spans.months"""
# The orders that it leads to are those that were paid late.
_PUNCTUAL = """
    SELECT kept.partner_id, spans.kind, spans.months,
           100.0::float8 * count(*) FILTER (WHERE kept.in_time) / count(*),
           array_agg(kept.id ORDER BY kept.id) FILTER (WHERE NOT kept.in_time)
      FROM kept
      JOIN spans ON spans.kind = 'punctual' AND kept.day >= spans.since
  GROUP BY kept.partner_id, spans.kind, spans.months"""
_PAPERS = """
    SELECT customers.id, spans.kind, spans.months, count(*)::float8,
           array_agg(waiver.id ORDER BY waiver.id)
      FROM order_gate_waiver waiver
      JOIN sale_order so ON so.id = waiver.sale_order_id
      JOIN res_partner contact ON contact.id = so.partner_id
      JOIN customers ON customers.id = contact.commercial_partner_id
      JOIN spans ON spans.kind = 'papers'
     WHERE waiver.id = ANY(%(waiver_ids)s)
  GROUP BY customers.id, spans.kind, spans.months"""
_YEARS = """
    SELECT customers.id, spans.kind, spans.months,
           extract(year FROM age(%(today)s::date, min(
               so.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date))::float8,
           (array_agg(so.id ORDER BY so.date_order, so.id))[1:1]
      FROM sale_order so
      JOIN res_partner contact ON contact.id = so.partner_id
      JOIN customers ON customers.id = contact.commercial_partner_id
      JOIN spans ON spans.kind = 'years'
     WHERE so.company_id = %(company_id)s AND so.state = 'sale'
  GROUP BY customers.id, spans.kind, spans.months"""
_CONTRACT = """
    SELECT customers.id, spans.kind, spans.months, count(*)::float8,
           array_agg(contract.id ORDER BY contract.id)
      FROM order_contract contract
      JOIN res_partner contact ON contact.id = contract.partner_id
      JOIN customers ON customers.id = contact.commercial_partner_id
      JOIN spans ON spans.kind = 'contract'
     WHERE contract.company_id = %(company_id)s AND contract.state = 'signed'
       AND contract.valid_from <= %(today)s
       AND (contract.valid_to IS NULL OR contract.valid_to >= %(today)s)
  GROUP BY customers.id, spans.kind, spans.months"""
# Each customer has a row with its grade, whatever else is known of it.
_FACTS = f"""
    WITH customers AS ({{customers}}),
    spans AS ({_SPANS}),
    due AS ({_DUE}),
    received (id, amount, plan, by_day) AS (%(received)s),
    kept AS ({_KEPT})
    SELECT id, NULL, 0, grade_id::float8, NULL::int4[] FROM customers
     UNION ALL {_TURNOVER} UNION ALL {_PUNCTUAL} UNION ALL {_PAPERS}
     UNION ALL {_YEARS} UNION ALL {_CONTRACT}"""


def facts_query(company_id, today, zone, asked, waiver_ids, partner_ids=None):
    """Return the query for what the record says of customers at a company.

    :param today: the day at the company
    :param zone: the time zone in which it is
    :param asked: ``(kind, months)`` of the criteria, each once
    :param waiver_ids: the rules waived whose papers are overdue
    :param partner_ids: the customers; all of the company's where left out
    """
    customers = _CUSTOMERS if partner_ids is None else _NAMED
    return SQL(
        _FACTS.format(customers=customers),
        company_id=company_id,
        today=today,
        zone=zone,
        kinds=[kind for kind, _months in asked],
        months=[months for _kind, months in asked],
        waiver_ids=list(waiver_ids),
        partner_ids=list(partner_ids or ()),
        received=received_query(SQL("ARRAY(SELECT id FROM due)"), days=SQL("due")),
    )
