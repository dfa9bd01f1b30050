"""Goods that were paid and delivered, and what of them comes back."""

from .recovery_common import RecoveryCase
from .test_balance_invoice import BalanceInvoiceCase


class AfterMixin:
    def _give_back(self, picking, quantity=None, exchange=False, **values):
        """Have the warehouse prepare a return, or an exchange, by Odoo's dialog.

        :param quantity: of each product, or ``{product: quantity}``; else all
        """
        wizard = self.as_("warehouse", self.env["stock.return.picking"])
        wizard = wizard.with_context(active_id=picking.id, active_model=picking._name)
        wizard = wizard.create({"picking_id": picking.id})
        for line in wizard.product_return_moves:
            wanted = line.move_quantity if quantity is None else quantity
            if isinstance(quantity, dict):
                wanted = quantity.get(line.product_id, 0)
            line.write({"quantity": wanted, **values})
        action = (
            wizard.action_create_exchanges()
            if exchange
            else wizard.action_create_returns()
        )
        return self.env["stock.picking"].browse(action["res_id"])

    def _take_back(self, picking, quantity=None, **values):
        """Return, or give out again, as the warehouse; from start to end."""
        return self._validate(self._give_back(picking, quantity, **values))

    def _exchange(self, order, picking, quantity=None, **values):
        """Return the return of an exchange, and the delivery that replaces it."""
        before = order.picking_ids
        returned = self._give_back(picking, quantity, exchange=True, **values)
        order.invalidate_recordset(["picking_ids"])
        return returned, order.picking_ids - before - returned

    def _get_open(self, order):
        order.invalidate_recordset(["picking_ids"])
        return order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))

    def _assert_quantities(self, order, released, shipped, delivered, invoiced=0):
        """Check the one line of an order: our figures, and Odoo's own."""
        self.env.invalidate_all()
        line = order.order_line.filtered(lambda line: not line.is_downpayment)
        quantity = self.env["order.shipping.quantity"]._get_quantities(line)[line]
        found = quantity.released, quantity.shipped
        self.assertEqual(
            (*found, line.qty_delivered, line.qty_invoiced),
            (released, shipped, delivered, invoiced),
        )


class AfterCase(AfterMixin, RecoveryCase, BalanceInvoiceCase):
    """Ten fuses of 20 each, paid before release, invoiced as delivered."""

    def _deliver(self, **values):
        order, self.payment = self._ship_paid(**values)
        return order, order.picking_ids

    def _release_rest(self, order):
        """Have what remains of an order released anew."""
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
