from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .vendor_common import VendorCase

MONDAY = fields.Date.to_date("2026-03-02")


@tagged("post_install", "-at_install")
class TestLateMaterials(VendorCase):
    """What is late for which order (H1.7, H8.3)."""

    def test_what_comes_after_it_is_needed_is_late_for_its_order(self):
        self._need(self._in(5))
        self.assertFalse(self._rows(("is_late", "=", True)))
        self._promise(self._in(12))
        [row] = self._rows(("is_late", "=", True))
        self.assertEqual(row.sale_order_id, self.order)
        self.assertEqual(row.customer_id, self.order.partner_id)
        self.assertEqual(row.customer_promise_date, self.order.commitment_date)
        self.assertEqual(
            (row.partner_id, row.purchase_id), (self.vendor, self.purchase)
        )
        self.assertEqual(row.expected_date, self._in(12))
        self.assertEqual(row.open_quantity, 30)
        self.assertGreater(row.days_late, 0)

    def test_lateness_counts_working_days(self):
        self.env["order.workday"].search([]).unlink()
        first = self._in(5)
        # A day of rest, two worked, one of rest, one worked: the needed day is none.
        self._set_workdays(first, [True, False, True, True, False, True])
        self._need(first)
        self._promise(self._in(5, first))
        self.assertEqual(self._rows().days_late, 3)

    def test_what_does_not_come_is_late_from_the_day_after(self):
        self._need(self.today)
        self.assertFalse(self._rows(("is_late", "=", True)))
        self._need(self._in(-1))
        [row] = self._rows(("is_late", "=", True))
        self.assertEqual(row.arrival_date, self.today)

    def test_what_is_approved_and_not_ordered_is_seen_too(self):
        order, request = self._required()
        self._approve(request)
        self._need(self._in(-3), request)
        [row] = self._rows(("sale_order_id", "=", order.id))
        self.assertTrue(row.is_late)
        self.assertFalse(row.purchase_id)
        self.assertEqual(row.open_quantity, 30)

    def test_what_is_not_approved_is_not_waited_for(self):
        order, _request = self._required()
        self.assertFalse(self._rows(("sale_order_id", "=", order.id)))

    def test_what_has_come_is_not_waited_for(self):
        self._receive(self.purchase, 20)
        self.assertEqual(self._rows().open_quantity, 10)
        self._receive(self.purchase)
        self.assertFalse(self._rows())

    def test_what_was_ordered_before_a_refusal_is_waited_for(self):
        self.as_("deputy_general_manager", self.request).action_refuse("Enough")
        self.assertEqual(self._rows().purchase_id, self.purchase)

    def test_nothing_is_late_for_a_cancelled_order(self):
        self.order._action_cancel()
        self.assertFalse(self._rows())

    def test_a_spared_purchase_and_a_firm_with_the_switch_off_have_none(self):
        self.purchase.sudo().order_to_delivery_exempt = True
        self.assertFalse(self._rows(("purchase_id", "!=", False)))
        self.purchase.sudo().order_to_delivery_exempt = False
        self.company.sudo().use_order_to_delivery = False
        self.assertFalse(self._rows())

    def test_another_company_does_not_see_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.users["purchasing"].company_ids |= other
        rows = self._rows().with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([]))

    def test_the_list_costs_as_much_for_many_rows(self):
        self.walk_anew()
        counts = []
        for number in (2, 8):
            parts = [
                (self._make_part(f"Cog {number} {turn}", 5), 1)
                for turn in range(number)
            ]
            order, request = self._required(
                [(self._make_product(f"Mill {number}", parts), 1)]
            )
            self._bought(request)
            self._need(self._in(-3), request)
            rows = self._rows(("sale_order_id", "=", order.id))
            self.assertEqual(len(rows), number)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.read(["days_late", "last_chase_date", "customer_id"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_a_row_opens_what_its_reader_may_open(self):
        self.assertEqual(self._rows().action_open()["res_id"], self.purchase.id)
        action = self._rows(by="customer_service").action_open()
        self.assertEqual(action["res_model"], "sale.order")


@tagged("post_install", "-at_install")
class TestChasing(VendorCase):
    """Vendors are chased by planned activities (H1.7, H8.3)."""

    def test_several_vendors_are_chased_at_once_and_each_once(self):
        _order, request = self._required()
        second = self._bought(request)
        rows = self._rows()
        rows.action_plan_chase()
        for purchase in self.purchase | second:
            [chase] = self._chases(purchase)
            self.assertEqual(chase.user_id, self.users["purchasing"])
            self.assertIn("Motor", chase.note)
        rows.action_plan_chase()
        self.assertEqual(len(self._chases()), 1)

    def test_only_purchasing_chases(self):
        with self.refused("belongs to Purchasing", AccessError):
            self._rows(by="material_control").action_plan_chase()
        with self.refused("belongs to Purchasing", AccessError):
            self._rows(by="production").action_record_promise()

    def test_the_last_chase_is_shown_once_it_is_done(self):
        self._rows().action_plan_chase()
        self.assertFalse(self._rows().last_chase_date)
        self.assertEqual(self._rows().next_chase_date, self.today)
        self.as_("purchasing", self._chases()).action_feedback(feedback="Next week")
        self.assertEqual(self._rows().last_chase_date, self.today)
        self.assertFalse(self._rows().next_chase_date)

    def test_the_dates_of_several_rows_are_recorded_at_once(self):
        _order, request = self._required()
        self._bought(request)
        action = self._rows().action_record_promise()
        dialog = self.as_("purchasing", self.env[action["res_model"]]).with_context(
            **action["context"]
        )
        self.assertEqual(len(dialog.create({}).line_ids), 2)

    def test_the_morning_plans_what_is_due_and_does_not_do_it_twice(self):
        self._need(self._in(30))
        self._promise(self._in(25))
        self._run_cron("follow_materials")
        self.assertFalse(self._chases())
        self._promise(self._in(1))
        for _turn in range(2):
            self._run_cron("follow_materials")
            self.assertEqual(len(self._chases()), 1)

    def test_a_vendor_is_asked_again_after_three_working_days(self):
        self._need(self._in(-9))
        self._run_cron("follow_materials")
        self._chases().action_feedback()
        self._run_cron("follow_materials")
        self.assertFalse(self._chases())
        self._chases(is_active=False).date_done = self._in(-9)
        self._run_cron("follow_materials")
        self.assertEqual(len(self._chases()), 1)

    def test_nobody_chases_what_has_come(self):
        self._rows().action_plan_chase()
        self._receive(self.purchase)
        self._run_cron("follow_materials")
        self.assertFalse(self._chases())

    def test_with_the_switch_off_nobody_is_chased(self):
        self._need(self._in(-9))
        self.company.sudo().use_order_to_delivery = False
        self._run_cron("follow_materials")
        self.assertFalse(self._chases())


@tagged("post_install", "-at_install")
class TestLateMaterialWarning(VendorCase):
    """What cannot arrive in time warns the order before it is late (H4.1, H8.5)."""

    def setUp(self):
        super().setUp()
        self._need(self._in(5))

    def test_customer_service_is_warned_at_once(self):
        self._promise(self._in(12))
        [question] = self._questions()
        self.assertEqual(question.kind, "late")
        self.assertEqual(
            (question.old_date, question.new_date), (self._in(5), self._in(12))
        )
        self.assertEqual(question.activity_ids.user_id, self.users["customer_service"])
        self.assertIn(self.purchase.name, question.text)
        [entry] = self._desk("customer_service", "settle_late")
        self.assertEqual(entry.sale_order_id, self.order)
        texts = [item["text"] for item in self.order.gate_banner]
        self.assertIn(question.text, texts)

    def test_what_should_have_come_is_not_said_to_come(self):
        self._promise(self._in(12))
        question = self._questions()
        self.assertIn(f"comes on {self._in(12)}", question.text)
        with freeze_time(self._in(20)):
            question.invalidate_recordset(["text"])
            self.assertIn(f"was expected on {self._in(12)}", question.text)

    def test_only_who_is_asked_opens_the_dialog_and_only_once(self):
        self._promise(self._in(12))
        question = self._questions()
        with self.refused("belongs to Customer Service", AccessError):
            self.as_("purchasing", question).action_decide()
        asked = self.as_("customer_service", question)
        self.assertEqual(asked.action_decide()["res_model"], "order.supply.decide")
        asked._decide("kept", "The customer waits.")
        with self.refused("not open any more"):
            asked.action_decide()

    def test_what_comes_in_time_warns_nobody(self):
        self._promise(self._in(5))
        self.assertFalse(self._questions())

    def test_a_warning_goes_when_it_comes_in_time_after_all(self):
        self._promise(self._in(12))
        question = self._questions()
        self._promise(self._in(4))
        self.assertEqual(question.state, "settled")
        self.assertFalse(question.activity_ids)
        self.assertFalse(self._desk("customer_service", "settle_late"))

    def test_a_warning_is_renewed_and_not_repeated(self):
        self._promise(self._in(12))
        question = self._questions()
        self._promise(self._in(14))
        self.assertEqual(self._questions(), question)
        self.assertEqual(question.new_date, self._in(14))

    def test_the_morning_changes_only_what_changed(self):
        self._promise(self._in(12))
        question = self._questions()
        written = question.write_date
        self.env.cr.execute(
            "UPDATE order_supply_question SET write_date = '2020-01-01'"
        )
        self._run_cron("follow_materials")
        self.assertEqual(self._questions(), question)
        self.assertNotEqual(question.write_date, written)
        self.assertEqual(str(question.write_date), "2020-01-01 00:00:00")

    def test_the_morning_warns_of_what_was_not_ordered(self):
        order, request = self._required()
        self._approve(request)
        self._need(self._in(-2), request)
        self._run_cron("follow_materials")
        [question] = self._questions(order)
        self.assertIn("not ordered yet", question.text)

    def test_what_is_settled_is_asked_again_only_for_another_day(self):
        self._promise(self._in(12))
        self._decide(self._questions(), "customer_service", "kept")
        self._run_cron("follow_materials")
        self.assertFalse(self._questions())
        self._promise(self._in(13))
        self.assertTrue(self._questions())

    def test_what_has_come_warns_nobody(self):
        self._promise(self._in(12))
        question = self._questions()
        self._receive(self.purchase)
        self._run_cron("follow_materials")
        self.assertEqual(question.state, "settled")

    def test_another_department_does_not_settle_it(self):
        self._promise(self._in(12))
        question = self._questions()
        with self.refused("belongs to Customer Service", AccessError):
            self._decide(question, "purchasing")
        dialog = self.as_("purchasing", self.env["order.supply.decide"]).create(
            {
                "question_ids": question.ids,
                "decision": "kept",
                "remark": "Never mind",
            }
        )
        with self.refused("belongs to Customer Service", AccessError):
            dialog.action_decide()
        with self.assertRaises(AccessError):
            self.as_("customer_service", question).write({"state": "settled"})
        with self.assertRaises(AccessError):
            self.as_("customer_service", question).create(
                {"kind": "late", "sale_order_id": self.order.id}
            )
