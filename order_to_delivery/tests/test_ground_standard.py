from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundStandard(OrderToDeliveryCase):
    """The written standard of the grades, and their payment plans (H9.21)."""

    def test_no_department_writes_the_standard(self):
        for kind in ("sales", "customer_service", "marketing_director"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, self.grades["C"]).signature_policy = "later"

    def test_a_salesperson_does_not_change_a_grades_plan(self):
        line = self.grades["C"].payment_plan_line_ids[:1]
        with self.assertRaises(AccessError):
            self.as_("sales", line).percent = 1
        with self.assertRaises(AccessError):
            self.as_("sales", line).unlink()
        with self.assertRaises(AccessError):
            self.as_("sales", line).create(
                {"grade_id": self.grades["C"].id, "kind": "after", "percent": 10}
            )

    def test_a_plan_line_is_not_moved_to_a_grade(self):
        order = self._take_order("B")
        line = order.payment_plan_line_ids[:1]
        with self.assertRaises(AccessError):
            self.as_("sales", line).write(
                {"sale_order_id": False, "grade_id": self.grades["C"].id}
            )

    def test_a_plan_asks_for_the_whole_order_at_most(self):
        with self.assertRaisesRegex(ValidationError, "more than 100 %"):
            self.grades["C"].payment_plan_line_ids = [
                Command.create({"kind": "after", "percent": 1})
            ]
            self.env.cr.precommit.run()

    def test_a_plan_is_edited_line_by_line_to_a_whole(self):
        deposit, release = self.grades["C"].payment_plan_line_ids
        self.grades["C"].payment_plan_line_ids = [
            Command.update(deposit.id, {"percent": 60}),
            Command.update(release.id, {"percent": 40}),
        ]
        self.env.cr.precommit.run()

    def test_a_plan_line_asks_for_something(self):
        with self.assertRaisesRegex(ValidationError, "without a percent"):
            self.grades["C"].payment_plan_line_ids[0].percent = 0

    def test_the_shipped_grades_say_what_their_terms_are(self):
        grade = self.env.ref("order_to_delivery.customer_grade_b")
        self.assertEqual(
            grade.active_plan, "Deposit before production 30 % · Before release 70 %"
        )
