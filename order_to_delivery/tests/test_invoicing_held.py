"""What has left is invoiced, whatever holds the rest of it, or its customer."""

from odoo.tests import tagged

from .cases import covers
from .recovery_common import RecoveryCase
from .routes_common import RouteMixin
from .test_balance_invoice import BalanceInvoiceCase


@tagged("post_install", "-at_install")
class TestInvoicingHeld(RouteMixin, RecoveryCase, BalanceInvoiceCase):
    def _ship_four(self):
        """Return an order of which four of ten have left, and its payment."""
        # Whoever is held for one order is held for all: each has a customer of his own.
        partner = self.env["res.partner"].create({"name": "Customer of this one"})
        return self._ship_paid(quantity=4, partner_id=partner.id)

    def _withdraw(self, order, _payment):
        request = order.order_shipping_request_ids
        self.call("finance", request, "action_withdraw", "The rest waits")

    def _bounce(self, _order, payment):
        self._lose(payment)

    def _hold_customer(self, order, _payment):
        _other, payment = self._ship_paid(partner_id=order.partner_id.id)
        self._lose(payment)

    def _assert_invoiced(self, order, kind):
        self.assertEqual(self._invoice_balance(order, kind), 80)
        line = order.order_line.filtered(lambda line: not line.is_downpayment)
        self.assertEqual(line.qty_invoiced, 4)

    @covers("ship.invoicing", route="rpc", role=("finance", "sales"))
    def test_whatever_holds_the_rest_three_departments_invoice_what_has_left(self):
        for hold in (self._withdraw, self._bounce, self._hold_customer):
            for kind in ("finance", "sales", "customer_service"):
                with self.subTest(hold=hold.__name__, kind=kind):
                    order, payment = self._ship_four()
                    hold(order, payment)
                    self._assert_invoiced(order, kind)

    @covers("ship.invoicing", route="rpc", role="sales")
    def test_the_dialog_invoices_several_held_orders_at_once(self):
        orders = self.env["sale.order"]
        for hold in (self._withdraw, self._bounce):
            order, payment = self._ship_four()
            hold(order, payment)
            orders |= order
        dialog = self.as_("sales", self.env["sale.advance.payment.inv"])
        dialog = dialog.with_context(active_ids=orders.ids, active_model=orders._name)
        dialog.create({"advance_payment_method": "delivered"}).create_invoices()
        self.env.invalidate_all()
        self.assertEqual(orders.order_line.mapped("qty_invoiced"), [4, 4])

    def test_what_was_released_and_paid_leaves_though_its_customer_is_held_since(self):
        """Nothing new is released; what was released before is paid, and leaves."""
        order = self._get_ready_order()
        self._pay(order, order.amount_total)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._hold_customer(order, None)
        self.assertTrue(order.partner_id.is_order_held)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)
        self.assertEqual(self._invoice_balance(order, "finance"), 200)
