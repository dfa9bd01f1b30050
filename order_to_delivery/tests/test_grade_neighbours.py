"""H9.21: what stands beside a grade's proposal: contexts, moves, days, languages."""

from datetime import datetime, time

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from pytz import UTC, timezone

from odoo.tests import tagged

from .grade_common import GradeCase


@tagged("post_install", "-at_install")
class TestGradeNeighbours(GradeCase):
    def setUp(self):
        super().setUp()
        self._ask("A", "turnover", 500)
        self._ask("A", "papers", 0)
        self._ask("B", "papers", 0)

    def _earn(self, code="B"):
        """Let the record of a customer say grade A."""
        return self._bill(self._confirmed(code, price=1000))

    # Whatever a client sends along

    def test_no_context_approves_what_the_record_proposes(self):
        self._earn()
        approver = self.users["marketing_director"]
        partner = self.as_("sales", self.partners["B"]).with_context(
            default_state="approved", default_approved_by_id=approver.id
        )
        partner.action_work_out_grade()
        self.assertFalse(self._get_open().approved_by_id)
        self._run_cron("apply_grade_changes")
        self.assertEqual(self._get_open().grade_id, self.grades["A"])
        self.assertEqual(self.partners["B"].customer_grade_id, self.grades["B"])

    def test_grade_that_was_done_away_with_is_proposed_to_nobody(self):
        self._earn()
        self.grades["A"].active = False
        partner = self.as_("sales", self.partners["B"])
        partner.with_context(active_test=False).action_work_out_grade()
        self.assertFalse(self._get_open())

    # Customers under others

    def test_customer_that_was_put_under_another_one_is_not_judged_alone(self):
        self.partners["C"].sudo().customer_grade_id = self.grades["B"]
        self.partners["A"].parent_id = self.partners["C"]
        self._run_cron("work_out_grades")
        self.assertFalse(self.changes.search([("state", "=", "draft")]))

    def test_proposal_for_who_was_put_under_another_one_is_taken_back(self):
        self._earn()
        self._run_cron("work_out_grades")
        change = self._get_open()
        self.partners["B"].parent_id = self.partners["C"]
        self._run_cron("work_out_grades")
        self.assertEqual(change.state, "refused")
        self.assertFalse(self._get_open("B"))

    # What people, and papers, change meanwhile

    def test_overdue_paper_takes_back_the_proposal_of_a_better_grade(self):
        waiver = self._owe_paper()
        waiver.sudo().paper_due_date = self.today
        self.partners["A"].sudo().customer_grade_id = self.grades["C"]
        self._earn("A")
        self._run_cron("work_out_grades")
        change = self._get_open("A")
        self.assertEqual(change.grade_id, self.grades["A"])
        waiver.sudo().paper_due_date = self.today - relativedelta(days=1)
        self._run_cron("chase_order_papers")
        self.assertEqual(change.state, "refused")
        self.assertFalse(self._get_open("A"))

    def test_grade_that_people_changed_takes_the_proposal_back(self):
        self._earn()
        self._run_cron("work_out_grades")
        change = self._get_open()
        own = self.as_("sales", self.changes).create(
            {
                "partner_id": self.partners["B"].id,
                "grade_id": self.grades["C"].id,
                "criteria": "Its owner has changed.",
            }
        )
        self.as_("deputy_general_manager", own).action_approve()
        self.assertEqual(change.state, "refused")
        self.assertIn("meanwhile", "".join(change.message_ids.mapped("body")))
        self.assertEqual(self.partners["B"].customer_grade_id, self.grades["C"])

    # Days and figures

    def test_years_are_full_on_their_day_wherever_the_company_works(self):
        self._ask("A", "years", 1)
        order = self._confirmed()
        for name in ("Asia/Shanghai", "UTC", "America/New_York"):
            for hour in (1, 23):
                self.company.resource_calendar_id.tz = name
                today = self.company._get_local_day()
                moment = datetime.combine(today - relativedelta(years=1), time(hour))
                moment = timezone(name).localize(moment).astimezone(UTC)
                order.sudo().date_order = moment.replace(tzinfo=None)
                with self.subTest(zone=name, hour=hour):
                    self.assertEqual(self._read()["years"][0], 1)

    def test_paper_is_overdue_from_the_companys_midnight(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        waiver = self._owe_paper()
        waiver.sudo().paper_due_date = "2026-12-08"
        for moment, owed in (("15:59", 0), ("16:01", 1)):
            with self.subTest(utc=moment), freeze_time(f"2026-12-08 {moment}"):
                self.assertEqual(self._read("A")["papers"][0], owed)
                chased = self.env["order.gate.waiver"]._get_papers_to_chase()
                self.assertEqual(len(chased & waiver), owed)

    def test_two_of_three_are_as_many_percent_as_they_are_told(self):
        criterion = self._ask("A", "punctual", 66.67)
        self.assertTrue(criterion._is_met(100 * 2 / 3))
        self.assertFalse(criterion._is_met(66.66))

    # Who is told, and how

    def test_approver_is_asked_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["marketing_director"].lang = "zh_CN"
        self._earn()
        self._run_cron("work_out_grades")
        self.assertEqual(self._get_open().activity_ids.summary, "审批客户等级变更")

    def test_what_is_kept_is_in_the_companys_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.partner_id.lang = "zh_CN"
        invoice = self._earn()
        self._run_cron("work_out_grades")
        change = self._get_open()
        self._credit(invoice)
        self._run_cron("work_out_grades")
        self.assertNotIn("Taken back", "".join(change.message_ids.mapped("body")))

    def test_many_proposals_are_told_in_one_message(self):
        self._earn("B")
        self._earn("C")
        self.env.flush_all()
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        self._run_cron("work_out_grades")
        changes = self.changes.search([("state", "=", "draft")])
        self.assertGreaterEqual(len(changes), 2)
        director = self.users["marketing_director"]
        self.assertEqual(changes.activity_ids.user_id, director)
        told = self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", director.partner_id.id),
                ("mail_message_id", ">", last),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("Customer B: from Grade B to Grade A", told.mail_message_id.body)

    def test_run_that_was_cut_short_goes_on_with_the_others(self):
        self._earn("C")
        self._run_cron("work_out_grades")
        self._earn("B")
        waiting = self.changes._get_to_work_out(self.company)
        self.assertEqual(waiting[:1], self.partners["B"])
        self.assertIn(self.partners["C"], waiting[1:])
