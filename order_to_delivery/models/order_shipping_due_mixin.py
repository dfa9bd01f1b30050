"""What is due before the goods of a shipping request are released."""

from odoo import api, fields, models

from .order_shipping_mixin import MONEY_GATE


class OrderShippingDueMixin(models.AbstractModel):
    _name = "order.shipping.due.mixin"
    _description = "Money Due for a Shipping Request"

    # Only so that the mixin stands alone: the request's own definition wins.
    currency_id = fields.Many2one("res.currency")
    sale_order_id = fields.Many2one("sale.order")

    order_release_due = fields.Monetary(
        compute="_compute_order_release_due",
        string="Due before Release",
        groups="order_to_delivery.group_finance",
    )
    order_money_received = fields.Monetary(
        related="sale_order_id.money_received",
        string="Money Received",
        groups="order_to_delivery.group_finance",
    )

    @api.depends("state", "line_ids.quantity", "sale_order_id.amount_total")
    def _compute_order_release_due(self):
        dues = self._origin._get_dues()
        for request in self:
            request.order_release_due = dues.get(request._origin, 0.0)

    def _get_dues(self, money=None):
        """Return ``{request: amount}`` due before release, in its order's currency.

        Of the whole order, or of what this request ships besides what was released
        before, as the plan has it (H9.15). Two queries for any number of requests.

        :param money: ``{order: Money}`` of their orders, where it has been read already
        """
        gate = self.env[MONEY_GATE]
        orders = {request: request.sale_order_id for request in self}
        return gate._get_dues_of(orders, money or self.sale_order_id._get_money())

    def _keep_money(self):
        """Write down what was due and received as Finance signed for it (H1.14)."""
        # As the rule before the signature has just read it.
        money = self.sale_order_id._get_money_hint()
        # What was signed for is protected against everybody.
        for request, due in self.sudo()._get_dues(money).items():
            request.write(
                {
                    "amount_due": due,
                    "amount_received": money[request.sale_order_id].received,
                }
            )
