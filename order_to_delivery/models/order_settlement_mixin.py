"""What is paid after delivery: Finance confirms completion, then it is asked for."""

from odoo import fields, models
from odoo.exceptions import UserError

USER = "order_to_delivery.group_user"
LATER = ("door", "after")


class OrderSettlementMixin(models.AbstractModel):
    _name = "order.settlement.mixin"
    _description = "Settlement after Delivery"

    settlement_state = fields.Selection(
        [
            ("awaiting", "Delivered, to Be Confirmed"),
            ("confirmed", "Payable"),
            ("paid", "Paid"),
        ],
        string="Settlement",
        readonly=True,
        copy=False,
        groups=USER,
        help="Of what the plan lets the customer pay after delivery.",
    )
    settlement_date = fields.Datetime(
        string="Settlement since", readonly=True, copy=False, groups=USER
    )
    settlement_confirmed_by_id = fields.Many2one(
        "res.users",
        string="Completion Confirmed by",
        readonly=True,
        copy=False,
        groups=USER,
    )
    payment_deadline = fields.Date(
        string="Payable by",
        readonly=True,
        copy=False,
        groups=USER,
        help="Calendar days after the last delivery, as the payment plan has them.",
    )

    _open_settlements = models.Index(
        "(company_id, id) WHERE settlement_state IN ('awaiting', 'confirmed')"
    )

    def action_confirm_settlement(self):
        """Confirm as Finance that all was delivered and is payable now (H6.6, H7.6).

        :raise AccessError: unless the user acts for Finance
        :raise UserError: naming the orders of which something is still open
        """
        self._check_department("finance")
        # Receipts and plan are looked up for Finance.
        for order in self.sudo():
            order._check_settlement()
        for order in self.sudo():  # as above; the fields are protected
            order._set_settlement(
                "confirmed",
                settlement_confirmed_by_id=self.env.uid,
                payment_deadline=order._get_payable_day(),
            )
            order._tell_payable()
            order._follow_settlement()
        return True

    def _check_settlement(self):
        is_awaiting = self.settlement_state == "awaiting"
        if not self._has_goods():
            # Of services nothing tells that they were rendered: Finance does.
            is_ready = is_awaiting or self._is_paid_later() and self.state == "sale"
        else:
            is_ready = is_awaiting and self._is_delivery_finished()
        if not is_ready:
            raise UserError(
                self.env._(
                    "%s has nothing to confirm: all of it has to be delivered, its "
                    "receipts signed, and a part of it payable after delivery.",
                    self.name,
                )
            )

    def _has_goods(self):
        return any(
            line.product_id.type == "consu" and line.product_uom_qty > 0
            for line in self.order_line
        )

    def _is_paid_later(self):
        """Tell whether the plan leaves anything to be paid after delivery."""
        lines = self.payment_plan_line_ids
        return not self.settlement_state and any(line.kind in LATER for line in lines)

    def _get_payable_day(self):
        """Return the day by which it is payable; services count from the confirmation.

        Calendar days, as the plan has them; at the door it is payable at once (H6.6).
        """
        later = self.payment_plan_line_ids.filtered(lambda line: line.kind == "after")
        return self._get_payment_deadline() or fields.Date.add(
            self.company_id._get_local_day(),
            days=max(later.mapped("days"), default=0),
        )

    def _set_settlement(self, state, **values):
        """Write how far the settlement is: the only place that does."""
        # Protected from everybody; the callers checked the rights, or follow events.
        self.sudo().write(
            {
                "settlement_state": state,
                "settlement_date": fields.Datetime.now(),
                **values,
            }
        )

    def _await_settlement(self):
        """Have Finance confirm what is payable once all was delivered."""
        # Who brings the last receipt need not see the plan or the money.
        for order in self.sudo():
            if order._is_paid_later():
                order._set_settlement("awaiting")
                order._follow_settlement()

    def _follow_settlement(self):
        """Note what was paid in full, and what lost its money again."""
        open_ones = self.filtered(lambda order: order.settlement_state)
        if not open_ones:
            return
        hints = open_ones._get_money_hint()
        costs = open_ones._get_costs(hints)
        for order, money in hints.items():
            is_paid = order._is_covered(money.received, costs[order])
            if is_paid and order.settlement_state != "paid":
                order._set_settlement("paid")
            elif not is_paid and order.settlement_state == "paid":
                is_confirmed = bool(order.settlement_confirmed_by_id)
                order._set_settlement("confirmed" if is_confirmed else "awaiting")

    def _tell_payable(self):
        self.message_post(
            body=self.env._(
                "Finance confirms that the delivery is complete: payable by %s.",
                fields.Date.to_string(self.payment_deadline),
            ),
            partner_ids=self.user_id.partner_id.ids,
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )

    def _needs_settlement(self):
        """Tell whether all that is missing is payable only once Finance confirms.

        What was delivered before Finance was asked at all is payable.
        """
        self.ensure_one()
        money = self._get_money()[self]
        if not self.payment_plan_line_ids.filtered(lambda line: line.kind in LATER):
            return False
        if not self._is_covered(money.received, money.release_due):
            return False
        if not self.settlement_state:
            return not (self._has_goods() and self._is_delivery_finished())
        return self.settlement_state == "awaiting"
