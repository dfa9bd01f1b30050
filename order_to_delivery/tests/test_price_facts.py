"""H9.2: what prices are compared with, and where it is shown."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import OrderToDeliveryCase
from .price_common import PriceMixin


@tagged("post_install", "-at_install")
class TestPriceFacts(PriceMixin, OrderToDeliveryCase):
    def _get_line(self, order, kind="sales"):
        order.invalidate_recordset()
        order.order_line.invalidate_recordset()
        return self.as_(kind, order.order_line)

    def test_the_line_shows_the_customers_last_deal(self):
        self._deal(900, quantity=3, days=40)
        last = self._deal(950, quantity=7, days=10)
        line = self._get_line(self._take_order())
        self.assertEqual(line.last_deal_date, last.date_order.date())
        self.assertEqual(line.last_deal_price, 950)
        self.assertEqual(line.last_deal_quantity, 7)
        for text in ("950", "7 Units"):
            self.assertIn(text, line.last_deal)

    def test_a_deal_of_the_same_company_counts_whoever_ordered(self):
        parent = self.partners["B"]
        buyer = self.env["res.partner"].create(
            {"name": "Ms Lin", "parent_id": parent.id}
        )
        self._deal(930, partner=buyer)
        self._deal(100, partner=self.partners["C"], days=1)
        self.assertEqual(self._get_line(self._take_order()).last_deal_price, 930)

    def test_what_was_not_sold_is_no_deal(self):
        self._deal(930)
        self._deal(0, days=5)
        self._deal(870, days=4)._action_cancel()
        self._offer(800)
        self.assertEqual(self._get_line(self._take_order()).last_deal_price, 930)

    def test_the_order_itself_is_no_deal_of_it(self):
        order = self._deal(930)
        self.assertFalse(self._get_line(order, "customer_service").last_deal)

    def test_a_deal_is_told_in_the_lines_unit_and_currency(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        currency = self.env["res.currency"].create(
            {
                "name": "TXX",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 4})],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": currency.id}
        )
        self._deal(48000, quantity=2, product_uom_id=dozen, pricelist_id=pricelist.id)
        line = self._get_line(self._take_order())
        self.assertAlmostEqual(line.last_deal_price, 1000)
        self.assertAlmostEqual(line.last_deal_quantity, 24)

    def test_a_deal_that_is_too_long_ago_counts_no_more(self):
        self._deal(950, days=100)
        self._set_limits(months=3)
        self.assertFalse(self._get_line(self._take_order()).last_deal)
        self._set_limits(months=4)
        self.assertEqual(self._get_line(self._take_order()).last_deal_price, 950)

    def test_the_line_shows_what_the_price_plan_asks(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Partners",
                "item_ids": [
                    Command.create({"min_quantity": 5, "fixed_price": 850}),
                    Command.create({"min_quantity": 20, "fixed_price": 700}),
                ],
            }
        )
        order = self._take_order(pricelist_id=pricelist.id)
        self.as_("sales", order.order_line).price_unit = 640
        self.assertEqual(self._get_line(order).planned_price, 850)
        self.as_("sales", order.order_line).product_uom_qty = 20
        self.assertEqual(self._get_line(order).planned_price, 700)
        self.assertEqual(self._get_line(self._take_order()).planned_price, 1000)

    def test_it_is_shown_while_the_order_is_typed(self):
        self._deal(950)
        with Form(self.as_("sales", self.env["sale.order"])) as form:
            form.partner_id = self.partners["B"]
            with form.order_line.new() as line:
                line.product_id = self.product
                self.assertIn("950", line.last_deal)

    def test_the_workshops_are_shown_neither(self):
        self._deal(950)
        order = self._take_order()
        for kind in ("production", "warehouse", "quality", "purchasing"):
            for name in ("last_deal", "last_deal_price", "planned_price"):
                with self.subTest(kind=kind, field=name):
                    with self.assertRaises(AccessError):
                        self.as_(kind, order.order_line).read([name])

    def test_with_the_switch_off_nothing_is_looked_up(self):
        self._deal(950)
        order = self._take_order()
        self.company.sudo().use_order_to_delivery = False
        self.assertFalse(self._get_line(order).last_deal)

    def test_many_lines_cost_no_more_than_few(self):
        products = [
            self._build_product(f"Part {number}", f"T-P{number}", list_price=100)
            for number in range(50)
        ]
        for product in products[:3]:
            self._deal(95, product=product)

        def count(number):
            lines = [(product, 5) for product in products[:number]]
            order = self._take_order(lines=lines)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.as_("sales", order).order_line.mapped("last_deal")
            return self.env.cr.sql_log_count - start

        count(1)
        few, many = count(2), count(50)
        self.assertLessEqual(many, few)

    def test_nobody_says_that_somebody_else_typed_the_price(self):
        order = self._offer(640)
        line = order.order_line
        self.assertEqual(line.price_typed_by_id, self.users["sales"])
        other = {"price_typed_by_id": self.users["finance"].id}
        self.as_("sales", line).write(other)
        self.assertEqual(line.price_typed_by_id, self.users["sales"])
        self.as_("marketing_director", line).write({"discount": 5, **other})
        self.assertEqual(line.price_typed_by_id, self.users["marketing_director"])

    def test_the_manager_sets_limits_and_none_below_zero(self):
        manager = new_test_user(
            self.env, login="otd_manager", groups="order_to_delivery.group_manager"
        )
        settings = self.env["order.settings"].with_user(manager)
        settings.create({"order_price_floor": 90, "order_price_months": 12})
        self.assertEqual(self.company.order_price_floor, 90)
        log = self.company.sudo().partner_id.message_ids.mapped("body")
        self.assertIn("Price Floor", " ".join(log))
        with self.assertRaisesRegex(ValidationError, "zero or more"):
            settings.create({"order_price_margin": -1})
        self.assertEqual(self.company.order_price_margin, 0)
