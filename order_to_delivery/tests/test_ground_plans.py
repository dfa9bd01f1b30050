from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundPlans(OrderToDeliveryCase):
    """The order keeps grade and payment plan of the day on which it was taken."""

    def _plan(self, order):
        return [(line.kind, line.percent) for line in order.payment_plan_line_ids]

    def _make_contract(self, partner=None, **values):
        today = fields.Date.today()
        return self.env["order.contract"].create(
            {
                "name": "2026-001",
                "partner_id": (partner or self.partners["B"]).id,
                "state": "signed",
                "valid_from": today - timedelta(days=30),
                "valid_to": today + timedelta(days=30),
                "payment_plan_line_ids": [
                    Command.create({"kind": "deposit", "percent": 10}),
                    Command.create({"kind": "after", "percent": 90, "days": 60}),
                ],
                **values,
            }
        )

    def test_a_quotation_takes_the_plan_of_the_grade(self):
        order = self._take_order("B")
        self.assertEqual(self._plan(order), [("deposit", 30), ("release", 70)])
        self.assertEqual(order.customer_grade_id, self.grades["B"])
        self.assertEqual(order.payment_plan_source, "grade")

    def test_a_later_change_of_the_grade_leaves_the_order_alone(self):
        order = self._take_order("B")
        self.grades["B"].payment_plan_line_ids[0].percent = 5
        self.partners["B"].sudo().customer_grade_id = self.grades["A"]
        self.assertEqual(self._plan(order), [("deposit", 30), ("release", 70)])
        self.assertEqual(order.customer_grade_id, self.grades["B"])

    def test_a_customer_without_a_grade_gets_the_strictest_plan(self):
        partner = self.env["res.partner"].create({"name": "Stranger"})
        order = self._take_order("B", partner_id=partner.id)
        self.assertFalse(order.customer_grade_id)
        self.assertEqual(self._plan(order), [("deposit", 50), ("release", 50)])

    def test_the_strictest_plan_follows_the_strictest_grade(self):
        deposit, release = self.grades["C"].payment_plan_line_ids
        self.grades["C"].payment_plan_line_ids = [
            Command.update(deposit.id, {"percent": 80}),
            Command.update(release.id, {"percent": 20}),
        ]
        partner = self.env["res.partner"].create({"name": "Stranger"})
        order = self._take_order("B", partner_id=partner.id)
        self.assertEqual(self._plan(order), [("deposit", 80), ("release", 20)])

    def test_a_grade_without_a_plan_counts_as_the_strictest(self):
        self.grades["A"].payment_plan_line_ids.unlink()
        order = self._take_order("A")
        self.assertEqual(self._plan(order), [("deposit", 50), ("release", 50)])

    def test_a_contact_takes_the_grade_of_its_company(self):
        self.partners["B"].is_company = True
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partners["B"].id}
        )
        order = self._take_order("C", partner_id=contact.id)
        self.assertEqual(order.customer_grade_id, self.grades["B"])

    def test_another_customer_brings_its_own_plan(self):
        order = self._take_order("A")
        self.as_("sales", order).partner_id = self.partners["C"]
        self.assertEqual(self._plan(order), [("deposit", 50), ("release", 50)])
        self.assertEqual(order.customer_grade_id, self.grades["C"])

    def test_the_same_customer_written_again_keeps_an_own_plan(self):
        order = self._take_order("B")
        self.as_("sales", order).payment_plan_line_ids[0].percent = 40
        self.as_("sales", order).partner_id = self.partners["B"]
        self.assertEqual(self._plan(order), [("deposit", 40), ("release", 70)])

    def test_a_plan_changed_on_the_order_is_the_orders_own(self):
        order = self._take_order("B")
        self.as_("sales", order).payment_plan_line_ids[0].percent = 40
        self.assertEqual(order.payment_plan_source, "order")

    def test_a_plan_given_at_creation_is_the_orders_own(self):
        order = self._take_order(
            "B",
            payment_plan_line_ids=[Command.create({"kind": "release", "percent": 100})],
        )
        self.assertEqual(self._plan(order), [("release", 100)])
        self.assertEqual(order.payment_plan_source, "order")
        self.assertEqual(order.customer_grade_id, self.grades["B"])

    def test_a_copy_takes_the_plan_of_today(self):
        order = self._take_order("B")
        self.partners["B"].sudo().customer_grade_id = self.grades["C"]
        copy = order.copy()
        self.assertEqual(copy.customer_grade_id, self.grades["C"])
        self.assertEqual(self._plan(copy), [("deposit", 50), ("release", 50)])

    def test_a_copy_keeps_a_contract_that_is_in_force(self):
        contract = self._make_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        self.assertEqual(self.as_("sales", order).copy().order_contract_id, contract)
        contract.valid_to = fields.Date.today() - timedelta(days=1)
        copy = self.as_("sales", order).copy()
        self.assertFalse(copy.order_contract_id)
        self.assertEqual(copy.payment_plan_source, "grade")

    def test_a_salesperson_of_a_company_that_is_not_governed_copies_orders(self):
        contract = self._make_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        seller = new_test_user(
            self.env, login="otd_plain_seller", groups="sales_team.group_sale_manager"
        )
        copy = order.with_user(seller).copy()
        self.assertFalse(copy.sudo().order_contract_id)
        self.assertEqual(copy.order_line.product_uom_qty, 10)

    def test_a_contract_brings_its_plan(self):
        contract = self._make_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        self.assertEqual(self._plan(order), [("deposit", 10), ("after", 90)])
        self.assertEqual(order.payment_plan_source, "contract")

    def test_taking_the_contract_off_brings_the_grades_plan_back(self):
        contract = self._make_contract()
        order = self._take_order("B", order_contract_id=contract.id)
        self.as_("sales", order).order_contract_id = False
        self.assertEqual(self._plan(order), [("deposit", 30), ("release", 70)])
        self.assertEqual(order.payment_plan_source, "grade")

    def test_a_contract_without_a_plan_leaves_the_grades(self):
        contract = self._make_contract(payment_plan_line_ids=[])
        order = self._take_order("B", order_contract_id=contract.id)
        self.assertEqual(order.payment_plan_source, "grade")

    def test_a_contract_that_has_ended_is_refused(self):
        today = fields.Date.today()
        contract = self._make_contract(valid_to=today - timedelta(days=1))
        self.assertFalse(contract.is_valid)
        with self.assertRaisesRegex(ValidationError, "2026-001 is not in force today"):
            self._take_order("B", order_contract_id=contract.id)

    def test_a_contract_of_another_customer_is_refused(self):
        contract = self._make_contract(self.partners["A"])
        with self.assertRaisesRegex(ValidationError, "with Customer A and not with"):
            self._take_order("B", order_contract_id=contract.id)

    def test_contracts_in_force_are_found(self):
        contract = self._make_contract()
        today = fields.Date.today()
        ended = self._make_contract(name="Old", valid_to=today - timedelta(days=1))
        coming = self._make_contract(name="New", valid_from=today + timedelta(days=1))
        contracts = contract | ended | coming
        found = self.env["order.contract"].search([("is_valid", "=", True)])
        self.assertEqual(found & contracts, contract)
        found = self.env["order.contract"].search([("is_valid", "=", False)])
        self.assertEqual(found & contracts, ended | coming)

    def test_a_submitted_orders_plan_is_fixed(self):
        order = self._take_order("B")
        order.sudo().is_content_locked = True
        lines = self.as_("sales", order).payment_plan_line_ids
        with self.assertRaisesRegex(UserError, "given to the departments"):
            lines[0].percent = 1
        with self.assertRaisesRegex(UserError, "given to the departments"):
            lines[0].unlink()
        with self.assertRaisesRegex(UserError, "given to the departments"):
            lines.create({"sale_order_id": order.id, "kind": "after", "percent": 10})

    def test_a_line_is_not_moved_into_a_submitted_order(self):
        order, other = self._take_order("B"), self._take_order("B")
        order.sudo().is_content_locked = True
        with self.assertRaisesRegex(UserError, "given to the departments"):
            self.as_("sales", other).payment_plan_line_ids[0].sale_order_id = order

    def test_a_salesperson_keeps_off_the_plan_of_anothers_order(self):
        order = self._take_order("B")
        order.user_id = self.users["clerk"]
        with self.assertRaises(AccessError):
            self.as_("sales", order.payment_plan_line_ids[0]).percent = 1

    def test_nobody_writes_the_grade_of_an_order(self):
        order = self._take_order("C")
        for name, value in (
            ("customer_grade_id", self.grades["A"].id),
            ("payment_plan_source", "contract"),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(AccessError, name):
                self.as_("sales", order).write({name: value})
        with self.assertRaisesRegex(AccessError, "customer_grade_id"):
            self._take_order("C", customer_grade_id=self.grades["A"].id)

    def test_a_company_with_the_switch_off_copies_nothing(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._take_order("B")
        self.assertFalse(order.payment_plan_line_ids)
        self.assertFalse(order.customer_grade_id)

    def test_many_orders_are_planned_together(self):
        self.walk_anew()

        def count(number):
            values = [
                {"partner_id": self.partners["B"].id, "client_order_ref": "PO"}
                for _number in range(number)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            orders = self.env["sale.order"].create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            orders._copy_payment_plan()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(1)
        self.assertLessEqual(count(20), count(1) + 4)
