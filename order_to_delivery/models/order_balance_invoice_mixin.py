"""The balance of an order in one click: Odoo's invoice, the deposit deducted."""

from odoo import fields, models
from odoo.exceptions import UserError

LATER_KIND = "after"


class OrderBalanceInvoiceMixin(models.AbstractModel):
    _name = "order.balance.invoice.mixin"
    _description = "Invoice of an Order's Balance"

    def action_create_balance_invoice(self):
        """Invoice all that Odoo has to invoice, the deposit deducted (H6.5, H9.15).

        What is invoiced as delivered is invoiced per delivery, the rest as ordered.
        Where less was delivered in the end than the deposit paid for, or goods came
        back, it is a credit note.

        :return: the action that shows the draft
        :raise AccessError: unless the user acts for Finance, Sales or Customer Service
        :raise UserError: when nothing is to be invoiced, or the deposit covers it
        """
        self._check_department("finance", "sales", "customer_service")
        self.ensure_one()
        # Whoever asks for the balance need not have the right to invoice: the
        # department is checked above, and quantities and prices are the order's.
        order = self.sudo()
        if order.invoice_status != "to invoice":
            order._refuse_balance_invoice()
        invoice = order._create_invoices(final=True)
        order._check_balance_invoice(invoice)
        if invoice.move_type == "out_invoice":
            order._write_due_date(invoice)
        return self.action_view_invoice(invoices=invoice)

    def _refuse_balance_invoice(self):
        raise UserError(
            self.env._(
                "Order %(order)s has nothing to invoice: it is not confirmed, what was "
                "delivered is invoiced already, or its products are invoiced once they "
                "are delivered. Money that is due before that is asked for by the "
                "deposit invoice or the balance notice.",
                order=self.name,
            )
        )

    def _check_balance_invoice(self, invoice):
        """Refuse to give a deposit back while goods are still to be delivered for it.

        Core deducts the deposit whole, or not at all.
        """
        if invoice.move_type == "out_invoice" or not self._has_open_deliveries():
            return
        # Above zero on a credit note is what the customer gets back.
        if not any(
            line.is_downpayment and line.price_total > 0
            for line in invoice.invoice_line_ids
        ):
            return
        raise UserError(
            self.env._(
                "The deposit of order %(order)s is more than what was delivered so "
                "far: the customer owes nothing for it. Invoice it together with the "
                "next delivery.",
                order=self.name,
            )
        )

    def _has_open_deliveries(self):
        self.ensure_one()
        return any(
            move.state not in ("done", "cancel") for move in self.order_line.move_ids
        )

    def _write_due_date(self, invoice):
        """Let the days of the plan say by when an invoice after delivery is payable."""
        later = self.payment_plan_line_ids.filtered(
            lambda line: line.kind == LATER_KIND
        )
        if not later:
            return
        today = self.company_id._get_local_day()
        due = fields.Date.add(today, days=max(later.mapped("days")))
        if self.settlement_state == "confirmed" and self.payment_deadline:
            due = self.payment_deadline
        invoice.write(
            {
                "invoice_payment_term_id": False,
                "invoice_date": today,
                "invoice_date_due": due,
            }
        )
