from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundWaivers(OrderToDeliveryCase):
    """The only way past a closed gate: a person, a reason, a cap, a date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate = cls.env["order.gate.shipping.needs.request"]
        cls.order = cls._take_order(cls, "A")
        cls.today = fields.Date.today()

    def _waive(self, by="supervisor", order=None, **values):
        wizard = self.as_(by, self.env["order.gate.waive"]).create(
            {
                "sale_order_id": (order or self.order).id,
                "gate": self.gate._name,
                "reason": "The customer's line stands still.",
                "cap_amount": 5000,
                "cap_quantity": 10,
                "valid_to": self.today + timedelta(days=2),
                "paper_due_date": self.today + timedelta(days=1),
                **values,
            }
        )
        wizard.action_grant()
        return self.env["order.gate.waiver"].search([], limit=1)

    def _let_waive(self, *kinds):
        gate = type(self.gate)
        patcher = patch.object(gate, "_waivers", lambda gate, records: kinds)
        self.startPatcher(patcher)

    def test_the_supervisor_waives_for_an_emergency(self):
        waiver = self._waive()
        self.assertEqual(waiver.granted_by_id, self.users["supervisor"])
        self.assertEqual(waiver.state, "granted")
        waived = self.env["order.gate.waiver"]._get_waived(self.gate._name, self.order)
        self.assertEqual(waived, {self.order: waiver})

    def test_a_waiver_is_called_by_the_rule_it_waives(self):
        self.assertEqual(self._waive().display_name, self.gate._description)

    def test_the_order_tells_that_a_rule_was_waived(self):
        self._waive()
        body = self.order.message_ids[:1].body
        self.assertIn(self.gate._description, body)
        self.assertIn("Granted by supervisor", body)
        self.assertIn("stands still", body)

    def test_nobody_else_waives(self):
        for kind in ("sales", "clerk", "finance", "warehouse", "marketing_director"):
            with (
                self.subTest(kind=kind),
                self.assertRaisesRegex(AccessError, "belongs to Supervisor"),
            ):
                self._waive(kind)

    def test_a_rule_without_waivers_is_waived_by_nobody(self):
        self._let_waive()
        with self.assertRaisesRegex(AccessError, "Nobody may waive"):
            self._waive()

    def test_the_settings_decide_through_the_gate(self):
        self._let_waive("deputy_general_manager")
        with self.assertRaisesRegex(AccessError, "Deputy General Manager"):
            self._waive()
        self._waive("deputy_general_manager")

    def test_nobody_waives_for_the_own_order(self):
        self.order.user_id = self.users["supervisor"]
        with self.assertRaisesRegex(UserError, "your own request"):
            self._waive()

    def test_nobody_waives_for_an_order_that_he_took_down(self):
        self.order.intake_taken_by_id = self.users["supervisor"]
        with self.assertRaisesRegex(UserError, "your own request"):
            self._waive()

    def test_a_cap_stays_within_the_limit_of_the_rule(self):
        self.grades["A"].emergency_cap_amount = 1000
        for cap in (0, 1000.01, -1):
            with self.subTest(cap=cap), self.assertRaisesRegex(UserError, "value cap"):
                self._waive(cap_amount=cap)
        self.assertEqual(self._waive(cap_amount=1000).cap_amount, 1000)

    def test_a_customer_without_a_grade_has_no_emergency(self):
        partner = self.env["res.partner"].create({"name": "Stranger"})
        order = self._take_order("A", partner_id=partner.id)
        with self.assertRaisesRegex(UserError, "value cap"):
            self._waive(order=order, cap_amount=1)

    def test_a_paper_that_follows_has_its_day(self):
        with self.assertRaisesRegex(UserError, "day by which the paper"):
            self._waive(paper_due_date=False)

    def test_all_that_a_waiver_lacks_is_told_at_once(self):
        with self.assertRaisesRegex(UserError, "end that is not past.*day for.*reason"):
            self._waive(
                valid_to=fields.Datetime.now() - timedelta(hours=1),
                paper_due_date=self.today - timedelta(days=3),
                reason=" ",
            )

    def test_a_waiver_ends(self):
        waiver = self._waive(valid_to=fields.Datetime.now() + timedelta(hours=1))
        waiver.sudo().valid_to = fields.Datetime.now() - timedelta(seconds=1)
        self.assertFalse(
            self.env["order.gate.waiver"]._get_waived(self.gate._name, self.order)
        )

    def test_a_record_of_another_order_is_not_waived_for(self):
        other = self._take_order("A")
        with self.assertRaisesRegex(UserError, "does not belong to order"):
            self._waive(res_model="sale.order", res_id=other.id)

    def test_no_department_writes_a_waiver(self):
        waiver = self._waive()
        for kind in self.users:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, waiver).cap_amount = 99999
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, self.env["order.gate.waiver"]).create(
                    {
                        "sale_order_id": self.order.id,
                        "gate": self.gate._name,
                        "reason": "By RPC",
                    }
                )

    def test_a_revoked_waiver_counts_no_more(self):
        waiver = self._waive()
        self.as_("supervisor", waiver).action_revoke()
        self.assertEqual(waiver.revoked_by_id, self.users["supervisor"])
        self.assertFalse(
            self.env["order.gate.waiver"]._get_waived(self.gate._name, self.order)
        )
        with self.assertRaisesRegex(UserError, "is Revoked"):
            self.as_("supervisor", waiver).action_settle("late")

    def test_a_waiver_of_the_grade_is_revoked_by_those_above(self):
        waiver = self._waive()
        self._let_waive()
        with self.assertRaisesRegex(AccessError, "Deputy General Manager, Supervisor"):
            self.as_("clerk", waiver).action_revoke()
        self.as_("deputy_general_manager", waiver).action_revoke()
        self.assertEqual(waiver.state, "revoked")

    def test_the_list_of_rules_leaves_out_what_nobody_waives(self):
        rules = dict(self.env["order.gate.waive"]._selection_gate())
        self.assertIn(self.gate._name, rules)
        self.assertNotIn("order.gate.review.needs.answers", rules)

    def test_only_who_may_waive_revokes(self):
        waiver = self._waive()
        with self.assertRaisesRegex(AccessError, "belongs to Supervisor"):
            self.as_("clerk", waiver).action_revoke()

    def test_the_paper_settles_its_waiver(self):
        waiver = self._waive()
        action = self.as_("clerk", waiver).action_settle()
        self.assertEqual(waiver.state, "granted")
        wizard = Form(
            self.as_("clerk", self.env[action["res_model"]]).with_context(
                **action["context"]
            )
        )
        wizard.reference = "Request SR/7"
        wizard.save().action_settle()
        self.assertEqual(waiver.state, "settled")
        self.assertEqual(waiver.settled_reference, "Request SR/7")

    def test_no_stranger_settles(self):
        waiver = self._waive()
        with self.assertRaises(AccessError):
            self.as_("warehouse", waiver).action_settle("paper")

    def test_a_document_that_arrives_settles_what_waits_for_it(self):
        waiver = self._waive()
        settled = self.as_("warehouse", self.env["order.gate.waiver"])._settle_paper(
            self.order, self.gate._name, "SR/8"
        )
        self.assertEqual(settled, waiver)
        self.assertEqual(waiver.settled_reference, "SR/8")

    def test_papers_overdue_are_found(self):
        waiver = self._waive()
        waivers = self.env["order.gate.waiver"]
        self.assertNotIn(waiver, waivers.search([("is_overdue", "=", True)]))
        waiver.sudo().paper_due_date = self.today - timedelta(days=2)
        self.assertTrue(waiver.is_overdue)
        self.assertIn(waiver, waivers.search([("is_overdue", "=", True)]))
        waiver.sudo().paper_due_date = False
        self.assertIn(waiver, waivers.search([("is_overdue", "=", False)]))
