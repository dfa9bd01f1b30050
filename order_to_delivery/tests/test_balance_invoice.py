from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .money_common import MoneyCase
from .shipping_common import ShippingCase

NOTHING = "has nothing to invoice"


class BalanceInvoiceCase(ShippingCase, MoneyCase):
    """Ten fuses of 20 each, invoiced as delivered unless told otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stocked.invoice_policy = "delivery"

    def _get_order(self, deposit=30, lines=None, **values):
        """Return a released order; its deposit, in percent, is invoiced and paid."""
        plan = [("deposit", deposit), ("release", 100 - deposit)]
        values.setdefault(
            "payment_plan_line_ids",
            [
                Command.create({"kind": kind, "percent": percent})
                for kind, percent in plan
                if percent
            ],
        )
        order = self._get_ready_order(lines=lines, **values)
        if deposit:
            self.as_("sales", order).action_create_deposit_invoice()
            invoice = order.invoice_ids
            self.as_("finance", invoice).action_post()
            paid = self._pay_untied(order, invoice.amount_total)
            self._reconcile(paid, invoice)
        money = self._money(order)
        if not order._is_covered(money.received, money.release_due):
            self._pay(order, money.release_due - money.received)
        return order

    def _release_all(self, order, quantity=None):
        request = self._request_shipping(order)
        if quantity:
            self.as_("customer_service", request.line_ids).quantity = quantity
        self._verify(order)
        self._release(order)

    def _ship_part(self, order, quantity=None):
        open_ones = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        return self._validate(open_ones, quantity)

    def _drop_rest(self, order):
        order.picking_ids.filtered(lambda p: p.state != "done").action_cancel()

    def _invoice_balance(self, order, kind="sales", post=True):
        """Return the sum that is invoiced, below zero for a credit note."""
        before = order.invoice_ids
        self.as_(kind, order).action_create_balance_invoice()
        order.invalidate_recordset(["invoice_ids"])
        invoice = order.invoice_ids - before
        self.assertEqual(invoice.state, "draft")
        if post:
            self.as_("finance", invoice).action_post()
        self.invoice = invoice
        sign = -1 if invoice.move_type == "out_refund" else 1
        return sign * invoice.amount_total


@tagged("post_install", "-at_install")
class TestBalanceInvoice(BalanceInvoiceCase):
    """The balance is invoiced in one click, the deposit deducted (H6.5, H9.15)."""

    def test_three_departments_invoice_and_others_do_not(self):
        for kind in ("finance", "sales", "customer_service"):
            with self.subTest(kind):
                order = self._get_order()
                self._release_all(order)
                self._ship_part(order)
                self.assertEqual(self._invoice_balance(order, kind), 140)
        with self.assertRaisesRegex(AccessError, "Finance"):
            self.as_("warehouse", order).sudo().action_create_balance_invoice()

    def test_a_backorder_is_invoiced_by_itself_and_nothing_twice(self):
        order = self._get_order()
        self._release_all(order)
        with self.assertRaisesRegex(UserError, NOTHING):
            self._invoice_balance(order)
        self._ship_part(order, 4)
        self.assertEqual(self._invoice_balance(order, post=False), 20)
        with self.assertRaisesRegex(UserError, NOTHING):
            self._invoice_balance(order)
        self._ship_part(order)
        self.assertEqual(self._invoice_balance(order), 120)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_a_deposit_above_the_first_delivery_waits_for_the_next(self):
        order = self._get_order(deposit=50)
        self._release_all(order)
        self._ship_part(order, 2)
        with self.assertRaisesRegex(UserError, "owes nothing for it"):
            self._invoice_balance(order)
        self._ship_part(order, 5)
        self.assertEqual(self._invoice_balance(order), 40)
        self._ship_part(order)
        self.assertEqual(self._invoice_balance(order), 60)

    def test_a_deposit_above_all_that_was_delivered_is_credited(self):
        order = self._get_order(deposit=50)
        self._release_all(order)
        self._ship_part(order, 2)
        self._drop_rest(order)
        self.assertEqual(self._invoice_balance(order), -60)

    def _get_tolerant_order(self, delivered, **values):
        order = self._get_order(**values)
        order.sudo().is_content_locked = False
        order.order_line.sudo().write({"tolerance_over": 10, "tolerance_under": 10})
        self._put_revision_in_force(order)
        self._release_all(order, delivered)
        self._ship_part(order, delivered)
        return order

    def test_what_is_short_within_tolerance_is_not_invoiced(self):
        order = self._get_tolerant_order(9)
        self._drop_rest(order)
        self.assertEqual(self._invoice_balance(order), 120)

    def test_what_is_over_within_tolerance_is_invoiced_once_accepted(self):
        order = self._get_tolerant_order(11)
        self.assertEqual(self._invoice_balance(order), 140)
        self._sign_receipt(order)
        self.assertEqual(self._invoice_balance(order), 20)

    def _sign_receipt(self, order):
        order.invalidate_recordset()
        receipt = self.as_("logistics", order.order_delivery_receipt_ids)
        paper = receipt.env["ir.attachment"].create(
            {"name": "receipt.pdf", "raw": b"%PDF-1.4 signed"}
        )
        receipt.action_mark_signed(paper.ids, "Mr Chen")
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def test_what_is_short_in_the_end_is_given_back_and_not_asked_for(self):
        """H9.10: money for what was never delivered finds Finance."""
        order = self._get_tolerant_order(9)
        self._sign_receipt(order)
        self.assertFalse(order.surplus_money_date)
        order = self._get_tolerant_order(9)
        self._drop_rest(order)
        self._sign_receipt(order)
        self.assertTrue(order.surplus_money_date)
        self.assertEqual(order._get_balance_due(), 0)

    def test_what_is_payable_after_a_short_delivery_is_what_was_delivered(self):
        plan = [Command.create({"kind": "after", "percent": 100, "days": 30})]
        order = self._get_tolerant_order(9, deposit=0, payment_plan_line_ids=plan)
        self._drop_rest(order)
        self._sign_receipt(order)
        self.assertEqual(order.settlement_state, "awaiting")
        self.assertEqual(order._get_balance_due(), 180)
        self._pay(order, 180)
        self.env.cr.precommit.run()
        self.assertEqual(order.settlement_state, "paid")

    def test_what_is_invoiced_as_ordered_does_not_wait_for_the_delivery(self):
        self.stocked.invoice_policy = "order"
        order = self._get_order()
        self.assertEqual(self._invoice_balance(order), 140)
        line = order.order_line.filtered(lambda line: not line.is_downpayment)[:1]
        for quantity, difference in ((12, 40), (9, -60)):
            order._write_content({}, {line: {"product_uom_qty": quantity}})
            self.assertEqual(self._invoice_balance(order), difference)

    def test_goods_that_came_back_are_credited(self):
        order = self._get_order()
        self._release_all(order)
        picking = self._ship_part(order)
        self._invoice_balance(order)
        self._return(picking, 3)
        self.assertEqual(self._invoice_balance(order), -60)

    def test_a_credited_balance_is_invoiced_anew_with_the_deposit_deducted(self):
        order = self._get_order()
        self._release_all(order)
        self._ship_part(order)
        self._invoice_balance(order)
        self._credit(self.invoice)
        self.assertEqual(self._invoice_balance(order), 140)

    def test_a_free_replacement_leaves_without_money_and_is_invoiced_at_zero(self):
        order = self._get_ready_order()
        order.sudo().is_content_locked = False
        order.order_line.sudo().price_unit = 0
        order.sudo().payment_plan_line_ids = [
            Command.clear(),
            Command.create({"kind": "release", "percent": 100}),
        ]
        self._put_revision_in_force(order)
        self._release_all(order)
        self._ship_part(order)
        self.assertEqual(self._get_shipped(order), 10)
        self.assertEqual(self._invoice_balance(order), 0)
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_a_deposit_of_all_leaves_a_balance_of_zero(self):
        order = self._get_order(deposit=100)
        self._release_all(order)
        self._ship_part(order)
        self.assertEqual(self._invoice_balance(order), 0)

    def test_thirds_of_a_cent_leave_nothing_over(self):
        order = self._get_order(deposit=33.33)
        self._release_all(order)
        total = order.invoice_ids.amount_total
        for quantity in (4, None):
            self._ship_part(order, quantity)
            total += self._invoice_balance(order)
        self.assertEqual(round(total, 2), order.amount_total)

    # Payable after delivery

    def _get_later_order(self):
        plan = [Command.create({"kind": "after", "percent": 100, "days": 30})]
        order = self._get_order(deposit=0, payment_plan_line_ids=plan)
        self._release_all(order)
        self._ship_part(order)
        return order

    def test_days_of_the_plan_count_from_the_invoice(self):
        order = self._get_later_order()
        self._invoice_balance(order)
        today = self.company._get_local_day()
        self.assertEqual(self.invoice.invoice_date_due, fields.Date.add(today, days=30))

    def test_days_count_from_the_delivery_once_finance_confirmed(self):
        """H6.6: the invoice and the demand name the same day."""
        order = self._get_later_order()
        deadline = fields.Date.to_date("2026-04-01")
        order.sudo().write(
            {"settlement_state": "confirmed", "payment_deadline": deadline}
        )
        self._invoice_balance(order)
        self.assertEqual(self.invoice.invoice_date_due, deadline)

    def test_other_plans_keep_the_payment_terms_of_the_order(self):
        order = self._get_order()
        order.sudo().payment_term_id = self.env.ref(
            "account.account_payment_term_15days"
        )
        self._release_all(order)
        self._ship_part(order)
        self._invoice_balance(order)
        self.assertEqual(self.invoice.invoice_payment_term_id, order.payment_term_id)

    # Kits and several steps

    def test_a_kit_is_invoiced_as_the_kit_that_it_is(self):
        kit = self.env["product.product"].create(
            {
                "name": "Service Set",
                "list_price": 50,
                "taxes_id": False,
                "invoice_policy": "delivery",
            }
        )
        parts = [(self.component, 2), (self.stocked, 1)]
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": product.id, "product_qty": quantity})
                    for product, quantity in parts
                ],
            }
        )
        order = self._get_order(lines=[(kit, 4)])
        self._release_all(order)
        self._ship_part(order)
        self.assertEqual(self._invoice_balance(order), 140)

    def test_goods_that_are_picked_and_packed_are_invoiced_once_shipped(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._get_order()
        self._release_all(order)
        for _leg in range(2):
            self._ship_part(order)
            with self.assertRaisesRegex(UserError, NOTHING):
                self._invoice_balance(order)
        self._ship_part(order)
        self.assertEqual(self._invoice_balance(order), 140)
