"""What an order knows of money that was lost after its goods had left."""

from odoo import api, fields, models

from .order_money_mixin import MONEY_GROUPS
from .order_shipping_mixin import MONEY_GATE


class OrderRecoveryMixin(models.AbstractModel):
    _name = "order.recovery.mixin"
    _description = "Recovery of an Order's Money"

    # Only so that the mixin stands alone: the order's own definition wins.
    currency_id = fields.Many2one("res.currency")
    partner_id = fields.Many2one("res.partner", string="Customer")
    order_recovery_case_ids = fields.One2many(
        "order.recovery.case",
        "sale_order_id",
        string="Recovery Cases",
        groups=MONEY_GROUPS,
    )
    is_order_held = fields.Boolean(
        related="partner_id.is_order_held", groups="order_to_delivery.group_user"
    )
    money_seen = fields.Monetary(
        string="Money That Came Later",
        readonly=True,
        copy=False,
        groups=MONEY_GROUPS,
        help="What came of the money that is due before release, after Finance had "
        "signed for less under a waiver.",
    )
    order_recovery_count = fields.Integer(
        string="Recovery Cases of the Order",
        compute="_compute_order_recovery_count",
        groups=MONEY_GROUPS,
    )

    @api.depends("order_recovery_case_ids")
    def _compute_order_recovery_count(self):
        for order in self:
            order.order_recovery_count = len(order.order_recovery_case_ids)

    def action_view_recoveries(self):
        """Open the recovery cases of the order."""
        self.check_access("read")
        return self.order_recovery_case_ids._get_action_open()

    def _follow_lost_money(self):
        """Open a case where lost money no longer covers what has left (H1.14).

        Cases whose money is there again are closed.
        """
        recoveries = self.env["order.recovery.case"]
        # Money is taken back by people who may not see the cases.
        known = recoveries.sudo().search(
            [("sale_order_id", "in", self.ids), ("state", "=", "open")]
        )
        missing = self._get_missing_for_shipped()
        lacking = self.filtered(lambda order: order in missing)
        (self - lacking)._note_regained()
        lost = lacking._filter_lost()
        known.filtered(lambda case: case.sale_order_id not in lost)._settle()
        new = (lost - known.sale_order_id).filtered(
            lambda order: not order._is_covered(order._get_given_up(), missing[order])
        )
        if new:
            recoveries._open({order: missing[order] for order in new})
        self._note_seen()

    def _filter_lost(self):
        """Return the orders that have less money than Finance once saw.

        What is due may also grow after goods have left, as by a carrier's cost: that
        is asked for, and holds nobody.
        """
        money = self._get_money_hint()
        return self.filtered(
            lambda order: (
                not order._is_covered(money[order].received, order._get_seen())
            )
        )

    def _get_given_up(self):
        """Return what was given up of the order's money, in its currency.

        What was paid after all is given up no more.
        """
        cases = self.order_recovery_case_ids.filtered(lambda case: not case.is_regained)
        return max(cases.mapped("given_up_amount"), default=0.0)

    def _note_regained(self):
        """Note that what was given up of these orders' money came after all."""
        # Whoever brings money may not see the cases.
        cases = self.sudo().order_recovery_case_ids
        cases.filtered("given_up_amount").is_regained = True

    def _get_seen(self):
        """Return the most that Finance saw received, in the order's currency.

        Goods that left on an emergency have no signature: all that is due counts.
        What came later counts where Finance had signed for less than was due.
        """
        requests = self.order_shipping_request_ids.filtered("verified_date")
        if not requests:
            return self._get_money_hint()[self].release_due
        return max(self.money_seen, *requests.mapped("amount_received"))

    def _note_seen(self):
        """Note the money that comes after Finance had signed under a waiver.

        No more than is due: what is paid beyond it may be given back.
        """
        money = self._get_money_hint()
        for order in self:
            seen = min(money[order].received, money[order].release_due)
            if order.currency_id.compare_amounts(
                seen, order.money_seen
            ) > 0 and order.order_shipping_request_ids.filtered(
                lambda request, order=order: (
                    request.verified_date
                    and not order._is_covered(
                        request.amount_received, request.amount_due
                    )
                )
            ):
                order.money_seen = seen

    def _get_missing_for_shipped(self):
        """Return ``{order: amount}`` that lacks for goods that have left.

        Of what the plan makes due before release, the share of the goods that have
        left; a waiver of that money counts. In each order's currency.
        """
        # What is missing is the same for whoever asks.
        orders = self.sudo()
        money = orders._get_money_hint()
        lacking = orders.filtered(
            lambda order: (
                not order._is_covered(money[order].received, money[order].release_due)
            )
        )
        if not lacking:
            return {}
        shares = lacking._get_shipped_shares()
        gate = self.env[MONEY_GATE].sudo()  # its cap is the company's policy
        waived = self.env["order.gate.waiver"]._get_waived(MONEY_GATE, lacking)
        missing = {}
        for order in lacking:
            if not shares[order]:
                continue
            due = money[order].release_due * shares[order]
            caps = [gate._get_cap(order, waiver) for waiver in waived.get(order, ())]
            if not order._is_covered(money[order].received + max(caps, default=0), due):
                missing[order.sudo(False)] = due - money[order].received
        return missing

    def _get_shipped_shares(self):
        """Return ``{order: share of its goods' value that has left}``, up to one."""
        lines = self.order_line.filtered(
            lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0
        )
        quantities = self.env["order.shipping.quantity"]._get_quantities(lines)
        shares = {}
        for order in self:
            own = lines.filtered(lambda line, order=order: line.order_id == order)
            total = sum(own.mapped("price_total"))
            left = sum(
                line.price_total
                * min(quantities[line].shipped / quantities[line].ordered, 1.0)
                for line in own
            )
            shares[order] = min(max(left / total, 0.0), 1.0) if total > 0 else 0.0
        return shares
