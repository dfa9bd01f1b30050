"""Important orders are asked of senior management, last of all (H4.4)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .seat_common import SeatRuleCase


@tagged("post_install", "-at_install")
class TestSeniorSeats(SeatRuleCase):
    def setUp(self):
        super().setUp()
        self.rule = self._rule("marketing_director", is_senior=True, amount_from=10000)

    def _seat(self, order, kind="marketing_director"):
        return order.order_review_ids[:1].signoff_ids.filtered(lambda s: s.kind == kind)

    def test_an_important_order_is_marked_and_found(self):
        small = self._walk_to("circulation", lines=[(self.product, 9)])
        order = self._walk_to("circulation")
        important = self.env["order.review"].search([("is_important", "=", True)])
        self.assertIn(order.order_review_ids, important)
        self.assertNotIn(small.order_review_ids, important)

    def test_seniors_answer_after_all_others(self):
        order = self._walk_to("answers")
        senior = self._seat(order)
        self.assertEqual(senior.waits_for_ids, senior.review_id.signoff_ids - senior)
        self.assertEqual(senior.state, "waiting")
        others = senior.waits_for_ids
        for signoff in others[:-1]:
            self._answer(signoff)
        self.assertEqual(senior.state, "waiting")
        self._answer(others[-1])
        self.assertEqual(senior.state, "open")
        self.assertEqual(senior.activity_ids.user_id, self.users["marketing_director"])

    def test_the_order_is_not_decided_without_its_senior(self):
        order = self._walk_to("answers")
        for signoff in self._seat(order).waits_for_ids:
            self._answer(signoff)
        with self.assertRaisesRegex(UserError, "Marketing Director has not answered"):
            self._close(order)
        self._answer(self._seat(order))
        self._close(order)
        self.assertEqual(order.order_review_ids.state, "closed")

    def test_nobody_waits_for_a_senior(self):
        self.departments["quality"].waits_for_ids = self.departments[
            "marketing_director"
        ]
        order = self._walk_to("answers")
        self.assertNotIn(self._seat(order), self._seat(order, "quality").waits_for_ids)
        self._answer_all(order)
        self.assertEqual(order.order_review_ids.state, "answered")

    def test_an_important_order_is_no_standard_order(self):
        order = self._take_order(lines=[(self.stocked, 500)])
        review = self._submit(order)
        self.assertEqual((review.kind, review.is_important), ("full", True))

    def test_a_price_that_changes_is_asked_of_the_senior_again(self):
        order = self._walk_to("answers")
        self._answer_all(order)
        order._withdraw_review()
        self.as_("sales", order.order_line).price_unit = 1200
        self._submit(order)
        self._circulate(order)
        self.assertEqual(self._seat(order, "quality").state, "signed")
        self.assertEqual(self._seat(order).state, "open")

    def test_an_answer_on_the_same_content_holds(self):
        order = self._walk_to("answers")
        self._answer_all(order)
        order._withdraw_review()
        self._submit(order)
        self._circulate(order)
        self.assertEqual(self._seat(order).state, "signed")


@tagged("post_install", "-at_install")
class TestSeatRuleCosts(SeatRuleCase):
    def _build_made(self, number):
        """Build products whose part is made in the workshop, each of its own bill."""
        products = [
            self._build_product(
                f"Part {turn}", f"T-S{turn}", standard_price=turn + 1, is_storable=True
            )
            for turn in range(2 * number)
        ]
        operation = {"name": "Weld", "workcenter_id": self.workcenter.id}
        for part, product in zip(products[number:], products[:number], strict=True):
            for made, below in ((part, self.component), (product, part)):
                self.env["mrp.bom"].create(
                    {
                        "product_tmpl_id": made.product_tmpl_id.id,
                        "bom_line_ids": [Command.create({"product_id": below.id})],
                        "operation_ids": made == part and [Command.create(operation)],
                    }
                )
        return products[:number]

    def test_circulating_costs_the_same_however_many_rules_and_lines(self):
        self.walk_anew()
        products = self._build_made(50)
        nowhere = self.env["mrp.workcenter"].create({"name": "Paint Shop"})

        def count(rules, lines):
            self.env["order.seat.rule"].search([]).unlink()
            for number in range(rules):
                self._rule(
                    "logistics",
                    category_id=products[number].categ_id.id,
                    partner_id=self.partners["B"].id,
                    amount_from=1 + number,
                    margin_below=99.5,
                    sequence=number,
                )
                self._rule("finance", workcenter_ids=nowhere.ids)
                self._rule("warehouse", product_id=products[number].id)
            goods = [(item, 5) for item in products[:lines]]
            order = self._take_order(lines=[(self.product, 1), *goods])
            review = self._submit(order)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.as_("deputy_general_manager", review).action_circulate()
            self.env.flush_all()
            kinds = set(review.signoff_ids.mapped("kind"))
            self.assertLessEqual({"logistics", "warehouse"}, kinds)
            self.assertNotIn("finance", kinds)
            return self.env.cr.sql_log_count - start

        count(1, 2)
        few, many = count(1, 2), count(10, 50)
        self.assertLessEqual(many, few)
