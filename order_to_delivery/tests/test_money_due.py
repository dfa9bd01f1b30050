"""What an order's plan makes due before production and before release."""

from odoo import Command
from odoo.tests import tagged

from .money_common import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyDue(MoneyCase):
    def _dues(self, order):
        money = self._money(order)
        return money.deposit_due, money.release_due

    def test_deposit_and_release_follow_the_plan(self):
        self.assertEqual(self._dues(self._confirmed("B")), (300, 1000))

    def test_contract_customer_owes_nothing_before_release(self):
        self.assertEqual(self._dues(self._confirmed("A")), (0, 0))

    def test_order_without_a_plan_owes_all_before_release(self):
        self.assertEqual(self._dues(self._confirmed(plan=[])), (0, 1000))

    def test_lines_added_later_raise_what_is_due(self):
        order = self._confirmed("B")
        self.company.sudo().use_order_to_delivery = False
        order.order_line = [
            Command.create(
                {
                    "product_id": self.service.id,
                    "price_unit": 100,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        self.assertEqual(self._dues(order), (330, 1100))

    def test_plan_in_amounts_is_capped_by_the_order(self):
        plan = [
            {"kind": "deposit", "amount_type": "amount", "amount": 800},
            {"kind": "release", "amount_type": "amount", "amount": 500},
        ]
        self.assertEqual(self._dues(self._confirmed(plan=plan)), (800, 1000))
        self.assertEqual(self._dues(self._confirmed(plan=plan, price=600)), (600, 600))

    def test_thirds_add_up_to_the_whole(self):
        kinds = ("deposit", "release", "after")
        plan = [{"kind": kind, "percent": 33.33} for kind in kinds]
        order = self._confirmed(plan=plan, price=100)
        self.assertEqual(self._dues(order), (33.33, 66.67))

    def test_what_no_line_leaves_for_later_is_due_before_release(self):
        plan = [{"kind": "deposit", "percent": 30}, {"kind": "release", "percent": 20}]
        order = self._confirmed(plan=plan, price=1000)
        self.assertEqual(self._dues(order), (300, 1000))

    def test_money_at_the_door_is_not_due_before_release(self):
        plan = [{"kind": "deposit", "percent": 20}, {"kind": "door", "percent": 80}]
        self.assertEqual(self._dues(self._confirmed(plan=plan)), (200, 200))

    def test_one_cent_short_is_covered_and_two_are_not(self):
        order = self._confirmed("B")
        self.assertTrue(order._is_covered(299.99, 300))
        self.assertFalse(order._is_covered(299.98, 300))

    def test_order_shows_its_money_to_sales_and_not_to_the_warehouse(self):
        order = self._confirmed("B")
        self._pay(order, 250)
        seen = self.as_("sales", order)
        self.assertEqual(
            (seen.money_received, seen.deposit_due, seen.release_due), (250, 300, 1000)
        )
        self.assertNotIn("money_received", self.as_("warehouse", order).fields_get())
