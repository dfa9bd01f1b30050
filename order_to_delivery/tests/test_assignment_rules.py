"""Orders come to the person in charge, by rules or by hand (H2.1)."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestAssignmentRules(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.users["sales"]
        cls.austria = cls.env.ref("base.at")

    def _rule(self, user=None, **values):
        user = user or self.rep
        return self.env["order.assignment.rule"].create(
            {"company_id": self.company.id, "user_id": user.id, **values}
        )

    def _take(self, by="customer_service", **values):
        """Take an order as a person who takes them for others."""
        line = Command.create({"product_id": self.product.id, "product_uom_qty": 1})
        orders = self.env["sale.order"].with_user(self.users[by])
        order = orders.create(
            {"partner_id": self.partners["B"].id, "order_line": [line], **values}
        )
        return order.with_env(self.env)

    def test_without_a_rule_it_stays_with_who_took_it(self):
        self.assertEqual(self._take().user_id, self.users["customer_service"])

    def test_customer_country_and_category_decide(self):
        self.partners["B"].country_id = self.austria
        category = self.env["product.category"].create(
            {"name": "Cabinets", "parent_id": self.product.categ_id.id}
        )
        for values, fits in (
            ({"partner_id": self.partners["B"].id}, True),
            ({"partner_id": self.partners["A"].id}, False),
            ({"country_id": self.austria.id}, True),
            ({"country_id": self.env.ref("base.cn").id}, False),
            ({"category_id": self.product.categ_id.id}, True),
            ({"category_id": category.id}, False),
            ({}, True),
        ):
            with self.subTest(values):
                rule = self._rule(**values)
                self.assertEqual(self._take().user_id == self.rep, fits)
                rule.active = False

    def test_a_category_holds_for_those_below_it(self):
        self._rule(category_id=self.product.categ_id.id)
        self.product.categ_id = self.env["product.category"].create(
            {"name": "Cabinets", "parent_id": self.product.categ_id.id}
        )
        self.assertEqual(self._take().user_id, self.rep)

    def test_the_first_rule_that_fits_decides(self):
        self._rule(sequence=20)
        self._rule(user=self.users["supervisor"], sequence=10)
        self.assertEqual(self._take().user_id, self.users["supervisor"])

    def test_who_was_chosen_by_hand_stays(self):
        self._rule()
        order = self._take(user_id=self.users["clerk"].id)
        self.assertEqual(order.user_id, self.users["clerk"])

    def test_the_customers_own_salesperson_comes_before_rules(self):
        """Also where it is the very person who takes the order."""
        self._rule()
        for kind in ("clerk", "customer_service"):
            self.partners["B"].user_id = self.users[kind]
            with self.subTest(kind):
                self.assertEqual(self._take().user_id, self.users[kind])

    def test_a_representative_keeps_what_he_takes(self):
        self._rule(user=self.users["clerk"])
        self.assertEqual(self._take(by="sales").user_id, self.users["sales"])

    def test_who_left_is_passed_over(self):
        self._rule(sequence=10)
        self._rule(user=self.users["clerk"], sequence=20)
        self.rep.active = False
        self.assertEqual(self._take().user_id, self.users["clerk"])

    def test_rules_of_another_company_do_not_hold(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rep.company_ids |= other
        self._rule(company_id=other.id)
        self.assertEqual(self._take().user_id, self.users["customer_service"])

    def test_orders_are_assigned_anew_by_hand(self):
        order = self._take()
        with self.assertRaisesRegex(UserError, "no assignment rule fits"):
            self.as_("customer_service", order).action_assign_by_rules()
        self._rule()
        self.as_("customer_service", order).action_assign_by_rules()
        self.assertEqual(order.user_id, self.rep)

    def test_only_customer_service_assigns_and_only_the_manager_makes_rules(self):
        self._rule()
        order = self._take()
        for kind in ("sales", "finance"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, order).action_assign_by_rules()
        for kind in ("sales", "customer_service", "deputy_general_manager"):
            rules = self.env["order.assignment.rule"].with_user(self.users[kind])
            with self.subTest(kind), self.assertRaises(AccessError):
                rules.create({"user_id": self.users[kind].id})


@tagged("post_install", "-at_install")
class TestUrgencyReason(OrderToDeliveryCase):
    """H2.2: urgent has a reason and a name."""

    def test_urgency_asks_for_its_reason_on_every_route(self):
        order = self._take_order()
        for reason in (False, "  "):
            with self.assertRaisesRegex(ValidationError, "say why the order is urgent"):
                self.as_("sales", order).write(
                    {"is_urgent": True, "urgent_reason": reason}
                )
        with self.assertRaisesRegex(ValidationError, "say why the order is urgent"):
            self._take_order(is_urgent=True)
        answer = self.as_("sales", order).load(
            [".id", "is_urgent"], [[str(order.id), "1"]]
        )
        self.assertIn("say why the order is urgent", answer["messages"][0]["message"])
        self.assertFalse(order.is_urgent)

    def test_who_said_that_it_is_urgent_is_kept(self):
        order = self._take_order()
        mine = self.as_("customer_service", order)
        mine.write({"is_urgent": True, "urgent_reason": "The line stands still."})
        self.assertEqual(order.urgent_by_id, self.users["customer_service"])
        self.as_("sales", order).is_urgent = False
        self.assertFalse(order.urgent_by_id)

    def test_the_reason_is_not_taken_away_while_it_is_urgent(self):
        order = self._take_order(is_urgent=True, urgent_reason="The line stands still.")
        self.assertEqual(order.urgent_by_id, self.users["sales"])
        with self.assertRaisesRegex(ValidationError, "say why the order is urgent"):
            self.as_("sales", order).urgent_reason = False

    def _plan(self, days):
        return self.company._plan_deadline(fields.Datetime.now(), days)

    def test_an_urgent_order_is_answered_sooner(self):
        order = self._take_order(is_urgent=True, urgent_reason="The line stands still.")
        self._submit(order)
        self.assertEqual(order.answer_expected_date, self._plan(1))
        self._circulate(order)
        self.assertEqual(order.order_review_ids.due_date, self._plan(1))

    def test_an_urgent_review_never_takes_longer_than_another(self):
        self.company.order_urgent_review_days = 5
        order = self._take_order(is_urgent=True, urgent_reason="The line stands still.")
        self.assertEqual(order._plan_answers(fields.Datetime.now()), self._plan(2))

    def test_where_the_switch_is_off_nobody_is_asked(self):
        order = self._take_order()
        self.company.sudo().use_order_to_delivery = False
        order.is_urgent = True
        self.assertTrue(order.is_urgent)
