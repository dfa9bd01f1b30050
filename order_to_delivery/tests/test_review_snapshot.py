"""What counts as content, and what leaves its fingerprint alone."""

from odoo import Command
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReviewSnapshot(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "VAT 13", "amount": 13})

    def setUp(self):
        super().setUp()
        self.order = self._take_order(lines=[(self.product, 10), (self.stocked, 5)])
        self.order._give_line_keys()
        self.before = self._hashes()

    def _hashes(self):
        self.order.invalidate_recordset()
        return self.order._get_content_hashes()[self.order]

    def _changed(self):
        after = self._hashes()
        return {name for name in after if after[name] != self.before[name]}

    def test_a_change_shows_in_its_aspect_alone(self):
        line = self.order.order_line[0]
        cases = {
            "goods": (line, {"specification": "IP65"}),
            "price": (line, {"price_unit": 999}),
            "dates": (self.order, {"wanted_date": "2031-01-01"}),
            "destination": (self.order, {"marks": "FRAGILE"}),
        }
        for aspect, (record, values) in cases.items():
            with self.subTest(aspect=aspect):
                self.before = self._hashes()
                record.write(values)
                self.assertEqual(self._changed(), {aspect, "content"})

    def test_each_field_of_a_line_that_people_sign_is_content(self):
        line = self.order.order_line[0]
        cases = {
            "product_uom_qty": 11,
            "name": "Another cabinet",
            "supply_kind": "buy",
            "change_kind": "changed",
            "tolerance_over": 5,
            "tolerance_under": 5,
            "discount": 3,
            "tax_ids": [Command.set(self.tax.ids)],
            "packing": "Pallet",
        }
        for name, value in cases.items():
            with self.subTest(field=name):
                self.before = self._hashes()
                line.write({name: value})
                self.assertIn("content", self._changed())

    def test_the_rate_of_a_tax_is_content(self):
        self.order.order_line.tax_ids = self.tax
        self.before = self._hashes()
        self.tax.amount = 9
        self.assertEqual(self._changed(), {"price", "content"})

    def test_the_payment_plan_is_content(self):
        self.order.payment_plan_line_ids = [
            Command.clear(),
            Command.create({"kind": "deposit", "percent": 80}),
        ]
        self.assertEqual(self._changed(), {"price", "content"})

    def test_what_is_no_content_leaves_the_fingerprint_alone(self):
        order = self.order
        cases = {
            "message": lambda: order.message_post(body="How is it going?"),
            "date of the order": lambda: order.write({"date_order": "2026-01-01"}),
            "reference": lambda: order.write({"client_order_ref": "PO-2"}),
            "list price": lambda: self.product.write({"list_price": 5}),
            "address": lambda: order.partner_shipping_id.write({"street": "2 Quay"}),
            "sequence": lambda: order.order_line[0].write({"sequence": 99}),
            "salesperson": lambda: order.write({"user_id": self.users["clerk"].id}),
            "note": lambda: order.write({"note": "Thank you"}),
        }
        for name, change in cases.items():
            with self.subTest(case=name):
                change()
                self.assertEqual(self._changed(), set())

    def test_what_odoo_adds_to_an_order_leaves_the_fingerprint_alone(self):
        additions = (
            {"display_type": "line_section", "name": "Cabinets"},
            {"product_id": self.stocked.id, "product_uom_qty": 0},
            {"product_id": self.service.id, "is_delivery": True, "price_unit": 50},
            {"product_id": self.service.id, "is_expense": True, "price_unit": 20},
            {"name": "Advance", "is_downpayment": True, "product_uom_qty": 0},
        )
        for values in additions:
            with self.subTest(values=values):
                self.order.write({"order_line": [Command.create(values)]})
                self.assertEqual(self._changed(), set())

    def test_an_addition_that_carries_goods_or_lowers_the_price_is_content(self):
        additions = (
            {"product_id": self.stocked.id, "is_delivery": True},
            {"product_id": self.stocked.id, "is_downpayment": True},
            {"product_id": self.service.id, "is_delivery": True, "price_unit": -50},
        )
        for values in additions:
            with self.subTest(values=values):
                self.before = self._hashes()
                self.order.write({"order_line": [Command.create(values)]})
                self.assertIn("content", self._changed())

    def test_the_same_content_has_the_same_fingerprint_whoever_asks(self):
        seen = self.as_("technical", self.order)._get_content_hashes()
        self.assertEqual(
            {order.id: hashes for order, hashes in seen.items()},
            {self.order.id: self.before},
        )

    def test_line_keys_are_given_at_submission_and_are_nobodys_to_write(self):
        order = self._take_order()
        self.assertFalse(order.order_line.line_key)
        self._submit(order)
        key = order.order_line.line_key
        self.assertEqual(len(key), 32)
        self.assertFalse(order.copy().order_line.line_key)

    def test_supply_follows_the_product_unless_the_line_says_otherwise(self):
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        kit = self.env["product.product"].create({"name": "Kit", "default_code": "K"})
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [Command.create({"product_id": self.component.id})],
            }
        )
        bought = {
            "seller_ids": [Command.create({"partner_id": vendor.id})],
            "is_storable": True,
        }
        per_order, shelved = self.env["product.product"].create(
            [
                {**bought, "name": "P", "route_ids": [Command.set((buy + mto).ids)]},
                {**bought, "name": "S", "route_ids": [Command.set(buy.ids)]},
            ]
        )
        products = (self.product, self.stocked, self.service, kit, per_order, shelved)
        order = self._take_order(lines=[(product, 1) for product in products])
        kinds = order.order_line._get_supply_kind()
        self.assertEqual(
            [kinds[line] for line in order.order_line],
            ["make", "stock", "none", "stock", "buy", "stock"],
        )
        order.order_line[1].supply_kind = "make"
        line = order.order_line[1]
        self.assertEqual(line._get_supply_kind()[line], "make")

    def test_counting_the_fingerprints_of_many_orders_costs_no_more_queries(self):
        self.walk_anew()

        def count(orders):
            orders.invalidate_recordset()
            orders.order_line.invalidate_recordset()
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            orders._get_content_hashes()
            return self.env.cr.sql_log_count - start

        orders = self.env["sale.order"].union(
            *(self._take_order(lines=[(self.product, 1)] * 3) for _n in range(4))
        )
        count(orders)
        self.assertLessEqual(count(orders), count(orders[0]))
