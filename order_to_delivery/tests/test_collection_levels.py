"""Overdue orders are reminded of once per level, and not while it makes no sense."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import KINDS


@tagged("post_install", "-at_install")
class TestCollectionLevels(CollectionCase):
    """H1.13, H6.6: what is overdue is chased level by level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_local_day()
        levels = cls.env["order.collection.level"]
        cls.first, cls.second, cls.last = levels.search([], order="days")

    def _get_overdue(self, days, *lines):
        order = self._deliver(*(lines or [("after", 100)]))
        self.as_("finance", order).action_confirm_settlement()
        self._set_late(order, days)
        return order

    def _set_late(self, order, days):
        order.sudo().payment_deadline = self.today - timedelta(days)
        self._judge()

    def _get_reminders(self, order):
        """Return at which levels an order was reminded of so far, after the cron."""
        self._run_cron("remind_of_payment")
        return order.order_collection_note_ids.filtered("level_id").level_id

    def _get_mails(self, order):
        return order.message_ids.filtered(lambda m: "is overdue" in (m.subject or ""))

    def test_the_customer_is_written_to_and_sales_is_told(self):
        order = self._get_overdue(2)
        self.assertFalse(self._get_reminders(order))
        self._set_late(order, 3)
        self.assertEqual(self._get_reminders(order), self.first)
        mail = self._get_mails(order)
        self.assertEqual(len(mail), 1)
        self.assertIn(order.partner_id, mail.partner_ids)
        self.assertTrue(mail.attachment_ids)
        activity = order.activity_ids.filtered(lambda a: "Overdue" in (a.summary or ""))
        self.assertEqual(activity.user_id, order.user_id)
        self.assertEqual(order.collection_level_id, self.first)

    def test_each_level_is_reached_once(self):
        order = self._get_overdue(5)
        self.assertEqual(self._get_reminders(order), self.first)
        self.assertNotIn((order, "later"), self.first._get_reached())
        self.assertEqual(self._get_reminders(order), self.first)
        self.assertEqual(len(self._get_mails(order)), 1)
        self._set_late(order, 16)
        self.assertEqual(self._get_reminders(order), self.first + self.second)
        self.assertEqual(len(self._get_mails(order)), 2)

    def test_what_is_long_overdue_is_reminded_of_at_its_highest_level_alone(self):
        order = self._get_overdue(200)
        self.assertEqual(self._get_reminders(order), self.last)
        self.assertFalse(self._get_mails(order))
        self.assertEqual(self._get_reminders(order), self.last)

    def test_the_department_of_the_level_is_told(self):
        order = self._get_overdue(15)
        self._get_reminders(order)
        activity = order.activity_ids.filtered(lambda a: "Overdue" in (a.summary or ""))
        self.assertEqual(activity.user_id, self.users["finance"])

    def test_the_paper_of_the_mail_reminds(self):
        order = self._get_overdue(5)
        notice = "order_to_delivery.report_balance_notice"
        reports = self.as_("sales", self.env["ir.actions.report"])
        paper = reports._render_qweb_html(notice, order.ids)[0].decode()
        self.assertNotIn("Payment Reminder", paper)
        self._get_reminders(order)
        paper = reports._render_qweb_html(notice, order.ids)[0].decode()
        for text in ("Payment Reminder", "First reminder", "Spare Fuse"):
            self.assertIn(text, paper)
        self._pay_percent(order, 100)
        self._judge()
        paper = reports._render_qweb_html(notice, order.ids)[0].decode()
        self.assertNotIn("Payment Reminder", paper)

    def test_what_is_promised_until_later_waits(self):
        order = self._get_overdue(5)
        note = self.as_("finance", self.env["order.collection.note"]).create(
            {
                "sale_order_id": order.id,
                "words": "By Friday",
                "date": self.today,
                "promised_date": self.today + timedelta(3),
            }
        )
        self.assertFalse(self._get_reminders(order))
        note.sudo().promised_date = self.today - timedelta(1)
        self._judge()
        self.assertEqual(self._get_reminders(order), self.first)

    def test_what_a_recovery_case_follows_is_not_reminded_of(self):
        order = self._get_overdue(5)
        recovery = (
            self.env["order.recovery.case"]
            .sudo()
            .create(
                {
                    "sale_order_id": order.id,
                    "company_id": order.company_id.id,
                    "partner_id": order.partner_id.commercial_partner_id.id,
                    "amount": 10,
                }
            )
        )
        self.assertFalse(self._get_reminders(order))
        recovery._close("settled")
        self._judge()
        self.assertEqual(self._get_reminders(order), self.first)

    def test_what_is_paid_or_not_confirmed_is_not_reminded_of(self):
        paid = self._get_overdue(5)
        self._pay_percent(paid, 100)
        self._judge()
        waiting = self._deliver(("after", 100))
        self.assertFalse(self._get_reminders(paid))
        self.assertFalse(self._get_reminders(waiting))

    def test_each_part_of_the_plan_has_its_own_levels(self):
        order = self._get_planned_order(("release", 50), ("after", 50))
        self.as_("sales", order).action_send_balance_notice()
        order.sudo().balance_due_date = self.today - timedelta(4)
        self._judge()
        self.assertEqual(self._get_reminders(order), self.first)
        self._pay_percent(order, 50)
        self._ship_order(order)
        self._sign_receipts(order)
        self.as_("finance", order).action_confirm_settlement()
        self._set_late(order, 4)
        self._run_cron("remind_of_payment")
        notes = order.order_collection_note_ids.filtered("level_id")
        self.assertEqual(set(notes.mapped("due_kind")), {"release", "later"})

    def test_a_level_of_another_company_is_not_reached(self):
        other = self.env["res.company"].create({"name": "Sister"})
        (self.first + self.second + self.last).company_id = other
        self.assertFalse(self._get_reminders(self._get_overdue(50)))

    def test_a_customer_without_address_is_left_to_the_department(self):
        order = self._get_overdue(5)
        order.partner_id.email = False
        self.assertEqual(self._get_reminders(order), self.first)
        self.assertFalse(self._get_mails(order))

    def test_only_the_manager_changes_levels(self):
        for kind in KINDS:
            with self.subTest(kind), self.assertRaises(AccessError):
                self.as_(kind, self.first).days = 99
