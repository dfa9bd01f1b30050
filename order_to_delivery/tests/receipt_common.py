"""Receipt vouchers as Finance writes them."""

from odoo import Command

from .money_common import MoneyCase


class ReceiptMixin:
    def _receipt(self, amount, *shares, partner=None, **values):
        """Return a draft of Finance's, with a line for each ``(order, amount)``."""
        partner = partner or shares[0][0].partner_id
        return self.as_("finance", self.env["order.receipt"]).create(
            {
                "partner_id": partner.id,
                "amount": amount,
                "line_ids": [
                    Command.create({"sale_order_id": order.id, "amount": share})
                    for order, share in shares
                ],
                **values,
            }
        )

    def _post(self, amount, *shares, **values):
        receipt = self._receipt(amount, *shares, **values)
        receipt.action_post()
        return receipt

    def _add_line(self, receipt, order, amount):
        line = Command.create({"sale_order_id": order.id, "amount": amount})
        receipt.line_ids = [line]


class ReceiptCase(ReceiptMixin, MoneyCase):
    """Orders of one service each, and receipt vouchers for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.charges = cls.env["account.account"].search(
            [
                ("account_type", "=", "expense"),
                ("company_ids", "in", cls.company.ids),
            ],
            limit=1,
        )
