"""Deposits whose invoice falls away after the balance has deducted them (H9.15)."""

from odoo.tests import tagged

from .test_balance_invoice import BalanceInvoiceCase


@tagged("post_install", "-at_install")
class TestDepositUndone(BalanceInvoiceCase):
    def _get_deducted(self, quantity=None):
        """Return an order whose deposit of 60 is taken off, and its invoice."""
        order = self._get_order()
        self._release_all(order)
        deposit = order.invoice_ids
        self._ship_part(order, quantity)
        self._invoice_balance(order)
        return order, deposit

    def _pay_anew(self, order):
        """Pay the deposit again, and release the rest where that was withdrawn."""
        self.env.cr.flush()  # the end of the request that undid the deposit
        self._pay(order, 60)
        if "released" not in order.order_shipping_request_ids.mapped("state"):
            self._release_all(order)

    def _cancel(self, invoice):
        invoice = self.as_("finance", invoice)
        invoice.button_draft()
        invoice.button_cancel()

    def _get_invoiced(self, order):
        posted = order.invoice_ids.filtered(lambda move: move.state == "posted")
        return sum(posted.mapped("amount_total_signed"))

    def test_a_deposit_that_was_cancelled_later_is_charged_with_the_next_balance(self):
        for undo in (self._cancel, self._credit):
            order, deposit = self._get_deducted(5)
            undo(deposit)
            self._pay_anew(order)
            self._ship_part(order)
            with self.subTest(undo.__name__):
                self.assertEqual(self._invoice_balance(order), 160)
                self.assertEqual(self._get_invoiced(order), 200)

    def test_a_deposit_that_was_invoiced_anew_is_even(self):
        order, deposit = self._get_deducted(5)
        self._cancel(deposit)
        self.as_("sales", order).action_create_deposit_invoice()
        anew = order.invoice_ids.filtered(lambda move: move.state == "draft")
        self.as_("finance", anew).action_post()
        self.assertEqual(anew.amount_total, 60)
        self._pay_anew(order)
        self._ship_part(order)
        self.assertEqual(self._invoice_balance(order), 100)
        self.assertEqual(self._get_invoiced(order), 200)

    def test_goods_that_came_back_are_credited_less_the_deposit_to_charge(self):
        order, deposit = self._get_deducted(5)
        self._cancel(deposit)
        picking = order.picking_ids.filtered(lambda p: p.state == "done")
        self._return(picking, 4)
        # Goods of 80 came back, and 60 that were taken off are owed again.
        self.assertEqual(self._invoice_balance(order), -20)
        self.assertEqual(self._get_invoiced(order), 20)
