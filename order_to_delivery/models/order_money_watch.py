"""Watches every act that changes what orders received, or what they have due.

A floor that has just judged an order's money and an act that takes money away may
run at the same time. Both write the order's row in the guard, so the later one fails
and is retried with a fresh snapshot. What follows from the money then (releases
withdrawn, waiting orders resumed) is judged once, when the transaction is complete:
unreconciling and reconciling again is one act to accounting and none to shipping.
"""

from odoo import api, models
from odoo.tools import SQL

PENDING = "order_to_delivery.money"

# What the query reads.
_READS = {
    "account.move": ["order_offset_id", "origin_payment_id"],
    "account.move.line": ["move_id"],
    "account.partial.reconcile": ["credit_move_id", "debit_move_id"],
    "account.payment": ["invoice_ids", "payment_transaction_id", "sale_order_id"],
    "order.offset": ["sale_order_id"],
    "payment.transaction": ["sale_order_ids", "source_transaction_id"],
    "sale.order.line": ["invoice_lines", "order_id"],
}
_ORDERS = """
    WITH payments AS (
        SELECT id, sale_order_id, payment_transaction_id
          FROM account_payment
         WHERE id = ANY(%(payment_ids)s) OR move_id = ANY(%(move_ids)s)
    ), invoices AS (
        SELECT unnest(%(move_ids)s::int[]) AS id
         UNION
        SELECT r.invoice_id
          FROM payments p
          JOIN account_move__account_payment r ON r.payment_id = p.id
         UNION
        SELECT other.move_id
          FROM account_move_line l
          JOIN account_partial_reconcile p
            ON p.debit_move_id = l.id OR p.credit_move_id = l.id
          JOIN account_move_line other
            ON other.id IN (p.debit_move_id, p.credit_move_id) AND other.id != l.id
         WHERE l.move_id = ANY(%(move_ids)s)
    ), transactions AS (
        SELECT tx.id, tx.source_transaction_id
          FROM payment_transaction tx
         WHERE tx.id = ANY(%(transaction_ids)s)
            OR tx.id IN (SELECT payment_transaction_id FROM payments)
    )
    SELECT sol.order_id
      FROM invoices i
      JOIN account_move_line il ON il.move_id = i.id
      JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = il.id
      JOIN sale_order_line sol ON sol.id = r.order_line_id
     UNION
    SELECT sale_order_id FROM payments WHERE sale_order_id IS NOT NULL
     UNION
    SELECT f.sale_order_id
      FROM account_move m
      JOIN order_offset f ON f.id = m.order_offset_id
     WHERE m.id = ANY(%(move_ids)s)
     UNION
    SELECT r.sale_order_id
      FROM transactions tx
      JOIN sale_order_transaction_rel r
        ON r.transaction_id IN (tx.id, tx.source_transaction_id)"""


class OrderMoneyWatch(models.AbstractModel):
    _name = "order.money.watch"
    _description = "Watch on Acts That Change an Order's Money"

    @api.model
    def _filter_watched(self, records):
        """Return the records of companies that govern their orders by gates."""
        # The switch is read on the record's company, which the user may not see.
        return records.filtered(
            lambda record: record.company_id.sudo().use_order_to_delivery
        )

    @api.model
    def _note(self, moves=(), payments=(), transactions=(), orders=()):
        """Note, before it takes effect, that an act changes orders' money.

        Where no record's company has the switch on, nothing is asked or written.

        :param moves: journal entries that are or settle invoices of the orders
        :param payments: payments for the orders
        :param transactions: online transactions for the orders
        :param orders: orders that are known already
        """
        moves = self._filter_watched(moves).ids if moves else []
        payments = self._filter_watched(payments).ids if payments else []
        transactions = self._filter_watched(transactions).ids if transactions else []
        order_ids = set(self._filter_watched(orders).ids) if orders else set()
        if moves or payments or transactions:
            order_ids.update(self._get_order_ids(moves, payments, transactions))
        if order_ids:
            # The guard is written for everybody who handles money.
            self.env["order.money.guard"].sudo()._touch(order_ids)
            self.env["sale.order"].browse(order_ids)._judge_money_later()

    @api.model
    def _get_order_ids(self, move_ids, payment_ids, transaction_ids):
        """Return the ids of the orders whose money the documents are part of."""
        for model, names in _READS.items():
            self.env[model].flush_model(names)
        query = SQL(
            _ORDERS,
            move_ids=list(move_ids),
            payment_ids=list(payment_ids),
            transaction_ids=list(transaction_ids),
        )
        return {order_id for (order_id,) in self.env.execute_query(query)}
