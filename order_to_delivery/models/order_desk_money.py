"""What is open of money that came, as it stands on Finance's desk.

The ids end in three digits that no other branch has. What belongs to no order yet, or
to several, stands there by its own document.
"""

from odoo import api, fields, models

# A bill is presented some days before it is due, a cheque as soon as it came. All
# payments of one receipt voucher were made by one paper (H9.15).
PAPERS_TO_CASH = """
    SELECT min(pay.id)::bigint * 1000 + 600,
           CASE WHEN count(DISTINCT pay.sale_order_id) = 1
                THEN min(pay.sale_order_id) END,
           pay.company_id, 'finance', 'cash_paper', NULL::int4,
           min(coalesce(pay.order_bill_due_date - company.order_bill_days,
                        pay.date))::timestamp,
           min(pay.order_bill_due_date),
           CASE WHEN pay.order_receipt_id IS NULL THEN 'account.payment'
                ELSE 'order.receipt' END,
           coalesce(pay.order_receipt_id, min(pay.id))
      FROM account_payment pay
      JOIN res_company company
        ON company.id = pay.company_id AND company.use_order_to_delivery
     WHERE pay.order_instrument_state IN ('received', 'accepted')
       AND pay.state IN ('in_process', 'paid') AND pay.payment_type = 'inbound'
       AND (pay.order_bill_due_date IS NULL
            OR pay.order_bill_due_date - company.order_bill_days
               <= (now() AT TIME ZONE 'UTC')::date)
  GROUP BY pay.company_id, pay.order_receipt_id,
           CASE WHEN pay.order_receipt_id IS NULL THEN pay.id END
"""
# What a voucher's payment without an order still has open (H9.15).
RESTS = """
    SELECT receipt.id::bigint * 1000 + 700, NULL::int4, receipt.company_id,
           'finance', 'share_rest', NULL::int4, receipt.posted_date, NULL::date,
           'order.receipt', receipt.id
      FROM order_receipt receipt
      JOIN account_payment rest
        ON rest.id = receipt.rest_payment_id AND rest.sale_order_id IS NULL
       AND rest.state IN ('in_process', 'paid')
     WHERE receipt.state = 'posted' AND receipt.rest_amount > 0
       AND NOT EXISTS (
           SELECT FROM account_move_line line
            WHERE line.move_id = rest.move_id
              AND line.account_id = rest.destination_account_id AND line.reconciled)
"""
MONEY_STEPS = [
    ("cash_paper", "Have the cheque or bill paid, and note what became of it"),
    ("share_rest", "Share out what is left of the receipt voucher"),
]
MONEY_BRANCHES = (PAPERS_TO_CASH, RESTS)


class OrderDeskMoneyMixin(models.AbstractModel):
    _name = "order.desk.money.mixin"
    _description = "Money on a Desk"

    # Only so that the mixin stands alone: the desk's own definitions win.
    sale_order_id = fields.Many2one("sale.order")
    res_model = fields.Char()
    res_id = fields.Integer()
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        search="_search_partner_id",
    )

    @api.depends("sale_order_id", "res_model", "res_id")
    def _compute_partner_id(self):
        """Tell whose order it is, or whose money."""
        self.partner_id = False
        for entry in self.filtered("sale_order_id"):
            entry.partner_id = entry.sale_order_id.partner_id
        others = self.filtered(lambda entry: not entry.sale_order_id)
        for model, entries in others.grouped("res_model").items():
            # The desk shows who may act for Finance whose money waits.
            documents = self.env[model].sudo().browse(entries.mapped("res_id"))
            for entry, document in zip(entries, documents, strict=True):
                entry.partner_id = document.partner_id

    def _search_partner_id(self, operator, value):
        return [("sale_order_id.partner_id", operator, value)]
