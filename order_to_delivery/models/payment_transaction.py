from odoo import api, models
from odoo.exceptions import UserError

MONEY_FIELDS = frozenset({"state", "payment_id", "sale_order_ids", "amount"})
# What the provider tells; by it money counts without a payment.
PROVIDER_FIELDS = frozenset(
    {
        "amount",
        "currency_id",
        "operation",
        "payment_id",
        "source_transaction_id",
        "state",
    }
)


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        transactions = super().create(vals_list)
        transactions.filtered(lambda tx: tx.state == "done")._check_told()
        transactions.filtered(lambda tx: tx.state == "done")._note_money()
        return transactions

    def write(self, vals):
        if PROVIDER_FIELDS & vals.keys():
            self._check_told(vals)
        watched = MONEY_FIELDS & vals.keys()
        if watched:
            self._note_money()
        result = super().write(vals)
        if "sale_order_ids" in watched:
            self._note_money()
        return result

    def _check_amount_and_confirm_order(self):
        """Leave paid quotations waiting that a gate holds; they lose nothing.

        To core those are orders that the payment does not confirm: the payment is
        recorded, the customer is told, and ``_resume_held`` confirms them later.
        """
        quotations = self.sale_order_ids.filtered(
            lambda o: o.state in ("draft", "sent")
        )
        held = self.env["order.gate"]._get_held("confirmation", quotations)
        ready = self.filtered(lambda tx: not tx.sale_order_ids & held)
        return super(PaymentTransaction, ready)._check_amount_and_confirm_order()

    def _check_told(self, vals=None):
        """Refuse users to say by hand what a provider tells.

        :param vals: what is written; a state that brings nothing may be
        :raise UserError: naming the transactions
        """
        names = PROVIDER_FIELDS & (vals or {}).keys()
        is_harmless = names == {"state"} and vals["state"] != "done"
        if self.env.su or is_harmless:
            return
        watched = self.env["order.money.watch"]._filter_watched(self)
        if watched:
            raise UserError(
                self.env._(
                    "%s was paid online: what its provider tells is not written by "
                    "hand. Register a payment for money that came otherwise.",
                    ", ".join(watched.mapped("reference")),
                )
            )

    def _note_money(self):
        """Note that what was paid online for orders changes."""
        # Visitors pay; they see neither transactions nor orders.
        self.env["order.money.watch"]._note(transactions=self.sudo())
