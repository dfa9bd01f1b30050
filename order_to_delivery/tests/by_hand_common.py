"""A bookkeeper who writes what only documents say."""

from odoo import Command
from odoo.tests import new_test_user

from .thief_common import ThiefCase


class ByHandCase(ThiefCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(
            cls.env,
            "bookkeeper",
            "account.group_account_invoice",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _received(self, order):
        self.env.flush_all()
        return order.sudo()._get_money()[order].received

    def _keep(self, record):
        """Return a record as the bookkeeper sees it."""
        return record.with_user(self.bookkeeper)

    def _invoiced(self):
        """Return an order of 200 and its open invoice."""
        order = self._get_ready_order("B")
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        return order, invoice

    def _receivable(self, moves):
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _journal(self, kind):
        domain = [("type", "=", kind), ("company_id", "=", self.company.id)]
        return self.env["account.journal"].search(domain, limit=1)

    def _expense(self):
        domain = [
            ("account_type", "=", "expense"),
            ("company_ids", "in", self.company.id),
        ]
        return self.env["account.account"].search(domain, limit=1)

    def _settle_by_entry(self, invoice, journal, account):
        """Let the bookkeeper settle an invoice by an entry of no money."""
        amount, owed = invoice.amount_total, self._receivable(invoice)
        entry = self._keep(self.env["account.move"]).create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": amount}),
                    Command.create(
                        {
                            "account_id": owed.account_id.id,
                            "partner_id": invoice.partner_id.id,
                            "credit": amount,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        (self._receivable(entry) + self._keep(owed)).reconcile()
        return entry

    def _prepare_payment(self, order, **values):
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": order.partner_invoice_id.id,
            "amount": 200,
            **values,
        }

    def _create_payment(self, order, **values):
        payments = self.as_("finance", self.env["account.payment"])
        return payments.create(self._prepare_payment(order, **values))
