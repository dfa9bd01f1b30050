"""H9.21: the record proposes a grade; people decide it, and nothing else changes it."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .grade_common import NOBODY_MEETS, GradeCase


@tagged("post_install", "-at_install")
class TestGradeProposals(GradeCase):
    def setUp(self):
        super().setUp()
        self.robot = self.env.ref("base.user_root")
        self._ask("A", "turnover", 500)
        self._ask("B", "papers", 0)

    def _earn(self, code="B"):
        """Let the record of a customer say grade A."""
        return self._bill(self._confirmed(code, price=1000))

    # By the month

    def test_each_month_the_record_proposes_and_people_decide(self):
        self._earn()
        self._run_cron("work_out_grades")
        change = self._get_open()
        self.assertEqual(change.grade_id, self.grades["A"])
        self.assertEqual(change.old_grade_id, self.grades["B"])
        self.assertEqual(change.proposed_by_id, self.robot)
        self.assertTrue(change.is_worked_out)
        self.assertEqual(change.effective_date, self.today)
        self.assertEqual(change.activity_ids.user_id, self.users["marketing_director"])
        self.assertEqual(self.partners["B"].customer_grade_id, self.grades["B"])
        self.as_("marketing_director", change).action_approve()
        self.assertEqual(self.partners["B"].customer_grade_id, self.grades["A"])
        self._run_cron("work_out_grades")
        self.assertFalse(self._get_open())

    def test_who_has_what_the_record_says_is_left_alone(self):
        self._earn("A")
        self._run_cron("work_out_grades")
        for code in ("A", "B"):
            self.assertFalse(self._get_open(code))

    def test_company_without_the_switch_is_left_alone(self):
        self._earn()
        self.company.sudo().use_order_to_delivery = False
        self._run_cron("work_out_grades")
        self.assertFalse(self._get_open())

    def test_proposal_says_what_is_met_and_what_was_counted(self):
        self._ask("A", "contract")
        self._earn("C")
        self._run_cron("work_out_grades")
        change = self._get_open("C")
        self.assertEqual(change.grade_id, self.grades["B"])
        self.assertEqual(
            change.criteria,
            "Grade A: not met (Contract in Force).\n"
            "Grade B: all that it asks for is met.",
        )
        self.assertEqual(
            [(f.kind, f.threshold, f.value, f.is_met) for f in change.fact_ids],
            [
                ("turnover", 500, 1000, True),
                ("contract", 0, 0, False),
                ("papers", 0, 0, True),
            ],
        )

    def test_customer_has_one_open_proposal(self):
        self._earn()
        self._run_cron("work_out_grades")
        change = self._get_open()
        self._run_cron("work_out_grades")
        self._work_out()
        self.assertEqual(self._get_open(), change)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            change.sudo().copy({"is_worked_out": True}).flush_recordset()

    def test_what_people_propose_goes_before_the_record(self):
        self._earn()
        own = self.as_("sales", self.changes).create(
            {
                "partner_id": self.partners["B"].id,
                "grade_id": self.grades["C"].id,
                "criteria": "Its owner has changed.",
            }
        )
        self._run_cron("work_out_grades")
        self.assertEqual(self._get_open(), own)

    def test_proposal_that_the_record_bears_out_no_more_is_taken_back(self):
        invoice = self._earn()
        self._run_cron("work_out_grades")
        change = self._get_open()
        self._credit(invoice)
        self._run_cron("work_out_grades")
        self.assertEqual(change.state, "refused")
        self.assertEqual(change.approved_by_id, self.robot)
        self.assertFalse(change.activity_ids)
        told = "".join(change.message_ids.mapped("body"))
        self.assertIn("otherwise by now", told)
        self._earn()
        self._run_cron("work_out_grades")
        self.assertTrue(self._get_open())

    def test_what_people_refused_is_not_proposed_again_for_some_months(self):
        self._earn()
        self._run_cron("work_out_grades")
        self.as_("marketing_director", self._get_open()).action_refuse()
        self._run_cron("work_out_grades")
        self.assertFalse(self._get_open())
        self._age_refusals(months=4)
        self._run_cron("work_out_grades")
        self.assertTrue(self._get_open())

    # At once

    def test_overdue_paper_lowers_by_a_proposal_of_the_same_day(self):
        self._ask("A", "papers", 0)
        self._ask("A", "years", 0)
        waiver = self._owe_paper()
        self._bill(self._confirmed("A", price=1000))
        self._run_cron("chase_order_papers")
        change = self._get_open("A")
        self.assertEqual(change.grade_id, self.grades["C"])
        papers = change.fact_ids.filtered(
            lambda fact: fact.kind == "papers" and fact.grade_id == self.grades["A"]
        )
        self.assertEqual((papers.value, papers.record_ids), (1, waiver.ids))
        self.assertEqual(self.partners["A"].customer_grade_id, self.grades["A"])
        action = self.as_("deputy_general_manager", papers).action_view_records()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), waiver)

    def test_overdue_paper_gives_nobody_a_better_grade(self):
        self.grades["B"].criterion_ids.threshold = 5
        self._owe_paper()
        self.partners["A"].sudo().customer_grade_id = self.grades["C"]
        self._run_cron("chase_order_papers")
        self.assertFalse(self._get_open("A"))

    # By the button

    def test_department_works_out_one_customer_and_sees_the_proposal(self):
        self._earn()
        action = self._work_out(by="customer_service")
        change = self._get_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (change._name, change.id)
        )
        self.assertEqual(change.proposed_by_id, self.users["customer_service"])
        action = self._work_out(code="A", by="customer_service")
        self.assertEqual(self._get_open("A").grade_id, self.grades["B"])

    def test_grade_that_is_right_is_said_to_be(self):
        action = self._work_out()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("Grade B", action["params"]["message"])
        self.assertFalse(self._get_open())

    def test_button_asks_again_for_what_was_refused(self):
        self._earn()
        self._work_out()
        self.as_("marketing_director", self._get_open()).action_refuse()
        self._work_out()
        self.assertTrue(self._get_open())

    def test_who_worked_it_out_does_not_approve_it(self):
        self._earn()
        self._work_out(by="marketing_director")
        change = self._get_open()
        with self.assertRaisesRegex(UserError, "You proposed"):
            self.as_("marketing_director", change).action_approve()
        self.as_("deputy_general_manager", change).action_approve()
        self.assertEqual(self.partners["B"].customer_grade_id, self.grades["A"])

    def test_button_says_where_the_standard_has_no_figures(self):
        self.env["customer.grade.criterion"].search([]).unlink()
        with self.assertRaisesRegex(UserError, "ask for no figures yet"):
            self._work_out()

    def test_other_departments_do_not_work_it_out(self):
        for kind in ("production", "finance", "quality"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._work_out(by=kind)

    # Frozen

    def test_facts_stay_as_they_were_counted(self):
        self._earn()
        self._work_out()
        change = self._get_open()
        self._earn()
        self.env["customer.grade.criterion"].search([]).threshold = NOBODY_MEETS
        fact = change.fact_ids.filtered(lambda fact: fact.kind == "turnover")
        self.assertEqual((fact.value, fact.threshold, fact.is_met), (1000, 500, True))

    def test_nobody_writes_facts(self):
        self._earn()
        self._work_out()
        change = self._get_open()
        for kind in ("sales", "marketing_director", "deputy_general_manager"):
            with self.subTest(kind=kind):
                for write in (
                    lambda kind=kind: self.as_(kind, change.fact_ids).write(
                        {"value": 9}
                    ),
                    lambda kind=kind: self.as_(kind, change.fact_ids).unlink(),
                    lambda kind=kind: self.as_(kind, change).write(
                        {"fact_ids": [Command.clear()]}
                    ),
                    lambda kind=kind: self.as_(kind, change).write(
                        {"is_worked_out": False}
                    ),
                ):
                    with self.assertRaises(AccessError):
                        write()

    def test_who_worked_it_out_does_not_reword_it(self):
        self._earn()
        self._work_out()
        change = self._get_open()
        for values in (
            {"grade_id": self.grades["C"].id},
            {"criteria": "As I say."},
            {"effective_date": self.today - timedelta(days=9)},
        ):
            with (
                self.subTest(**values),
                self.assertRaisesRegex(UserError, "worked out from the record"),
            ):
                self.as_("sales", change).write(values)

    def test_nobody_pretends_that_the_record_proposed(self):
        with self.assertRaises(AccessError):
            self.as_("sales", self.changes).create(
                {
                    "partner_id": self.partners["B"].id,
                    "grade_id": self.grades["A"].id,
                    "criteria": "By the record.",
                    "is_worked_out": True,
                }
            )
