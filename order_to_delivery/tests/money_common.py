"""What the tests of money share: confirmed orders, invoices and payments by Finance."""

from uuid import uuid4

from odoo import Command, fields

from odoo.addons.order_to_delivery.models.order_money_query import received_query

from .common import OrderToDeliveryCase


class MoneyCase(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        cls.env["res.currency.rate"].search([("currency_id", "=", cls.eur.id)]).unlink()
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.eur.id,
                "name": "2020-01-01",
                "rate": 0.5,
                "company_id": cls.company.id,
            }
        )
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    def _confirmed(self, grade="B", price=1000, plan=None, **values):
        """Return a confirmed order of one service, its review left aside."""
        company = self.company.sudo()
        company.use_order_to_delivery = False
        lines = self.grades[grade].payment_plan_line_ids if plan is None else plan
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partners[grade].id,
                "user_id": self.users["sales"].id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.service.id,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                "payment_plan_line_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "kind": line["kind"],
                            "amount_type": line.get("amount_type", "percent"),
                            "percent": line.get("percent", 0),
                            "amount": line.get("amount", 0),
                        }
                    )
                    for line in (lines if isinstance(lines, list) else lines.read())
                ],
                **values,
            }
        )
        order.action_confirm()
        company.use_order_to_delivery = True
        return order

    def _invoice(self, *orders):
        """Let Finance invoice orders, all on one invoice, and post it."""
        orders = self.env["sale.order"].union(*orders)
        invoice = self.as_("finance", orders)._create_invoices()
        invoice.action_post()
        return invoice.with_env(self.env)

    def _money(self, order):
        return order._get_money()[order]

    def _received(self, order):
        """Return what was received, as it is told for a crowd of orders, too."""
        received = self._money(order).received
        [(_id, whole, _plan)] = self.env.execute_query(received_query(order.ids))
        self.assertEqual(order.currency_id.round(float(whole or 0)), received)
        return received

    def _pay_untied(self, order, amount, **values):
        payment = self.as_("finance", self.env["account.payment"]).create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_invoice_id.id,
                "amount": amount,
                "currency_id": order.currency_id.id,
                **values,
            }
        )
        payment.action_post()
        return payment.with_env(self.env)

    def _receivable(self, documents):
        moves = documents
        if documents._name == "account.payment":
            moves = documents.move_id
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _reconcile(self, payment, invoice):
        lines = self._receivable(payment) + self._receivable(invoice)
        self.as_(
            "finance", lines.filtered(lambda line: not line.reconciled)
        ).reconcile()

    def _credit(self, invoice):
        """Let Finance credit an invoice in full."""
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.users["finance"])
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "Returned"})
        )
        action = wizard.refund_moves()
        credit = self.env["account.move"].browse(action["res_id"])
        if credit.state == "draft":
            self.as_("finance", credit).action_post()
        return credit

    def _statement(self, amount, partner, lines):
        """Book a bank statement line straight on what it settles."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": fields.Date.today(),
                "payment_ref": "Transfer",
                "partner_id": partner.id,
                "amount": amount,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = lines.account_id[:1]
        (suspense + lines).reconcile()
        return line

    def _provider(self):
        return self.env["payment.provider"].create(
            {
                "name": "Bank Card",
                "code": "none",
                "state": "test",
                "is_published": True,
                "company_id": self.company.id,
                "journal_id": self.bank.id,
                "payment_method_ids": [
                    Command.set(self.env.ref("payment.payment_method_unknown").ids)
                ],
            }
        )

    def _transaction(self, orders, amount, state="done", **values):
        provider = self.env["payment.provider"].search(
            [("name", "=", "Bank Card"), ("company_id", "=", self.company.id)], limit=1
        )
        provider = provider or self._provider()
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": f"TX {uuid4()}",
                "amount": amount,
                "currency_id": orders.currency_id[:1].id,
                "partner_id": orders.partner_id[:1].id,
                "operation": "online_redirect",
                "sale_order_ids": [Command.set(orders.ids)],
                "state": state,
                **values,
            }
        )

    def _book(self, transaction):
        """Let the payment of a transaction come about, as its post-processing does."""
        lines = (
            self.bank.inbound_payment_method_line_ids
            if transaction.amount > 0
            else self.bank.outbound_payment_method_line_ids
        )
        return transaction._create_payment(payment_method_line_id=lines[:1].id)
