"""H9.9: each day that a confirmation is late moves finish and promise by a day."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cases import covers
from .slip_common import SlipCase

FRIDAY = 4


@tagged("post_install", "-at_install")
class TestSlip(SlipCase):
    def _assert_moved(self, order, before, days):
        moved = [self._shift(date, days) for date in before]
        self.assertEqual(list(self._get_dates(order)), moved)

    def _shift(self, date, days):
        if self.company.order_slip_days == "calendar":
            return date + timedelta(days)
        for _day in range(days):
            date += timedelta(3 if date.weekday() == FRIDAY else 1)
        return date

    def test_back_on_the_day_it_was_sent_moves_nothing(self):
        order = self._get_sent()
        before = self._get_dates(order)
        with self._at(0, "15:30"):  # 23:30 in Shanghai
            self._run_cron("settle_slips")
            self._sign_confirmation(order)
        self._pass_days(1, 3)
        self._assert_moved(order, before, 0)
        self.assertEqual(self._get_ledger(order), [])

    def test_each_late_day_moves_finish_and_promise_and_stands_in_the_ledger(self):
        self.company.order_slip_days = "calendar"
        order = self._get_sent()
        before = self._get_dates(order)
        self._pass_days(1, 2)
        self._assert_moved(order, before, 2)
        self.assertEqual(
            self._get_ledger(order),
            [
                (day, kind, 1)
                for day in ("2026-12-08", "2026-12-09")
                for kind in ("finished", "promise")
            ],
        )
        rows = self.env["order.date.change"].search(
            [("sale_order_id", "=", order.id), ("cause", "=", "late_signature")]
        )
        self.assertEqual(rows.owner_id, order.user_id)
        self.assertEqual(order.order_confirmation_ids.slipped_days, 2)
        self.assertEqual(
            order.order_line.mapped("finished_date"), [order.finished_date]
        )
        self.assertIn("is not back", order.message_ids[:1].body)

    def test_the_note_is_written_as_the_representative_reads_it(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["sales"].lang = "zh_CN"
        order = self._get_sent()
        self._pass_days(1, 1)
        self.assertNotIn("is not back", order.message_ids[:1].body)

    def test_the_day_ends_where_the_company_works(self):
        self.company.order_slip_days = "calendar"
        order = self._get_sent()
        before = self._get_dates(order)
        with self._at(0, "16:30"):  # Tuesday in Shanghai
            self._run_cron("settle_slips")
        self._assert_moved(order, before, 1)

    def test_days_off_move_nothing_where_working_days_count(self):
        order = self._get_sent()
        self._pass_days(1, 4)  # until Friday
        friday = self._get_dates(order)
        self._pass_days(5, 6)
        self.assertEqual(self._get_dates(order), friday)
        self._pass_days(7, 7)
        workdays = self.env["order.workday"]
        self.assertEqual(
            list(self._get_dates(order)),
            [workdays._count_forward(self.company, date, 1) for date in friday],
        )

    def test_a_weekend_day_that_is_worked_counts(self):
        saturday = fields.Date.to_date("2026-12-12")
        self.env["order.workday"].create(
            {"company_id": self.company.id, "date": saturday, "is_worked": True}
        )
        order = self._get_sent()
        self._pass_days(1, 6)
        self.assertEqual(order.order_confirmation_ids.slipped_days, 5)

    @covers("promise.outage", route="cron", role="cron")
    def test_a_cron_that_was_down_three_days_and_runs_twice_moves_three(self):
        order = self._get_sent()
        before = self._get_dates(order)
        with self.env.cr.savepoint() as savepoint:
            self._pass_days(1, 3)
            daily = self._get_dates(order), self._get_ledger(order)
            savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(self._get_dates(order), before)
        for _turn in range(2):
            self._pass_days(3, 3)
            self.assertEqual((self._get_dates(order), self._get_ledger(order)), daily)
        self.assertEqual(order.order_confirmation_ids.slipped_days, 3)

    @covers("promise.outage", route=("rpc", "wizard"), role="customer_service")
    def test_who_signs_while_the_cron_is_down_signs_the_moved_dates(self):
        order = self._get_sent()
        before = self._get_dates(order)
        with self._at(2):
            self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")
        self._assert_moved(order, before, 2)
        self._pass_days(3, 4)
        self._assert_moved(order, before, 2)

    def test_an_uploaded_paper_waits_for_us_and_not_for_the_customer(self):
        order = self._get_sent()
        before = self._get_dates(order)
        confirmation = order.order_confirmation_ids
        clerk = self.as_("customer_service", confirmation)
        with self._at(1):
            self._upload_confirmation(order)
        self._assert_moved(order, before, 1)
        self._pass_days(2, 3)
        self._assert_moved(order, before, 1)
        with self._at(3):
            clerk.action_mark_unclear("The stamp cannot be read.")
        self._pass_days(4, 4)
        self._assert_moved(order, before, 2)

    def test_sending_again_forgives_no_day(self):
        order = self._get_sent()
        before = self._get_dates(order)
        confirmation = order.order_confirmation_ids
        with self._at(1):
            self.as_("customer_service", confirmation).action_send_again()
            self.assertTrue(confirmation.is_late)
        with self._at(2):
            self._sign_confirmation(order)
        self._assert_moved(order, before, 2)

    def test_grade_a_slips_until_production_is_instructed_and_no_longer(self):
        order = self._get_sent(grade="A")
        with self._at(0):
            self.as_("sales", order).action_confirm()
        before = self._get_dates(order)
        self._pass_days(1, 1)
        self._assert_moved(order, before, 1)
        with self._at(2):
            self._issue_instruction(order)
        self._assert_moved(order, before, 2)
        self._pass_days(3, 4)
        self._assert_moved(order, before, 2)

    @covers("promise.reach", route="cron", role="cron")
    def test_deliveries_that_wait_already_move_with_the_promise(self):
        order = self._get_sent(grade="A", lines=[(self.stocked, 10)])
        with self._at(0):
            self.as_("sales", order).action_confirm()
            order._resume_held()
        before, picking = self._get_dates(order), order.picking_ids
        planned = picking.scheduled_date
        self._pass_days(1, 1)
        self._assert_moved(order, before, 1)
        self.assertEqual(picking.date_deadline, order.commitment_date)
        moved = order._get_promise_day() - before[1]
        self.assertEqual(picking.scheduled_date, planned + moved)

    @covers("promise.outage", route="direct", role="superuser")
    def test_days_are_settled_once_whoever_settles_them(self):
        order = self._get_sent()
        before = self._get_dates(order)
        with self._at(3):
            for _turn in range(2):
                order.order_confirmation_ids._settle_slip()
            self._run_cron("settle_slips")
        self._assert_moved(order, before, 3)

    def test_a_cancelled_order_slips_no_more(self):
        order = self._get_sent()
        before = self._get_dates(order)
        with self._at(1):
            self.as_("sales", order)._action_cancel()
        self._pass_days(2, 4)
        self._assert_moved(order, before, 1)

    @covers("promise.reach", route="rpc", role="customer_service")
    def test_an_unsigned_change_moves_the_dates_once_it_takes_effect(self):
        with self._at(0):
            order = self._walk_to("production")
            self._propose(order, quantity=12)
            for step in (self._circulate, self._answer_all, self._close):
                step(order)
                order.invalidate_recordset()
            self._send_confirmation(order)
        production = order.order_production_instruction_ids.production_ids
        before = self._get_dates(order)
        self._pass_days(1, 2)
        self._assert_moved(order, before, 0)
        change = order.order_confirmation_ids[:1]
        self.assertEqual((change.slipped_days, change.unmoved_days), (2, 2))
        with self._at(3):
            self._sign_confirmation(order)
        self.assertEqual(order.current_revision_id, change.revision_id)
        self._assert_moved(order, before, 3)
        self.assertEqual(
            self._get_ledger(order),
            [
                ("2026-12-10", kind, (after - date).days)
                for kind, date, after in zip(
                    ("finished", "promise"),
                    before,
                    self._get_dates(order),
                    strict=True,
                )
            ],
        )
        self.assertFalse(change.unmoved_days)
        ready = self.company._get_local_day(production.date_deadline)
        self.assertEqual(order.order_line.mapped("finished_date"), [ready])
        self.assertEqual(ready, order.finished_date)

    def test_what_is_changed_starts_from_the_moved_dates(self):
        quotation, order = self._get_sent(), self._get_sent(grade="A")
        with self._at(0):
            self.as_("sales", order).action_confirm()
        for changed in (quotation, order):
            before = self._get_dates(changed)
            with self.subTest(changed.state), self._at(2):
                revision = self._propose(changed, quantity=12)
                self._assert_moved(changed, before, 2)
                if revision:
                    dates = revision.snapshot["header"]["dates"]
                    self.assertEqual(
                        fields.Datetime.to_datetime(dates["commitment_date"]),
                        changed.commitment_date,
                    )

    def test_a_company_that_is_switched_off_slips_nothing(self):
        order = self._get_sent()
        before = self._get_dates(order)
        self.company.sudo().use_order_to_delivery = False
        self._pass_days(1, 3)
        self._assert_moved(order, before, 0)

    def test_nobody_writes_how_far_the_days_are_counted(self):
        confirmation = self._get_sent().order_confirmation_ids
        for name in ("slipped_to", "slipped_days", "unmoved_days", "due_date"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_("customer_service", confirmation).write({name: False})
