"""What a change of a confirmed order does to its money, told to who acts on it."""

from odoo import models
from odoo.tools import format_amount


class OrderMoneyChangeMixin(models.AbstractModel):
    _name = "order.money.change.mixin"
    _description = "Money of a Changed Order"

    def _tell_money_difference(self, before):
        """Tell the sales rep and Finance what a change asks for, or gives back.

        Sales asks for the difference, and Finance gives back what is surplus, which
        stands on its desk. Amounts go to those alone, not to all who follow.

        :param before: ``{order: Money}`` as it was
        """
        # A change comes into force for whoever closes its review, or signs.
        orders = self.browse([order.id for order in before]).sudo()
        now = orders._get_money()
        for order, known in zip(orders, before.values(), strict=True):
            if now[order] == known or order.state != "sale":
                continue
            order._send_money_difference(known, now[order])
            missing = not order._is_covered(now[order].received, now[order].release_due)
            if missing and any(map(float.__gt__, now[order][1:], known[1:])):
                order._ask_money_difference()

    def _send_money_difference(self, before, now):
        departments = self.env["order.department"].search(
            [("kind", "=", "finance"), ("company_id", "=", self.company_id.id)]
        )
        people = self.user_id.union(*(d._resolve_person()[0] for d in departments))
        self.message_notify(
            subject=self.env._("The money of %s changed", self.name),
            body=self._describe_money_difference(before, now),
            partner_ids=people.partner_id.ids,
        )

    def _describe_money_difference(self, before, now):
        """Return the amounts before and now, and what follows, as text."""
        names = ("total", "deposit_due", "release_due")
        amounts = {
            f"old_{name}": self._format_money(getattr(before, name)) for name in names
        }
        amounts |= {name: self._format_money(getattr(now, name)) for name in names}
        text = self.env._(
            "Order total %(old_total)s, now %(total)s. Deposit %(old_deposit_due)s, "
            "now %(deposit_due)s. Due before release %(old_release_due)s, now "
            "%(release_due)s. Received %(received)s.",
            received=self._format_money(now.received),
            **amounts,
        )
        if not self._is_covered(now.total, now.received):
            text += " " + self.env._(
                "Finance gives %s back, or uses it for another order.",
                self._format_money(now.received - now.total),
            )
        elif not self._is_covered(now.received, now.release_due):
            text += " " + self.env._(
                "Sales asks the customer for %s before release.",
                self._format_money(now.release_due - now.received),
            )
        return text

    def _format_money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _ask_money_difference(self):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("The order grew: ask the customer for the difference"),
            user_id=self.user_id.id or self.env.uid,
        )
