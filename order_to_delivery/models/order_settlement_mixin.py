"""What is paid after delivery: Finance confirms completion, then it is asked for."""

from odoo import fields, models
from odoo.exceptions import UserError

USER = "order_to_delivery.group_user"
LATER = ("door", "after")
# A row of the desk, told apart as those of the workshops are.
SETTLEMENTS = """
    SELECT so.id::bigint * 100 + 60, so.id, so.company_id,
           CASE so.settlement_state WHEN 'awaiting' THEN 'finance' ELSE 'sales' END,
           CASE so.settlement_state WHEN 'awaiting' THEN 'confirm_settlement'
                                    ELSE 'demand' END,
           CASE so.settlement_state WHEN 'confirmed' THEN so.user_id END,
           so.settlement_date, so.payment_deadline, 'sale.order', so.id
      FROM sale_order so
     WHERE so.settlement_state IN ('awaiting', 'confirmed') AND so.state = 'sale'
"""
SETTLEMENT_STEPS = [
    ("confirm_settlement", "Confirm that the delivery is complete and payable"),
    ("demand", "Collect what is due after delivery"),
]


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
                payment_deadline=order._get_payment_deadline()
                or order.company_id._get_local_day(),
            )
            order._tell_payable()
            order._follow_settlement()
        return True

    def _check_settlement(self):
        if self.settlement_state != "awaiting" or not self._is_delivery_finished():
            raise UserError(
                self.env._(
                    "%s has nothing to confirm: all of it has to be delivered, its "
                    "receipts signed, and a part of it payable after delivery.",
                    self.name,
                )
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
            plan = order.payment_plan_line_ids
            is_later = any(line.kind in LATER for line in plan)
            if is_later and not order.settlement_state:
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
            return not self._is_delivery_finished()
        return self.settlement_state == "awaiting"
