"""H9.15: what comes back and leaves again passes the gates, quantities right."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .after_common import AfterCase
from .making_case import OVER_ACCEPTED
from .shipping_common import REFUSED

HELD = f"{REFUSED}|is not received"


@tagged("post_install", "-at_install")
class TestAfterReturn(AfterCase):
    def test_a_part_leaves_again_while_its_money_is_there(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        self._assert_quantities(order, 10, 6, 6)
        self._take_back(returned, 4)
        self._assert_quantities(order, 10, 10, 10)
        self.assertFalse(self._get_cases(order))

    def test_a_credited_part_whose_money_stayed_leaves_and_is_invoiced_again(self):
        order, picking = self._deliver()
        self.assertEqual(self._invoice_balance(order), 200)
        returned = self._take_back(picking, 4)
        self.assertEqual(self._invoice_balance(order), -80)
        self._assert_quantities(order, 10, 6, 6, 6)
        self.assertEqual(self._received(order), 200)
        self._take_back(returned, 4)
        self.assertEqual(self._invoice_balance(order), 80)
        self._assert_quantities(order, 10, 10, 10, 10)

    def test_a_refunded_part_leaves_again_once_it_is_paid_and_released(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        self._refund(order, 80)
        self._judge()
        self.assertFalse(self._get_cases(order), "What left is paid.")
        again = self._give_back(returned, 4)
        with self._refused(HELD):
            self._validate(again)
        self._assert_quantities(order, 6, 6, 6)
        with self._refused("is not received in full"):
            self._request_shipping(order)
            self._verify(order)
        self._pay(order, 80)
        with self._refused(REFUSED):
            self._validate(again)
        self._release_rest(order)
        self._validate(again)
        self._assert_quantities(order, 10, 10, 10)

    def test_money_that_is_paid_back_on_the_credit_note_holds_what_came_back(self):
        order, picking = self._deliver()
        invoice = self._invoice_balance(order) and self.invoice
        self._reconcile(self.payment, invoice)
        returned = self._take_back(picking, 4)
        self._invoice_balance(order)
        paid_back = self._pay_untied(order, 80, payment_type="outbound")
        self._reconcile(paid_back, self.invoice)
        self._judge()
        self.assertEqual(self._received(order), 120)
        with self._refused(HELD):
            self._take_back(returned, 4)
        self._assert_quantities(order, 6, 6, 6, 6)

    def test_twice_returned_leaves_twice_again(self):
        order, picking = self._deliver()
        for _turn in range(2):
            returned = self._take_back(picking, 4)
            self._assert_quantities(order, 10, 6, 6)
            picking = self._take_back(returned, 4)
            self._assert_quantities(order, 10, 10, 10)

    def test_returned_in_two_parts_leaves_again_in_one_no_more(self):
        order, picking = self._deliver()
        self._take_back(picking, 4)
        returned = self._take_back(picking, 3)
        self._assert_quantities(order, 10, 3, 3)
        with self._refused(REFUSED):
            self._take_back(returned, 8)
        self._take_back(returned, 7)
        self._assert_quantities(order, 10, 10, 10)

    def test_more_does_not_come_back_than_left(self):
        order, picking = self._deliver()
        with self._refused("would come back than has left"):
            self._take_back(picking, 11)
        self._take_back(picking, 8)
        with self._refused("would come back than has left"):
            self._take_back(picking, 3)
        self._assert_quantities(order, 10, 2, 2)

    def test_more_does_not_leave_again_than_came_back(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        with self._refused(REFUSED):
            self._take_back(returned, 5)
        self._assert_quantities(order, 10, 6, 6)

    # What Odoo counts as delivered

    def test_a_return_that_is_not_credited_is_not_delivered_twice(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4, to_refund=False)
        self._assert_quantities(order, 10, 6, 10)
        again = self._take_back(returned, 4)
        self._assert_quantities(order, 10, 10, 10)
        self._take_back(again, 4)
        self._assert_quantities(order, 10, 6, 6)

    def test_a_credited_return_that_leaves_again_is_delivered_anew(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        self._take_back(returned, 4, to_refund=False)
        self._assert_quantities(order, 10, 10, 10)

    def test_without_the_switch_odoo_counts_as_it_does(self):
        order, picking = self._deliver()
        self.company.sudo().use_order_to_delivery = False
        returned = self._take_back(picking, 4)
        self._take_back(returned, 4, to_refund=False)
        self.assertEqual(order.order_line.qty_delivered, 6)

    def test_an_order_lowered_and_raised_after_a_return_is_supplied_anew(self):
        order, picking = self._deliver()
        self._take_back(picking)
        for quantity in (0, 10):
            line_values = {order.order_line: {"product_uom_qty": quantity}}
            order._write_content({}, line_values)
            self._put_revision_in_force(order)
        again = self._get_open(order)
        self.assertEqual(again.move_ids.product_uom_qty, 10)
        self._assert_quantities(order, 10, 0, 0)
        self._validate(again)
        self._assert_quantities(order, 10, 10, 10)


@tagged("post_install", "-at_install")
class TestAfterExchange(AfterCase):
    """A replacement is goods of its order's line, and leaves as such."""

    def test_a_replacement_waits_for_what_it_replaces(self):
        order, picking = self._deliver()
        returned, replacement = self._exchange(order, picking, 4)
        self.assertEqual(replacement.move_ids.sale_line_id, order.order_line)
        self.assertEqual(replacement.move_ids.product_uom_qty, 4)
        with self._refused(REFUSED):
            self._validate(replacement)
        self._validate(returned)
        self._assert_quantities(order, 10, 6, 6)
        self._validate(replacement)
        self._assert_quantities(order, 10, 10, 10)

    def test_a_replacement_of_what_was_refunded_is_released_by_itself(self):
        order, picking = self._deliver()
        returned, replacement = self._exchange(order, picking, 4)
        self._validate(returned)
        self._refund(order, 80)
        self._judge()
        with self._refused(HELD):
            self._validate(replacement)
        self._pay(order, 80)
        with self._refused(REFUSED):
            self._validate(replacement)
        self._release_rest(order)
        self._validate(replacement)
        self._assert_quantities(order, 10, 10, 10)

    def test_a_replacement_is_not_delivered_twice(self):
        order, picking = self._deliver()
        returned, replacement = self._exchange(order, picking, 4, to_refund=False)
        self._validate(returned)
        self._validate(replacement)
        self._assert_quantities(order, 10, 10, 10)
        self.assertEqual(self._invoice_balance(order), 200)

    def test_a_replacement_is_not_cut_from_its_order(self):
        order, picking = self._deliver()
        _returned, replacement = self._exchange(order, picking, 4)
        with self._refused(f"belongs to order {order.name}"):
            self.as_("warehouse", replacement.move_ids).sale_line_id = False

    def test_a_replacement_joins_the_open_delivery_of_its_line(self):
        order, _payment = self._ship_paid(4)
        picking = order.picking_ids.filtered(lambda p: p.state == "done")
        returned = self._give_back(picking, 2, exchange=True)
        rest = self._get_open(order) - returned
        self.assertEqual(sum(rest.move_ids.mapped("product_uom_qty")), 8)
        with self._refused(REFUSED):
            self._validate(rest)
        self._validate(returned)
        self._validate(rest)
        self._assert_quantities(order, 10, 10, 10)

    def test_what_came_back_is_exchanged_for_what_comes_back_next(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        again = self._give_back(returned, 4, exchange=True)
        back = self._get_open(order) - again
        self.assertEqual(back.move_ids.sale_line_id, order.order_line)
        self._validate(again)
        self._assert_quantities(order, 10, 10, 10)
        self._validate(back)
        self._assert_quantities(order, 10, 6, 6)

    def test_made_goods_are_made_and_judged_anew(self):
        order = self._walk_to("receipt", grade="A", lines=[(self.product, 2)])
        made = self._get_productions(order)
        returned, replacement = self._exchange(order, order.picking_ids, 1)
        production = self._get_productions(order) - made
        self.assertEqual(production.product_qty, 1)
        self._validate(returned)
        with self._refused(OVER_ACCEPTED):
            self._make(production)
        self._inspect_made(production)
        self._make(production)
        self._validate(replacement)
        self._assert_quantities(order, 2, 2, 2)

    def _get_productions(self, order):
        # Nobody of these may see all of them.
        references = order.sudo().stock_reference_ids
        references.invalidate_recordset()
        return references.production_ids.sudo(False)

    def _make(self, production):
        production = self.as_("production", production)
        production.qty_producing = production.product_qty
        production._set_qty_producing()
        production.button_mark_done()


@tagged("post_install", "-at_install")
class TestFreeReplacement(AfterCase):
    """Sent ahead of what it replaces, a replacement is an order at price zero."""

    def test_a_free_order_leaves_with_its_own_signature_and_is_invoiced_at_zero(self):
        line = {"product_id": self.stocked.id, "product_uom_qty": 3, "price_unit": 0}
        order = self._take_order("C", order_line=[Command.create(line)])
        self._walk_to("release", order)
        money = self._money(order)
        self.assertEqual((money.deposit_due, money.release_due), (0, 0))
        with self._refused(REFUSED):
            self._validate(self._get_open(order))
        self._request_shipping(order)
        with self.assertRaises(UserError):
            self._release(order)
        self._verify(order)
        self._release(order)
        self._validate(self._get_open(order))
        self.assertEqual(self._invoice_balance(order), 0)
        self._assert_quantities(order, 3, 3, 3, 3)
        self.assertEqual(self.invoice.payment_state, "paid")
