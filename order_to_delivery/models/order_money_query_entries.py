"""The parts of the one query of received money: what each kind of entry brings.

A: what payments, statement lines and offsets in force settled on their invoices;
B: the open part of live payments tied to an order, and of its offsets in force;
C: online transactions that are done and have no payment yet.
An invoice or transaction of several orders counts for each with its share.
"""

ORDERS = """
    orders AS (
        SELECT o.id, o.currency_id, c.currency_id AS company_currency_id,
               split_part(c.parent_path, '/', 1)::int AS root_id,
               c.order_received_policy AS policy
          FROM sale_order o
          JOIN res_company c ON c.id = o.company_id
         WHERE o.id = ANY(%(order_ids)s)
    )"""

# Money that goes back counts as soon as it is registered; money that comes in
# counts by the company's policy. A cheque or bill is money by its own state.
_IS_LIVE = """(
    (
        pay.state = 'paid'
        OR pay.state = 'in_process'
           AND (policy = 'registered' OR pay.payment_type = 'outbound')
    )
    AND CASE
        WHEN pay.order_instrument_state IS NULL OR pay.payment_type = 'outbound'
        THEN TRUE
        WHEN pay.order_instrument_state = 'accepted'
        THEN (
            SELECT company.order_bill_policy = 'accepted'
              FROM res_company company
             WHERE company.id = pay.company_id
        )
        ELSE pay.order_instrument_state = 'cashed'
        END
)"""

# Materialized, for joins of a few tables each are planned faster than one of many.
SHARES = """
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

# Which part of what an entry settles counts. What banks kept of it, or whatever else
# was written off in it, counts up to the company's limit: of a payment that is what it
# settles beyond its amount, of a statement line what it settles beyond what came.
_KEPT = """
CROSS JOIN LATERAL (
            SELECT CASE
                   WHEN whole.settled > whole.came + whole.charge_limit
                   THEN GREATEST(whole.came + whole.charge_limit, 0) / whole.settled
                   ELSE 1
                   END AS part
              FROM (
                    SELECT sum(-l.balance) FILTER (WHERE is_owed) AS settled,
                           CASE
                           WHEN pay.id IS NULL
                           THEN sum(l.balance) FILTER (WHERE is_bank)
                           ELSE pay.amount * sum(-l.balance) FILTER (WHERE is_owed)
                                / NULLIF(sum(-l.amount_currency)
                                         FILTER (WHERE is_owed), 0)
                           END AS came,
                           COALESCE(max(c.order_bank_charge_limit), 0) AS charge_limit
                      FROM account_move_line l
                      JOIN account_account acc ON acc.id = l.account_id
                      JOIN account_journal j ON j.id = cm.journal_id
                      JOIN res_company c ON c.id = cm.company_id
                CROSS JOIN LATERAL (
                            SELECT acc.account_type = 'asset_receivable'
                                   AND l.balance < 0 AS is_owed,
                                   acc.id = j.default_account_id AS is_bank
                           ) kinds
                     WHERE l.move_id = cm.id
                   ) whole
           ) kept"""

SETTLED = f"""
    SELECT rl.order_id, rl.share * part.amount_currency * kept.part AS amount,
           rl.currency_id, rl.share * part.amount * kept.part AS company_amount, cm.date
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
 -- Which payment's or statement's an entry is said to be, its user may write.
 LEFT JOIN account_payment pay
        ON pay.id = cm.origin_payment_id AND pay.move_id = cm.id
{_KEPT}
     WHERE CASE WHEN pay.id IS NULL
                THEN EXISTS (
                    SELECT 1
                      FROM account_bank_statement_line st
                     WHERE st.id = cm.statement_line_id AND st.move_id = cm.id
                ) OR EXISTS (
                    SELECT 1
                      FROM order_offset f
                     WHERE f.id = cm.order_offset_id AND f.state = 'in_force'
                )
                ELSE {_IS_LIVE} END"""

OPEN_OFFSETS = """
    SELECT f.sale_order_id, -cl.amount_residual_currency, cl.currency_id,
           -cl.amount_residual, cl.date
      FROM order_offset f
      JOIN account_move cm ON cm.order_offset_id = f.id AND cm.state = 'posted'
      JOIN account_move_line cl ON cl.move_id = cm.id
      JOIN account_account acc
        ON acc.id = cl.account_id AND acc.account_type = 'asset_receivable'
     WHERE f.sale_order_id = ANY(%(order_ids)s) AND f.state = 'in_force'"""

# A refund made online has no order of its own: its source has.
TRANSACTIONS = """
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

