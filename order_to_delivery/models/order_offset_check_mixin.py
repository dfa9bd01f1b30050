"""What must be right of an offset before it counts, and who signs it."""

from odoo import models
from odoo.exceptions import UserError

MISCELLANEOUS = "general"
LIABILITIES = ("liability_current", "liability_non_current")


class OrderOffsetCheckMixin(models.AbstractModel):
    _name = "order.offset.check.mixin"
    _description = "What Must Be Right of an Offset"

    def _check_content(self):
        """Refuse offsets with all that is wrong of them.

        :raise UserError: naming each offset and reason
        """
        wrong = []
        for offset in self:
            # What it is set off against is looked up for whoever signs.
            reasons = offset.sudo()._describe_wrong()
            wrong += [f"{offset.name}: {reason}" for reason in reasons]
        if wrong:
            raise UserError("\n".join(wrong))

    def _describe_wrong(self):
        """Return all for which the offset cannot be signed."""
        against = (
            self._describe_wrong_bill()
            if self.against == "bill"
            else self._describe_wrong_account()
        )
        wrongs = [
            *self._describe_wrong_order(),
            *against,
            *self._describe_wrong_books(),
        ]
        return [reason for is_wrong, reason in wrongs if is_wrong]

    def _describe_wrong_order(self):
        order, currency = self.sale_order_id, self.currency_id
        missing = order._get_missing_money()[order]
        return [
            (
                not self.file_ids,
                self.env._("attach the agreement that the customer has signed."),
            ),
            (
                currency.compare_amounts(self.amount, 0.0) <= 0,
                self.env._("the amount must be above zero."),
            ),
            (
                order.state == "cancel",
                self.env._("order %s is cancelled.", order.name),
            ),
            (
                currency.compare_amounts(self.amount, missing) > 0,
                self.env._(
                    "order %(order)s lacks %(missing)s only: lower the amount.",
                    order=order.name,
                    missing=currency.format(missing),
                ),
            ),
        ]

    def _describe_wrong_bill(self):
        bill, currency = self.bill_id, self.currency_id
        if not bill:
            return [(True, self.env._("choose the vendor bill that is set off."))]
        if bill.company_id != self.company_id:
            return [self._describe_other_company(bill, True)]
        owners = (bill.partner_id | bill.line_ids.partner_id).commercial_partner_id
        is_own = self.partner_id in owners
        is_same = bill.currency_id == currency
        open_amount = self._get_open_amount()
        return [
            (
                not is_own,
                self.env._(
                    "%(bill)s belongs to %(other)s, and the order to %(customer)s.",
                    bill=bill.display_name,
                    other=owners[:1].display_name or self.env._("nobody"),
                    customer=self.partner_id.display_name,
                ),
            ),
            (
                not is_same,
                self.env._(
                    "%(bill)s is in %(other)s, and the order in %(currency)s.",
                    bill=bill.display_name,
                    other=bill.currency_id.name,
                    currency=currency.name,
                ),
            ),
            (
                is_own
                and is_same
                and currency.compare_amounts(self.amount, open_amount) > 0,
                self.env._(
                    "%(bill)s is open for %(open)s only: lower the amount.",
                    bill=bill.display_name,
                    open=currency.format(open_amount),
                ),
            ),
        ]

    def _describe_wrong_account(self):
        account, parents = self.account_id, self.company_id.parent_ids
        return [
            (not account, self.env._("choose the account on which it is owed.")),
            (
                not (self.account_reason or "").strip(),
                self.env._("write down why it is owed to the customer."),
            ),
            (
                account and account.account_type not in LIABILITIES,
                self.env._("%s is no liability account.", account.display_name),
            ),
            self._describe_other_company(account, not account.company_ids & parents),
        ]

    def _describe_wrong_books(self):
        journal, parents = self.journal_id, self.company_id.parent_ids
        return [
            (
                not journal,
                self.env._("choose the journal of miscellaneous entries."),
            ),
            (
                journal and journal.type != MISCELLANEOUS,
                self.env._(
                    "%s is no journal of miscellaneous entries.", journal.display_name
                ),
            ),
            self._describe_other_company(journal, journal.company_id not in parents),
            (
                not self._get_receivable_account(),
                self.env._(
                    "%s has no receivable account.", self.partner_id.display_name
                ),
            ),
        ]

    def _describe_other_company(self, record, is_other):
        return (
            record and is_other,
            self.env._("%s belongs to another company.", record.display_name),
        )

    def _check_second_person(self):
        """Refuse who signed for Finance, too.

        :raise UserError: naming the offsets, and who countersigns them
        """
        own = self.filtered(lambda offset: offset.signed_by_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "%(names)s: you signed for Finance. Another person countersigns "
                    "for the deputy general manager.",
                    names=", ".join(own.mapped("name")),
                )
            )

    def _check_undo_reason(self):
        """Refuse to take back without a word.

        :raise UserError: naming the offsets
        """
        silent = self.filtered(lambda offset: not (offset.undo_reason or "").strip())
        if silent:
            raise UserError(
                self.env._(
                    "%s: write down first why it is undone.",
                    ", ".join(silent.mapped("name")),
                )
            )

    def _ask_countersignature(self):
        """Ask who acts for the deputy general manager, but not who signed."""
        department = self.env["order.department"].search(
            [
                ("kind", "=", "deputy_general_manager"),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        person = department and department._resolve_person(self.env.user)[0]
        if person:
            asked = self.with_context(lang=person.lang)
            asked.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=asked.env._("Countersign the offset %s", self.name),
                user_id=person.id,
            )
