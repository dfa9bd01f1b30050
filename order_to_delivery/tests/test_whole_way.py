"""The whole way of an order, one page a customer grade."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestWholeWay(OrderToDeliveryCase):
    def test_grade_a_is_made_before_the_paper_returns_and_ships_by_contract(self):
        """H9.7, H9.15, H9.16: paper by a date; Finance signs all the same."""
        order = self._walk_to("signature", grade="A")
        self.as_("customer_service", order).action_confirm()
        self.assertEqual(order.state, "sale")
        waiver = order.order_gate_waiver_ids
        self.assertEqual(waiver.mapped("origin"), ["grade"] * len(waiver))
        self.assertGreater(waiver[:1].paper_due_date, fields.Date.today())

        self._issue_instruction(order)
        self._accept_instruction(order)
        self._sign_confirmation(order)
        self.assertEqual(set(order.order_gate_waiver_ids.mapped("state")), {"settled"})

        self._produce(order)
        self.assertTrue(order.completion_date)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self._ship(order)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.order_delivery_receipt_ids.state, "awaited")

    def test_grade_b_signs_pays_its_deposit_and_pays_before_it_ships(self):
        """H1.14, H9.8, H9.16: only signed, only with the deposit, only paid."""
        order = self._walk_to("signature", grade="B")
        with self.assertRaisesRegex(UserError, "sign"):
            self.as_("customer_service", order).action_confirm()
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale", "The signature lets it go on by itself.")
        self.assertFalse(order.picking_ids, "Nothing is supplied before the deposit.")

        with self.assertRaisesRegex(UserError, "(?i)deposit"):
            self._issue_instruction(order)
        self._pay(order, order.deposit_due)
        self._issue_instruction(order)
        self.assertFalse(order.picking_ids, "Nothing is supplied before acceptance.")
        self._accept_instruction(order)
        production = order.order_production_instruction_ids.production_ids
        self.assertEqual(production.product_qty, 10)

        self._produce(order)
        self.assertTrue(order.completion_date)
        self._request_shipping(order)
        with self.assertRaisesRegex(UserError, "(?i)paid|money|balance"):
            self._verify(order)
        with self.assertRaises(UserError):
            self._ship(order)
        order.invalidate_recordset()
        self._pay(order, order.release_due - order.money_received)
        self._verify(order)
        self._release(order)
        self._ship(order)
        self.assertEqual(order.order_line.qty_delivered, 10)

    def test_grade_c_pays_half_first_and_the_rest_before_it_ships(self):
        """H9.8, H9.16: the deposit is half, and one cent short holds production."""
        order = self._walk_to("deposit", grade="C")
        self.assertEqual(order.deposit_due, order.amount_total / 2)
        self._pay(order, order.deposit_due - 0.02)
        with self.assertRaisesRegex(UserError, "(?i)deposit"):
            self._issue_instruction(order)
        self._pay(order, 0.02)
        self._walk_to_end_from_instruction(order)
        self.assertEqual(order.order_line.qty_delivered, 10)

    def test_an_order_from_stock_walks_the_same_way_without_production(self):
        """H9.8: stocked goods leave only after the deposit and the release."""
        order = self._walk_to("deposit", grade="B", lines=[(self.stocked, 5)])
        self.assertEqual(order.order_review_ids.kind, "standard")
        self.assertFalse(order.picking_ids)
        self._pay(order, order.amount_total)
        order._resume_held()
        self.assertTrue(order.picking_ids)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self._ship(order)
        self.assertEqual(order.order_line.qty_delivered, 5)

    def _walk_to_end_from_instruction(self, order):
        self._issue_instruction(order)
        self._accept_instruction(order)
        self._produce(order)
        order.invalidate_recordset()
        self._pay(order, order.release_due - order.money_received)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self._ship(order)