TIED_DIRECTLY = """
        SELECT o.id AS order_id, o.policy, pay.id AS payment_id, 1.0 AS share
          FROM orders o
          JOIN account_payment pay ON pay.sale_order_id = o.id"""

# The order that Finance names on a payment goes before that of its transaction.
TIED_BY_TRANSACTION = """
        SELECT tx.order_id, tx.policy, pay.id, tx.share
          FROM transactions tx
          JOIN account_payment pay
            ON pay.id = tx.payment_id AND pay.sale_order_id IS NULL"""

# What is left of payments as they mostly are, where no rule below makes a difference:
# two lines of the payment's amount in the order's currency. They are looked up, which
# PostgreSQL plans in half the time of a join.
OPEN_PLAIN = f"""
    SELECT sum((
               SELECT -sum(cl.amount_residual_currency)
                 FROM account_move_line cl
                WHERE cl.move_id = pay.move_id
                  AND cl.account_id = pay.destination_account_id
                  AND cl.parent_state = 'posted'))
      FROM account_payment pay
     WHERE pay.sale_order_id = o.id AND pay.partner_type = 'customer' AND {_IS_LIVE}
       AND (pay.date <= %(latest)s::date OR pay.payment_type = 'outbound')"""
NOT_PLAIN = """
    SELECT
      FROM orders o
      JOIN account_payment pay ON pay.sale_order_id = o.id
     WHERE (
           SELECT count(l.id) != 2
                  OR bool_or(
                      l.currency_id != o.currency_id
                      OR abs(l.amount_currency) != pay.amount
                  )
             FROM account_move_line l
            WHERE l.move_id = pay.move_id)"""

OPEN = f"""
    SELECT t.order_id, -t.share * cl.amount_residual_currency * kept.part,
           cl.currency_id, -t.share * cl.amount_residual * kept.part, cl.date
      FROM tied t
      JOIN account_payment pay ON pay.id = t.payment_id AND {_IS_LIVE}
      JOIN account_move cm ON cm.id = pay.move_id AND cm.state = 'posted'
      JOIN account_move_line cl
        ON cl.move_id = cm.id AND cl.account_id = pay.destination_account_id
{_KEPT}
     WHERE pay.partner_type = 'customer'"""

# Without a journal entry (an outstanding account is no must) a payment has nothing to
# reconcile: it counts for its order, or for the invoices that it was made for, until
# the bank's own entry takes its place.
_HAS_NO_ENTRY = f"""
    pay.move_id IS NULL AND pay.state = 'in_process'
    AND pay.partner_type = 'customer' AND {_IS_LIVE}"""

_SIGNED_AMOUNT = """
    CASE pay.payment_type WHEN 'outbound' THEN -pay.amount ELSE pay.amount END"""

WITHOUT_ENTRY = f"""
    SELECT t.order_id, t.share * {_SIGNED_AMOUNT}, pay.currency_id, NULL, pay.date
      FROM tied t
      JOIN account_payment pay ON pay.id = t.payment_id AND {_HAS_NO_ENTRY}"""

# The bank's line may settle an invoice of the order and leave the payment as it is.
WITHOUT_ENTRY_OR_LINE = f"""{WITHOUT_ENTRY}
     WHERE NOT EXISTS (
            SELECT 1
              FROM receivables rl
              JOIN account_partial_reconcile p ON p.debit_move_id = rl.id
              JOIN account_move_line cl ON cl.id = p.credit_move_id
              JOIN account_bank_statement_line bank ON bank.move_id = cl.move_id
             WHERE rl.order_id = t.order_id
               AND cl.journal_id = pay.journal_id
               AND cl.date >= pay.date
               AND bank.amount = pay.amount
           )"""

WITHOUT_ENTRY_OF_INVOICES = f"""
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
WITHOUT_PAYMENT = """
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
