from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestGroundGrades(OrderToDeliveryCase):
    """A grade opens gates, so nothing but an approved change gives it (H9.21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create(
            {"name": "New Customer", "is_company": True}
        )
        cls.curator = new_test_user(
            cls.env,
            login="curator",
            groups="base.group_partner_manager,order_to_delivery.group_sales",
        )

    def _propose(self, by="sales", partner=None, **values):
        return (
            self.as_(by, self.env["customer.grade.change"])
            .create(
                {
                    "partner_id": (partner or self.partner).id,
                    "grade_id": self.grades["A"].id,
                    "criteria": "Three years, never late.",
                    **values,
                }
            )
            .with_env(self.env)
        )

    # The way that it goes

    def test_an_approved_change_of_today_is_in_force_at_once(self):
        change = self._propose()
        self.as_("marketing_director", change).action_approve()
        self.assertEqual(self.partner.customer_grade_id, self.grades["A"])
        self.assertEqual(change.state, "in_force")
        self.assertEqual(change.approved_by_id, self.users["marketing_director"])

    def test_the_partner_keeps_who_proposed_and_who_approved(self):
        change = self._propose()
        self.as_("deputy_general_manager", change).action_approve()
        self.assertRegex(
            self.partner.message_ids[:1].body,
            "Grade changed from none to Grade A .* proposed by Sales, approved by Dep",
        )

    def test_a_proposal_is_put_before_who_approves_it(self):
        """H9.21: by an activity that the decision closes."""
        change = self._propose()
        self.assertEqual(change.activity_ids.user_id, self.users["marketing_director"])
        self.assertEqual(
            change.activity_ids.date_deadline, self.company._get_local_day()
        )
        self.as_("deputy_general_manager", change).action_approve()
        self.assertFalse(change.activity_ids)

    def test_the_own_proposal_is_put_before_somebody_else(self):
        change = self._propose(by="marketing_director")
        self.assertEqual(
            change.activity_ids.user_id, self.users["deputy_general_manager"]
        )
        self.as_("deputy_general_manager", change).action_refuse()
        self.assertFalse(change.activity_ids)

    def test_the_old_grade_is_kept(self):
        partner = self.partners["C"]
        change = self._propose(partner=partner)
        self.assertEqual(change.old_grade_id, self.grades["C"])
        self.as_("marketing_director", change).action_approve()
        self.assertEqual(change.old_grade_id, self.grades["C"])
        self.assertEqual(partner.customer_grade_id, self.grades["A"])

    def test_a_change_for_later_waits_for_its_day(self):
        day = fields.Date.add(fields.Date.today(), days=10)
        change = self._propose(effective_date=day)
        self.as_("marketing_director", change).action_approve()
        self.assertEqual(change.state, "approved")
        self.assertFalse(self.partner.customer_grade_id)
        self._run_cron("apply_grade_changes")
        self.assertFalse(self.partner.customer_grade_id)
        change.sudo().effective_date = fields.Date.today()
        self._run_cron("apply_grade_changes")
        self.assertEqual(self.partner.customer_grade_id, self.grades["A"])

    def test_a_change_that_clashes_in_the_night_is_tried_again(self):
        change = self._propose()
        change.sudo().write({"state": "approved", "approved_by_id": 1})
        self.env.flush_all()
        calls = []

        def clash_once(changes):
            calls.append(changes)
            if len(calls) == 1:
                raise SerializationFailure
            return apply_due(changes)

        apply_due = type(change)._apply_due
        with patch.object(type(change), "_apply_due", clash_once):
            self._run_cron("apply_grade_changes")
        self.assertEqual(change.state, "in_force")

    def test_the_commercial_partner_carries_the_grade(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partner.id}
        )
        change = self._propose(partner=contact)
        self.assertEqual(change.partner_id, self.partner)
        self.as_("marketing_director", change).action_approve()
        self.assertEqual(contact._get_customer_grade(self.company), self.grades["A"])

    def test_a_grade_is_the_companys_own(self):
        other = self.env["res.company"].create({"name": "Second Factory"})
        self.as_("marketing_director", self._propose()).action_approve()
        self.assertFalse(self.partner._get_customer_grade(other))

    # Who may not

    def test_the_proposer_does_not_approve(self):
        change = self._propose(by="marketing_director")
        with self.assertRaisesRegex(UserError, "You proposed"):
            self.as_("marketing_director", change).action_approve()

    def test_no_other_department_approves(self):
        change = self._propose()
        for kind in ("sales", "clerk", "finance", "supervisor"):
            with (
                self.subTest(kind=kind),
                self.assertRaisesRegex(AccessError, "belongs to Marketing Director"),
            ):
                self.as_(kind, change).action_approve()

    def test_an_approver_does_not_reword_what_is_proposed(self):
        change = self._propose()
        with self.assertRaisesRegex(UserError, "Sales proposed"):
            self.as_("marketing_director", change).grade_id = self.grades["B"]

    def test_what_was_decided_is_not_reworded(self):
        change = self._propose()
        self.as_("marketing_director", change).action_refuse()
        with self.assertRaisesRegex(UserError, "was decided"):
            self.as_("sales", change).grade_id = self.grades["B"]

    def test_a_refused_change_is_not_approved(self):
        change = self._propose()
        self.as_("marketing_director", change).action_refuse()
        with self.assertRaisesRegex(UserError, "is Refused"):
            self.as_("deputy_general_manager", change).action_approve()
        self.assertFalse(self.partner.customer_grade_id)

    def test_a_decided_change_stays_on_record(self):
        change = self._propose()
        self.as_("marketing_director", change).action_approve()
        with self.assertRaisesRegex(UserError, "stays on record"):
            change.unlink()

    # Every other route

    def test_no_department_writes_a_grade(self):
        for kind in self.users:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, self.partner).write(
                    {"customer_grade_id": self.grades["A"].id}
                )

    def test_the_administrator_does_not_write_a_grade(self):
        admin = self.env.ref("base.user_admin")
        with self.assertRaisesRegex(AccessError, "customer_grade_id"):
            self.partner.with_user(admin).customer_grade_id = self.grades["A"]

    def test_a_customer_is_not_created_with_a_grade(self):
        partners = self.env["res.partner"].with_user(self.curator)
        with self.assertRaisesRegex(AccessError, "customer_grade_id"):
            partners.create({"name": "X", "customer_grade_id": self.grades["A"].id})

    def test_the_context_gives_no_grade(self):
        partners = self.env["res.partner"].with_user(self.curator)
        with self.assertRaisesRegex(AccessError, "customer_grade_id"):
            partners.with_context(default_customer_grade_id=self.grades["A"].id).create(
                {"name": "X"}
            )

    def test_a_grade_is_not_imported(self):
        partners = self.env["res.partner"].with_user(self.curator)
        result = partners.load(
            ["name", "customer_grade_id/.id"], [["X", str(self.grades["A"].id)]]
        )
        self.assertFalse(result["ids"])

    def test_a_user_keeps_no_default_grade(self):
        defaults = self.as_("customer_service", self.env["ir.default"])
        with self.assertRaisesRegex(AccessError, "takes no default"):
            defaults.set(
                "res.partner", "customer_grade_id", self.grades["A"].id, user_id=True
            )

    def test_the_administrator_sets_no_default_grade(self):
        defaults = self.env["ir.default"].with_user(self.env.ref("base.user_admin"))
        with self.assertRaisesRegex(AccessError, "takes no default"):
            defaults.set("res.partner", "customer_grade_id", self.grades["A"].id)

    def test_other_protected_fields_take_no_default_either(self):
        defaults = self.as_("sales", self.env["ir.default"])
        for model, name, value in (
            ("sale.order", "order_to_delivery_exempt", True),
            ("customer.grade.change", "state", "in_force"),
            ("stock.picking", "order_to_delivery_exempt", True),
        ):
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(AccessError, "takes no default"),
            ):
                defaults.set(model, name, value, user_id=True)

    def test_defaults_of_other_fields_stay_possible(self):
        defaults = self.as_("sales", self.env["ir.default"])
        defaults.set("sale.order", "client_order_ref", "PO", user_id=True)
        defaults.set("sale.order", "intake_channel", "phone", user_id=True)

    def test_a_copy_has_no_grade(self):
        self.assertFalse(self.partners["A"].copy().customer_grade_id)

    def test_a_login_gives_no_grade(self):
        with self.assertRaises(AccessError):
            self.env["res.users"].with_user(self.env.ref("base.user_admin")).create(
                {
                    "name": "X",
                    "login": "x_grade",
                    "customer_grade_id": self.grades["A"].id,
                }
            )

    def test_a_change_is_not_created_in_force(self):
        with self.assertRaises(AccessError):
            self._propose(state="in_force")

    def test_a_change_names_no_other_proposer(self):
        with self.assertRaises(AccessError):
            self._propose(proposed_by_id=self.users["finance"].id)

    def test_a_graded_customer_put_under_another_keeps_its_grade(self):
        partner = self.partners["C"]
        partner.write({"is_company": False, "parent_id": self.partners["A"].id})
        self.assertEqual(partner._get_customer_grade(self.company), self.grades["C"])

    def test_merging_customers_hands_no_grade_over(self):
        source = self.partners["A"]
        self.partner.email = source.email
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | self.partner).ids, self.partner)
        self.assertFalse(self.partner.customer_grade_id)

    def test_merging_keeps_the_grade_of_the_one_that_stays(self):
        target = self.partners["B"]
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        source = self.partners["A"]
        source.email = target.email
        wizard.with_user(self.curator)._merge(
            (source | target).ids, target.with_user(self.curator)
        )
        self.assertEqual(target.customer_grade_id, self.grades["B"])

    def test_the_proposal_form_opens_from_the_partner(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partner.id}
        )
        action = self.as_("sales", contact).action_propose_grade_change()
        proposals = self.as_("sales", self.env["customer.grade.change"])
        form = Form(proposals.with_context(**action["context"]))
        form.grade_id = self.as_("sales", self.grades["B"])
        form.criteria = "Pays on time."
        self.assertEqual(form.save().partner_id, self.partner)
