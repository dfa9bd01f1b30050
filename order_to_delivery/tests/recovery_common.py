"""Orders that were paid and shipped, and payments that are lost afterwards."""

from .shipping_common import PaidShippingCase


class RecoveryCase(PaidShippingCase):
    def _ship_paid(self, quantity=10, **values):
        """Return an order that was paid and shipped, and its payment."""
        order = self._get_ready_order(**values)
        payment = self._pay(order, order.amount_total)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids, quantity)
        return order, payment

    def _lose(self, payment):
        self.as_("finance", payment).action_reject()
        self._judge()

    def _refund(self, order, amount):
        refund = self.as_("finance", self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": order.partner_invoice_id.id,
                "amount": amount,
                "sale_order_id": order.id,
            }
        )
        refund.action_post()

    def _judge(self):
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def _get_cases(self, order, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["order.recovery.case"].search(
            [("sale_order_id", "=", order.id), *domain]
        )
