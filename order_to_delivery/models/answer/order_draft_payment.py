"""How a customer has paid: what is overdue now, and what he paid when."""

from odoo import api, fields, models
from odoo.tools import SQL

from .order_draft_content import Fact

# Invoices that were due in the last twelve months and are paid, by the day of what
# settled the last of it: an entry, or a payment that has none.
PAID = """
    SELECT count(late), count(late) FILTER (WHERE late > 0), max(late)
      FROM (
        SELECT GREATEST(
                   (SELECT max(credit.date)
                      FROM account_move_line item
                      JOIN account_partial_reconcile part
                        ON part.debit_move_id = item.id
                      JOIN account_move_line credit ON credit.id = part.credit_move_id
                     WHERE item.move_id = invoice.id
                       AND item.display_type = 'payment_term'),
                   (SELECT max(pay.date)
                      FROM account_move__account_payment tie
                      JOIN account_payment pay
                        ON pay.id = tie.payment_id
                       AND pay.state IN ('in_process', 'paid')
                     WHERE tie.invoice_id = invoice.id)
               ) - invoice.invoice_date_due AS late
          FROM account_move invoice
          JOIN res_partner buyer ON buyer.id = invoice.partner_id
         WHERE buyer.commercial_partner_id = %(customer)s
           AND invoice.company_id = %(company)s
           AND invoice.move_type = 'out_invoice' AND invoice.state = 'posted'
           AND invoice.payment_state IN ('paid', 'in_payment')
           AND invoice.invoice_date_due >= %(since)s) paid
"""
READ = (
    "account.move",
    "account.move.line",
    "account.partial.reconcile",
    "account.payment",
)


class OrderDraftPayment(models.AbstractModel):
    _name = "order.draft.payment"
    _description = "Payment Record of a Customer"

    @api.model
    def _draft(self, question):
        """Return the payment record as reasons, and whether anything is overdue.

        :return: pair of facts and boolean
        """
        customer = question.order.partner_id.commercial_partner_id
        overdue = self.env["order.ageing"].search(
            [
                ("partner_id", "=", customer.id),
                ("company_id", "=", question.company.id),
                ("days_late", ">", 0),
            ]
        )
        facts = [self._tell_overdue(line, question) for line in overdue]
        facts += self._tell_paid(question, customer)
        if question.in_company(customer).is_order_held:
            facts.append(
                Fact(
                    self.env._("Nothing new is released: a lost payment is not back."),
                    "res.partner",
                    customer.id,
                )
            )
        return facts, bool(overdue)

    def _tell_overdue(self, line, question):
        values = {"order": line.sale_order_id.name, "days": line.days_late}
        if not question.sees_money:
            text = self.env._("%(order)s is overdue by %(days)s days.", **values)
        else:
            text = self.env._(
                "%(order)s: %(amount)s overdue by %(days)s days.",
                amount=line.currency_id.format(line.amount),
                **values,
            )
        return Fact(text, "sale.order", line.sale_order_id.id)

    def _tell_paid(self, question, customer):
        for name in READ:
            self.env[name].flush_model()
        since = fields.Date.subtract(question.company._get_local_day(), years=1)
        ((count, late, worst),) = self.env.execute_query(
            SQL(
                PAID,
                customer=customer.id,
                company=question.company.id,
                since=since,
            )
        )
        if not count:
            return [Fact(self.env._("No invoice was paid within a year."))]
        if not late:
            text = self.env._("All %s invoices of a year were paid in time.", count)
        else:
            text = self.env._(
                "%(late)s of %(count)s invoices of a year were paid late, by up to "
                "%(days)s days.",
                late=late,
                count=count,
                days=worst,
            )
        return [Fact(text, "res.partner", customer.id)]
