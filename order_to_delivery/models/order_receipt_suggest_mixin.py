"""How money is shared out at first: by what each order owes next (H6.5)."""

from odoo import Command, models


class OrderReceiptSuggestMixin(models.AbstractModel):
    _name = "order.receipt.suggest.mixin"
    _description = "How Money Is Shared Out at First"

    def action_suggest(self):
        """Share the money out anew, by what each order owes next."""
        self._check_department("finance")
        self._check_state(("draft",))
        for receipt in self:
            receipt.line_ids = [Command.clear(), *receipt._suggest_lines()]
        return True

    def _suggest_lines(self):
        """Return lines by what each order owes next, the oldest due first (H6.5)."""
        left = self._get_total()
        if not self.partner_id:
            return []
        lines = []
        for order, owed in self._get_open_orders()._get_next_payments().items():
            share = min(owed, left)
            if self.currency_id.compare_amounts(share, 0.0) > 0:
                lines.append({"sale_order_id": order.id, "amount": share})
                left -= share
        return [Command.create(values) for values in lines]

    def _get_open_orders(self):
        """Return the customer's orders that money of this receipt may be for.

        His latest ones, and all older ones that wait for money.
        """
        own = [
            ("partner_id", "child_of", self.commercial_partner_id.ids),
            ("company_id", "=", self.company_id.id),
            ("currency_id", "=", self.currency_id.id),
            ("state", "in", ("sent", "sale")),
        ]
        orders = self.env["sale.order"]
        latest = orders.search(own, order="id desc", limit=80)
        return latest | orders.search([*own, ("is_to_collect", "=", True)])
