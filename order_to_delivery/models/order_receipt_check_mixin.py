"""What must be right of a receipt voucher before it becomes payments."""

from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError


class OrderReceiptCheckMixin(models.AbstractModel):
    _name = "order.receipt.check.mixin"
    _description = "What Must Be Right of a Receipt Voucher"

    def _check_content(self):
        """Refuse receipts with all that is wrong of them.

        :raise UserError: naming each receipt, order and reason
        """
        wrong = []
        for receipt in self:
            reasons = receipt._describe_wrong()
            wrong += [f"{receipt.name}: {reason}" for reason in reasons]
        if wrong:
            raise UserError("\n".join(wrong))

    def _describe_wrong(self):
        reasons = [
            *self._describe_wrong_money(),
            *self._describe_wrong_charge(),
            *self._describe_wrong_paper(),
        ]
        new = self.line_ids.filtered(lambda line: not line.payment_id)
        if self.state != "draft" and not new:
            reasons.append(self.env._("add a line for the order that takes the rest."))
        for line in new:
            reasons += line._describe_wrong()
        for order, number in Counter(line.sale_order_id for line in new).items():
            if number > 1:
                reasons.append(
                    self.env._(
                        "order %s stands on several lines: keep one.", order.name
                    )
                )
        return reasons

    def _describe_wrong_money(self):
        is_positive = self.currency_id.compare_amounts(self.amount, 0.0) > 0
        account = self.journal_id.currency_id or self.company_id.currency_id
        if not is_positive:
            yield self.env._("the amount received must be above zero.")
        if self.date > fields.Date.context_today(self):
            yield self.env._("money cannot have come on a day that is still ahead.")
        if self.journal_id.currency_id and account != self.currency_id:
            yield self.env._(
                "the account %(account)s takes %(currency)s only.",
                account=self.journal_id.display_name,
                currency=account.name,
            )
        if self.currency_id.compare_amounts(self.rest_amount, 0.0) < 0:
            yield self.env._(
                "the orders take %(shared)s, and only %(total)s came: lower a line.",
                shared=self.currency_id.format(sum(self.line_ids.mapped("amount"))),
                total=self.currency_id.format(self._get_total()),
            )

    def _describe_wrong_charge(self):
        new = self.line_ids.filtered(lambda line: not line.payment_id)
        largest = max([*new.mapped("amount"), self.rest_amount])
        charge, compare = self._get_open_charge(), self.currency_id.compare_amounts
        if compare(charge, 0.0) < 0:
            yield self.env._("a bank charge is not below zero.")
        if compare(charge, 0.0) > 0 and not self.charge_account_id:
            yield self.env._("say on which account the bank charge is booked.")
        if compare(charge, 0.0) > 0 and compare(charge, largest) >= 0:
            yield self.env._("the bank charge must be below the largest part.")
