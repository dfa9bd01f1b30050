from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .shipping_common import PaidShippingCase


class FeedbackCase(PaidShippingCase):
    def _deliver(self, **values):
        """Return an order whose goods have arrived, its receipt signed."""
        order = self._get_ready_order(**values)
        self._pay(order, order.amount_total)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids)
        order.invalidate_recordset(["order_delivery_receipt_ids"])
        receipt = self.as_("logistics", order.order_delivery_receipt_ids)
        paper = self.as_("logistics", self.env["ir.attachment"]).create(
            {"name": "signed.pdf", "raw": b"%PDF-1.4 signed"}
        )
        receipt.action_mark_signed(paper.ids, "Mr Chen")
        self.env.invalidate_all()
        return order

    def _ask(self, order):
        """Let the day come on which the customer is asked."""
        order.sudo().feedback_due_date = fields.Date.today()
        self._run_cron("ask_feedback")
        return order.rating_ids

    def _log(self, kind, order, **values):
        log = self.as_(kind, self.env["order.feedback.log"])
        log = log.create({"sale_order_id": order.id, "score": "5", **values})
        log.action_log()
        self.env.invalidate_all()

    def _get_calls(self, order):
        return order.activity_ids.filtered(
            lambda activity: activity.user_id == self.users["customer_service"]
        )


@tagged("post_install", "-at_install")
class TestFeedback(FeedbackCase):
    """Once all was delivered, the customer is asked whether he is content (H4.3)."""

    def test_the_customer_is_asked_some_days_after_the_last_receipt(self):
        self.company.order_feedback_days = 5
        order = self._deliver()
        day = self.company._get_local_day() + timedelta(5)
        self.assertEqual(order.feedback_due_date, day)
        self._run_cron("ask_feedback")
        self.assertFalse(order.rating_ids)

    def test_he_is_asked_by_one_mail(self):
        order = self._deliver()
        rating = self._ask(order)
        self._run_cron("ask_feedback")
        self.assertEqual(rating.partner_id, order.partner_id)
        self.assertFalse(order.feedback_due_date)
        mails = self.env["mail.mail"].search([("body_html", "like", "%/rate/%")])
        mail = mails.filtered(lambda mail: mail.res_id == order.id)
        self.assertEqual(len(mail), 1)
        self.assertIn(f"/rate/{rating.access_token}/5", mail.body_html)
        self.assertIn(order.partner_id, mail.recipient_ids)

    def test_who_has_no_address_is_called(self):
        order = self._deliver()
        order.partner_id.email = False
        self._ask(order)
        self.assertIn("by telephone", self._get_calls(order).summary)

    def test_nobody_is_asked_where_the_company_does_not_want_it(self):
        self.company.order_feedback_days = 0
        order = self._deliver()
        self.assertFalse(order.feedback_due_date)

    def test_part_of_the_goods_has_nobody_asked(self):
        order = self._get_ready_order()
        self._pay(order, order.amount_total)
        for step in (self._request_shipping, self._verify, self._release):
            step(order)
        self._validate(order.picking_ids, 4)
        self.assertFalse(order.feedback_due_date)

    def test_what_he_says_on_the_telephone_stands_on_the_order(self):
        order = self._deliver()
        self._log("customer_service", order, words="All as it should be.")
        self.assertEqual(self.as_("customer_service", order).feedback_count, 1)
        self.assertFalse(order.feedback_due_date, "he is not asked once more")
        self.assertFalse(self._get_calls(order))
        self.assertIn("All as it should be", str(order.message_ids.mapped("body")))

    def test_who_is_not_content_is_called(self):
        order = self._deliver()
        with self.assertRaisesRegex(UserError, "what is to be better"):
            self._log("sales", order, score="1")
        self._log("sales", order, score="1", words="Two doors are scratched.")
        self.assertIn("not content", self._get_calls(order).summary)

    def test_others_do_not_speak_for_the_customer(self):
        order = self._deliver()
        for kind in ("warehouse", "finance", "production"):
            with self.assertRaises(AccessError):
                self._log(kind, order)
            with self.assertRaises(AccessError):
                self.as_(kind, order).action_log_feedback()
        with self.assertRaises(AccessError):
            self.as_("sales", order).feedback_due_date = False

    # The analysis after completion

    def _get_row(self, order, kind="customer_service"):
        self.env.flush_all()
        rows = self.as_(kind, self.env["order.completion.analysis"])
        return rows.search([("sale_order_id", "=", order.id)])

    def test_delivered_order_stands_in_the_analysis_with_its_lateness(self):
        order = self._get_ready_order()
        self.assertFalse(self._get_row(order))
        order = self._deliver()
        # Late at night by the world's clock, it is the next day in the factory.
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        done = datetime(2026, 5, 4, 20)
        order.sudo().picking_ids.date_done = done
        order.sudo().commitment_date = datetime(2026, 5, 2, 4)
        self._log("customer_service", order, score="3", words="Late.")
        row = self._get_row(order)
        self.assertEqual(row.days_late, 3)
        self.assertEqual(row.last_delivery_date, date(2026, 5, 5))
        self.assertEqual(row.late_count, 1)
        self.assertEqual(row.score, 3)
        self.assertEqual(row.amount_untaxed, order.amount_untaxed)
        order.sudo().commitment_date = done + timedelta(1)
        self.env.invalidate_all()
        self.assertEqual(self._get_row(order).days_late, 0)

    def test_a_salesperson_sees_his_own_orders_there(self):
        order = self._deliver()
        order.user_id = self.users["clerk"]
        self.assertFalse(self._get_row(order, "sales"))
        order.user_id = self.users["sales"]
        self.assertTrue(self._get_row(order, "sales"))
        with self.assertRaises(AccessError):
            self._get_row(order, "warehouse")


@tagged("post_install", "-at_install")
class TestFeedbackPage(FeedbackCase, HttpCase):
    """The customer answers by a click in his mail, without an account."""

    def test_a_click_and_a_few_words_reach_customer_service(self):
        order = self._deliver()
        rating = self._ask(order)
        page = self.url_open(f"/rate/{rating.access_token}/1")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(rating.consumed, "a mail program that looks at links is none")
        token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        self.url_open(
            f"/rate/{rating.access_token}/submit_feedback",
            data={
                "rate": 1,
                "feedback": "Two doors are scratched",
                "csrf_token": token,
            },
        )
        self.env.invalidate_all()
        self.assertTrue(rating.consumed)
        self.assertEqual(rating.feedback, "Two doors are scratched")
        self.assertIn("not content", self._get_calls(order).summary)
