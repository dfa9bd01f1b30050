"""What is asked of the database grows neither with lines nor with orders.

`./dev bench` compares the whole of it with plain Odoo's.
"""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestCostsDoNotGrow(SupplyCase):
    def _count(self, act, *arguments):
        """Return how many queries an act takes that finds nothing read before."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        # Dates hold whole seconds: one that stays the same would not be written.
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            act(*arguments)
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _make_products(self, number):
        return [
            self._make_product(f"Fuse {turn}", [(self.component, 2)])
            for turn in range(number)
        ]

    def _sent(self, products):
        """Return an order of products whose confirmation was sent."""
        order = self._take_order("B", lines=[(product, 10) for product in products])
        self._submit(order)
        self._circulate(order)
        self._answer_all(order)
        self._close(order)
        self._send_confirmation(order)
        return order

    def test_an_order_of_many_lines_is_confirmed_with_as_many_queries(self):
        self.walk_anew()
        few, many = self._make_products(2), self._make_products(8)
        # The first rounds fill what is read once a process.
        *_warm, short, long = (
            self._count(self._sign_confirmation, self._sent(products))
            for products in (few, many, few, many)
        )
        self.assertLessEqual(long, short)

    def test_a_bill_is_found_once_while_supply_is_launched(self):
        self.walk_anew()
        bills = self.env["mrp.bom"]
        with bills._finding_once():
            found = bills._bom_find(self.product)
            with self.assertQueryCount(0):
                self.assertEqual(bills._bom_find(self.product), found)
        self.assertTrue(self._count(bills._bom_find, self.product))

    def test_a_bill_that_changes_while_supply_is_launched_is_found_anew(self):
        bills = self.env["mrp.bom"]
        with bills._finding_once():
            bill = bills._bom_find(self.product)[self.product]
            bill.active = False
            self.assertFalse(bills._bom_find(self.product)[self.product])

    def test_what_a_kind_of_bill_is_asked_for_is_not_answered_by_another(self):
        bills = self.env["mrp.bom"]
        with bills._finding_once():
            self.assertTrue(bills._bom_find(self.product)[self.product])
            kits = bills._bom_find(self.product, bom_type="phantom")
            self.assertFalse(kits[self.product])

    def test_kits_are_looked_up_at_once_when_goods_are_counted_as_delivered(self):
        self.walk_anew()
        kit = self._make_product("Set", [(self.component, 2)], bom_type="phantom")
        order = self._take_order("B", lines=[(self.product, 10), (kit, 1)])
        lines = order.order_line
        bills = self.env["mrp.bom"]
        terms = {"company_id": self.company.id, "bom_type": "phantom"}
        with bills._finding_kits_ahead(lines), self.assertQueryCount(0):
            found = [bills._bom_find(line.product_id, **terms) for line in lines]
        self.assertFalse(found[0][self.product])
        self.assertEqual(found[1][kit], kit.bom_ids)

    def test_money_of_a_crowd_is_told_with_one_query(self):
        self.walk_anew()
        orders = self.env["sale.order"].union(
            *(self._take_order("B") for _number in range(6))
        )
        orders.mapped("company_id.currency_id.rounding")
        self.env.flush_all()
        with self.assertQueryCount(1):
            orders._get_money()

    def test_instructions_accepted_together_start_each_their_own(self):
        orders = self._confirmed() | self._confirmed()
        instructions = self.env["order.production.instruction"].union(
            *(self._issue_instruction(order) for order in orders)
        )
        self.as_("production", instructions).action_accept()
        for order in orders:
            instruction = order.order_production_instruction_ids
            self.assertEqual(instruction.state, "accepted")
            self.assertFalse(instruction.activity_ids)
            self.assertEqual(instruction.production_ids, self._productions(order))
            self.assertTrue(instruction.production_ids)
