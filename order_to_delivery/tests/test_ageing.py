"""What is due is listed by how long it has been due (H1.13, H7.6)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .collection_common import CollectionCase
from .common import KINDS

AGES = {
    -5: "not_due",
    0: "not_due",
    1: "d1",
    30: "d1",
    31: "d31",
    60: "d31",
    61: "d61",
    90: "d61",
    91: "d91",
}


@tagged("post_install", "-at_install")
class TestAgeing(CollectionCase):
    """H1.13, H7.6: Sales and Finance see who owes how much since when."""

    def _get_ageing(self, orders, kind="finance"):
        self._judge()
        return self.as_(kind, self.env["order.ageing"]).search(
            [("sale_order_id", "in", orders.ids)]
        )

    def _get_payable(self, *lines):
        """Return a delivered order that Finance confirmed."""
        order = self._deliver(*(lines or [("after", 100)]))
        self.as_("finance", order).action_confirm_settlement()
        return order

    def _set_due(self, order, days_ago):
        order.sudo().payment_deadline = self.company._get_local_day() - timedelta(
            days_ago
        )

    def test_each_age_has_its_bucket(self):
        order = self._get_payable()
        for days, bucket in AGES.items():
            with self.subTest(days):
                self._set_due(order, days)
                row = self._get_ageing(order)
                self.assertEqual((row.bucket, row.days_late), (bucket, max(days, 0)))
                self.assertEqual(row.due_date, order.payment_deadline)
                self.assertAlmostEqual(row.amount, order.amount_total)

    def test_amounts_are_what_the_orders_money_says(self):
        for lines, paid, kind, due in (
            ([("deposit", 30), ("release", 70)], 10, "deposit", 20),
            ([("deposit", 30), ("release", 70)], 30, "release", 70),
            ([("deposit", 30), ("after", 30)], 30, "release", 40),
            (
                [("release", 33.33), ("door", 33.33), ("after", 33.34)],
                0,
                "release",
                33.33,
            ),
        ):
            with self.subTest(lines=lines, paid=paid):
                order = self._get_planned_order(*lines)
                self._pay_percent(order, paid)
                row = self._get_ageing(order)
                self.assertEqual(row.kind, kind)
                self.assertAlmostEqual(row.amount, order.amount_total * due / 100, 2)
                money = order._get_money()[order]
                asked = money.deposit_due if kind == "deposit" else money.release_due
                self.assertAlmostEqual(row.amount, asked - money.received, 2)

    def test_what_is_paid_or_not_yet_asked_is_not_listed(self):
        paid = self._get_planned_order(("release", 100))
        self._pay_percent(paid, 100)
        later = self._get_planned_order(("after", 100))
        self.assertFalse(self._get_ageing(paid + later))

    def test_the_first_notice_makes_the_balance_due(self):
        order = self._get_planned_order(("release", 100))
        self.assertFalse(self._get_ageing(order).due_date)
        self.as_("sales", order).action_send_balance_notice()
        today = self.company._get_local_day()
        self.assertEqual(self._get_ageing(order).due_date, today)
        order.sudo().balance_due_date = today - timedelta(10)
        self.as_("sales", order).action_send_balance_notice()
        row = self._get_ageing(order)
        self.assertEqual((row.days_late, row.bucket), (10, "d1"))
        with self.assertRaises(AccessError):
            self.as_("sales", order).balance_due_date = today

    def test_what_finance_did_not_confirm_is_not_due(self):
        order = self._deliver(("after", 100))
        row = self._get_ageing(order)
        self.assertEqual(
            (row.kind, row.bucket, row.due_date), ("later", "not_due", False)
        )

    def test_the_deposit_is_due_by_its_invoice(self):
        order = self._get_planned_order(("deposit", 30), ("release", 70))
        self.assertEqual(self._get_ageing(order).due_date, order.date_order.date())
        self.as_("finance", order).action_create_deposit_invoice()
        invoice = order.sudo().invoice_ids
        invoice.invoice_date = fields.Date.today() - timedelta(50)
        invoice.invoice_date_due = fields.Date.today() - timedelta(40)
        invoice.action_post()
        row = self._get_ageing(order)
        self.assertEqual((row.due_date, row.bucket), (invoice.invoice_date_due, "d31"))

    def test_other_currencies_count_at_the_rate_of_the_order(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", eur.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": eur.id, "name": "2020-01-01", "rate": 0.5}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": eur.id}
        )
        order = self._get_planned_order(("release", 100), pricelist_id=pricelist.id)
        self.env["res.currency.rate"].create(
            {"currency_id": eur.id, "name": fields.Date.today(), "rate": 0.1}
        )
        row = self._get_ageing(order)
        self.assertEqual(row.currency_id, eur)
        self.assertAlmostEqual(row.amount, order.amount_total)
        self.assertEqual(row.company_currency_id, self.company.currency_id)
        self.assertAlmostEqual(
            row.company_amount, order.amount_total / order.currency_rate, 2
        )

    def test_it_is_summed_by_salesperson_customer_and_age(self):
        orders = self._get_payable() + self._get_payable()
        self._set_due(orders[0], 40)
        self._set_due(orders[1], 100)
        self._judge()
        groups = self.as_("finance", self.env["order.ageing"])._read_group(
            [("sale_order_id", "in", orders.ids)],
            ["user_id", "partner_id", "bucket"],
            ["company_amount:sum", "days_late:max"],
        )
        self.assertEqual(
            [
                (user, partner, bucket, days)
                for user, partner, bucket, _s, days in groups
            ],
            [
                (self.users["sales"], self.partners["A"], "d31", 40),
                (self.users["sales"], self.partners["A"], "d91", 100),
            ],
        )

    def test_sales_sees_the_own_and_finance_all(self):
        order = self._get_payable()
        self.assertTrue(self._get_ageing(order, "sales"))
        order.sudo().user_id = new_test_user(
            self.env, "other_seller", "order_to_delivery.group_sales"
        )
        self.assertFalse(self._get_ageing(order, "sales"))
        self.assertTrue(self._get_ageing(order, "finance"))
        for kind in set(KINDS) - {"sales", "finance", "deputy_general_manager"}:
            with self.subTest(kind), self.assertRaises(AccessError):
                self._get_ageing(order, kind)

    def test_it_stays_in_its_company(self):
        order = self._get_payable()
        self._judge()
        other = self.env["res.company"].create({"name": "Sister"})
        user = new_test_user(
            self.env,
            "sister_finance",
            "order_to_delivery.group_finance",
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        ageing = self.env["order.ageing"].with_user(user).with_company(other)
        self.assertFalse(ageing.search([("sale_order_id", "=", order.id)]))

    def test_the_row_opens_its_order(self):
        order = self._get_payable()
        action = self._get_ageing(order).action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (order._name, order.id)
        )

    def test_the_queries_do_not_grow_with_the_orders(self):
        self.walk_anew()
        orders = self._get_planned_order(("release", 100))
        self._judge()
        one = self._count_queries()
        for _number in range(3):
            orders |= self._get_planned_order(("release", 100))
        self._judge()
        self.assertEqual(self._count_queries(), one)

    def _count_queries(self):
        rows = self.as_("finance", self.env["order.ageing"])
        rows.search([]).mapped("amount")
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows.search([]).mapped("amount")
        return self.env.cr.sql_log_count - before
