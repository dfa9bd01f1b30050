"""Which departments are asked by rules about which orders (H4.4, H1.2)."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .seat_common import SeatRuleCase


@tagged("post_install", "-at_install")
class TestSeatRules(SeatRuleCase):
    def test_without_rules_the_seats_are_the_departments_own(self):
        seats = {"technical", "quality", "material_control", "production"}
        self.assertEqual(self._get_seats(), seats)
        self._rule(active=False)
        self.assertEqual(self._get_seats(), seats)

    def test_a_rule_that_names_nothing_fits_all_orders(self):
        self._rule()
        self.assertTrue(self._is_asked())
        self.assertTrue(self._is_asked(lines=[(self.stocked, 1)]))

    def test_a_category_counts_with_those_below_it(self):
        above = self.env["product.category"].create({"name": "Cabinets"})
        below = self.env["product.category"].create(
            {"name": "Control Cabinets", "parent_id": above.id}
        )
        self._rule(category_id=above.id)
        self.assertFalse(self._is_asked())
        self.product.categ_id = below
        self.assertTrue(self._is_asked())

    def test_a_product_is_asked_about(self):
        self._rule(product_id=self.product.id)
        self.assertTrue(self._is_asked())
        self.assertFalse(self._is_asked(lines=[(self.stocked, 1)]))

    def test_new_products_or_changed_ones_are_asked_about(self):
        self._rule("logistics", change_kind="new")
        self._rule("finance", change_kind="changed")
        for kind, asked in (
            ("standard", set()),
            ("changed", {"finance"}),
            ("new", {"finance", "logistics"}),
        ):
            with self.subTest(kind=kind):
                order = self._take_order()
                order.order_line.change_kind = kind
                seats = self._get_seats(order)
                self.assertEqual(seats & {"finance", "logistics"}, asked)

    def test_what_is_named_of_products_holds_for_one_line(self):
        self._rule(product_id=self.product.id, change_kind="new")
        order = self._take_order(lines=[(self.product, 1), (self.stocked, 1)])
        order.order_line[1].change_kind = "new"
        self.assertFalse(self._is_asked(order))

    def test_goods_for_another_country_are_export(self):
        self._rule(is_export=True)
        self.company.country_id = self.env.ref("base.cn")
        partner = self.partners["B"]
        for country, asked in ((False, False), ("base.cn", False), ("base.de", True)):
            with self.subTest(country=country):
                partner.country_id = country and self.env.ref(country)
                self.assertEqual(self._is_asked(), asked)

    def test_a_customer_counts_with_its_contacts(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partners["B"].id, "phone": "1"}
        )
        self._rule(partner_id=self.partners["B"].id)
        self.assertTrue(self._is_asked(partner_id=contact.id))
        self.assertFalse(self._is_asked(grade="C"))

    def test_a_grade_is_asked_about(self):
        self._rule(customer_grade_id=self.grades["C"].id)
        self.assertFalse(self._is_asked())
        self.assertTrue(self._is_asked(grade="C"))

    def test_an_amount_is_asked_about_from_the_cent(self):
        rule = self._rule(amount_from=10000.01)
        self.assertFalse(self._is_asked())
        rule.amount_from = 10000
        self.assertTrue(self._is_asked())

    def test_an_amount_counts_without_taxes_and_less_its_discount(self):
        tax = self.env["account.tax"].create(
            {"name": "25 %", "amount": 25, "price_include_override": "tax_included"}
        )
        rule = self._rule(amount_from=4001)
        for limit, asked in ((4001, False), (4000, True)):
            order = self._take_order()
            order.order_line.write({"tax_ids": tax.ids, "discount": 50})
            rule.amount_from = limit
            self.assertEqual(self._is_asked(order), asked)

    def test_an_amount_is_the_companys_currency_on_the_day_of_submission(self):
        currency = self.env["res.currency"].create({"name": "XTD", "symbol": "x"})
        today = self.company._get_local_day()
        for days, rate in ((0, 0.5), (1, 50)):
            self.env["res.currency.rate"].create(
                {
                    "currency_id": currency.id,
                    "name": fields.Date.add(today, days=days),
                    "rate": rate,
                    "company_id": self.company.id,
                }
            )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": currency.id}
        )
        rule = self._rule(amount_from=20001)
        for limit, asked in ((20001, False), (20000, True)):
            order = self._take_order(pricelist_id=pricelist.id)
            order.order_line.price_unit = 1000
            rule.amount_from = limit
            self.assertEqual(self._is_asked(order), asked)

    def test_a_small_margin_is_asked_about(self):
        self._rule(margin_below=20)
        for price, asked in ((501, False), (500, True), (0, True)):
            with self.subTest(price=price):
                order = self._take_order()
                order.order_line.price_unit = price
                self.assertEqual(self._is_asked(order), asked)
        # What has no cost says nothing of the margin.
        self.assertFalse(self._is_asked(lines=[(self.stocked, 1)]))

    def test_all_that_a_rule_names_has_to_fit(self):
        self._rule(amount_from=10000, product_id=self.product.id)
        self.assertTrue(self._is_asked())
        self.assertFalse(self._is_asked(lines=[(self.product, 9)]))

    def test_the_workshops_concerned_are_asked_over_all_levels(self):
        self._rule(workcenter_ids=self.workcenter.ids)
        self.assertFalse(self._is_asked())
        part = self._build_product("Frame", "T-FRAME", is_storable=True)
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": part.product_tmpl_id.id,
                "operation_ids": [
                    Command.create(
                        {"name": "Weld", "workcenter_id": self.workcenter.id}
                    )
                ],
            }
        )
        self.bom.bom_line_ids = [Command.create({"product_id": part.id})]
        self.assertTrue(self._is_asked())
        self.assertFalse(self._is_asked(lines=[(self.stocked, 1)]))

    def test_a_rule_that_changes_leaves_open_reviews_as_they_are(self):
        order = self._take_order()
        self.assertFalse(self._is_asked(order))
        self._rule("finance", is_senior=True)
        review = order.order_review_ids
        self._answer_all(order)
        self.assertFalse(review.is_important)
        self.assertEqual(review.state, "answered")

    def test_a_change_asks_whom_its_own_content_concerns(self):
        order = self._take_order(lines=[(self.product, 9)])
        self._rule(amount_from=10000)
        self.assertFalse(self._is_asked(order))
        order._withdraw_review()
        self.as_("sales", order.order_line).product_uom_qty = 10
        self.assertTrue(self._is_asked(order))

    def test_an_archived_department_takes_no_seat(self):
        self._rule()
        self.departments["logistics"].active = False
        self.assertFalse(self._is_asked())

    def test_a_seat_by_rule_that_nobody_can_take_stops_the_circulation(self):
        self._rule()
        self.departments["logistics"].member_ids.unlink()
        self.departments["logistics"].head_id = False
        with self.assertRaisesRegex(UserError, "Nobody could answer .* for Logistics"):
            self._get_seats()
        missing = self.env["order.company.switch"].new({})._get_missing()
        self.assertIn("Logistics", "\n".join(missing))

    def test_only_the_manager_sets_rules(self):
        rule = self._rule()
        for kind in self.users:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, rule).write({"amount_from": 1})
        with self.assertRaises(ValidationError):
            rule.amount_from = -1

    def test_a_rule_is_called_by_what_it_names(self):
        form = Form(self.env["order.seat.rule"])
        form.department_id = self.departments["logistics"]
        self.assertEqual(form.name, "All orders")
        form.is_export = True
        form.margin_below = 5
        self.assertEqual(form.name, "Export, margin up to 5 %")
        rule = form.save()
        self.assertEqual(rule.display_name, "Export, margin up to 5 % → Logistics")
