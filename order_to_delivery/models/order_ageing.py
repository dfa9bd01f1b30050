"""What is due per order, by how long it has been due (H1.13, H7.6)."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

from .order_money_query import received_query

# The first day of each bucket after the due day, in calendar days.
BUCKETS = [
    ("not_due", "Not Due"),
    ("d1", "1–30 Days"),
    ("d31", "31–60 Days"),
    ("d61", "61–90 Days"),
    ("d91", "More than 90 Days"),
]
# Where orders wait for money: the hint of their way, by its partial index.
WAITING = """
    SELECT DISTINCT sale_order_id FROM order_milestone
     WHERE is_here AND station IN ('deposit', 'collection')"""
# What the plan makes due, rounded as the order's money is.
_DUES = """
    SELECT so.id, whole.total, least(deposit, total) AS deposit,
           greatest(least(deposit, total), total - later) AS release
      FROM sale_order so
      JOIN res_currency currency ON currency.id = so.currency_id
CROSS JOIN LATERAL (SELECT greatest(so.amount_total, 0) AS total) whole
CROSS JOIN LATERAL (
           SELECT coalesce(sum(due) FILTER (WHERE kind = 'deposit'), 0) AS deposit,
                  coalesce(sum(due) FILTER (WHERE kind IN ('door', 'after')), 0)
                  AS later
             FROM (SELECT kind, round(sum(
                              CASE amount_type WHEN 'amount' THEN amount
                              ELSE so.amount_total * percent / 100 END
                          ), currency.decimal_places) AS due
                     FROM order_payment_plan_line
                    WHERE sale_order_id = so.id
                 GROUP BY kind) line
           ) plan
     WHERE so.id = ANY(%(ids)s)"""
# At which of its stations of money an order waits, and since when it is payable.
_HERE = """
    SELECT m.sale_order_id,
           CASE WHEN bool_or(m.round = 2) THEN 'later'
                WHEN bool_or(m.station = 'collection') THEN 'release'
                ELSE 'deposit' END AS kind,
           least(
               min(coalesce(billed.day, so.date_order::date))
               FILTER (WHERE m.station = 'deposit'),
               min(coalesce(so.balance_due_date, billed.day))
               FILTER (WHERE m.station = 'collection' AND m.round = 1),
               min(so.payment_deadline) FILTER (WHERE m.round = 2)
           ) AS due_date
      FROM order_milestone m
      JOIN sale_order so ON so.id = m.sale_order_id
CROSS JOIN LATERAL (
           SELECT min(invoice.invoice_date_due) AS day
             FROM sale_order_line line
             JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
             JOIN account_move_line item ON item.id = rel.invoice_line_id
             JOIN account_move invoice ON invoice.id = item.move_id
            WHERE line.order_id = so.id AND invoice.state = 'posted'
              AND invoice.move_type = 'out_invoice'
              AND invoice.payment_state IN ('not_paid', 'partial')
           ) billed
     WHERE m.is_here AND m.station IN ('deposit', 'collection')
       AND m.sale_order_id = ANY(%(ids)s)
  GROUP BY m.sale_order_id"""
_OWED = """
    SELECT so.id, so.id AS sale_order_id, so.company_id, so.user_id, so.team_id,
           customer.commercial_partner_id AS partner_id, so.currency_id,
           company.currency_id AS company_currency_id, here.kind, here.due_date,
           greatest(today.day - here.due_date, 0) AS days_late,
           owed.amount,
           -- What it is worth at the rate of the order's own day.
           round(owed.amount / coalesce(nullif(so.currency_rate, 0), 1),
                 home.decimal_places) AS company_amount
      FROM dues
      JOIN sale_order so ON so.id = dues.id
      JOIN here ON here.sale_order_id = so.id
      JOIN received ON received.id = so.id
      JOIN res_partner customer ON customer.id = so.partner_id
      JOIN res_company company ON company.id = so.company_id
      JOIN res_currency currency ON currency.id = so.currency_id
      JOIN res_currency home ON home.id = company.currency_id
      JOIN json_to_recordset(%(today)s) AS today(company_id int4, day date)
        ON today.company_id = so.company_id
CROSS JOIN LATERAL (
           SELECT CASE here.kind WHEN 'later' THEN dues.total
                                 WHEN 'release' THEN dues.release
                                 ELSE dues.deposit END
                  - round(coalesce(received.amount, 0), currency.decimal_places)
                  AS amount
           ) owed
     WHERE owed.amount > currency.rounding"""
_AGEING = f"""
    WITH received (id, amount, plan) AS (%(received)s),
    dues AS ({_DUES}), here AS ({_HERE}), owed AS ({_OWED})
    SELECT owed.*, CASE WHEN days_late > 90 THEN 'd91' WHEN days_late > 60 THEN 'd61'
                        WHEN days_late > 30 THEN 'd31' WHEN days_late > 0 THEN 'd1'
                        ELSE 'not_due' END AS bucket
      FROM owed"""


class OrderAgeing(models.Model):
    _name = "order.ageing"
    _description = "Ageing of What Is Due"
    _auto = False
    _order = "due_date, id"
    _rec_name = "sale_order_id"

    sale_order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    kind = fields.Selection(
        [
            ("deposit", "Deposit"),
            ("release", "Before release"),
            ("later", "After delivery"),
        ],
        string="What Is Due",
        readonly=True,
    )
    due_date = fields.Date(
        readonly=True,
        help="A deposit: its invoice's day, else the order's. Before release: the day "
        "of the first balance notice, else of the invoice. After delivery: the day "
        "that Finance confirmed.",
    )
    days_late = fields.Integer(
        string="Days Overdue",
        readonly=True,
        aggregator="max",
        help="Calendar days since it was due.",
    )
    bucket = fields.Selection(BUCKETS, string="Age", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(string="Amount Due", readonly=True, aggregator=None)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    company_amount = fields.Monetary(
        string="Due in Company Currency",
        currency_field="company_currency_id",
        readonly=True,
        help="At the rate of the order's day.",
    )
    # What was agreed with the customer last, and how far he was reminded.
    promised_date = fields.Date(related="sale_order_id.promised_date")
    collection_level_id = fields.Many2one(related="sale_order_id.collection_level_id")

    @property
    def _table_query(self):
        self.env.flush_all()  # it reads orders, plans, invoices and payments
        ids = [order_id for (order_id,) in self.env.execute_query(SQL(WAITING))]
        return SQL(
            _AGEING,
            received=received_query(ids),
            ids=ids,
            today=json.dumps(self._get_local_days()),
        )

    @api.model
    def _get_local_days(self):
        """Return today as it is at each company that is governed."""
        # Which day it is where is no secret.
        companies = self.env["res.company"].sudo()
        return [
            {"company_id": company.id, "day": str(company._get_local_day())}
            for company in companies.search([("use_order_to_delivery", "=", True)])
        ]

    def action_open(self):
        """Open the order of which something is due."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_id": self.sale_order_id.id,
            "res_model": "sale.order",
            "views": [(False, "form")],
        }
