"""The customer sees in the portal what he owes, and nobody else does."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .collection_common import CollectionCase


@tagged("post_install", "-at_install")
class TestBalancePortal(CollectionCase, HttpCase):
    """H1.13, H9.16: the balance notice by e-mail, print and portal."""

    def _get_noticed(self, *lines):
        order = self._get_planned_order(*(lines or [("release", 100)]))
        self.as_("sales", order).action_send_balance_notice()
        self._judge()
        return order

    def _open(self, order, **values):
        return self.url_open(order.get_portal_url(suffix="/balance", **values))

    def test_the_page_says_what_is_finished_paid_and_due(self):
        order = self._get_noticed()
        self._pay_percent(order, 40)
        self._judge()
        self.env["res.partner.bank"].create(
            {
                "acc_number": "6222 0001 0002",
                "partner_id": self.company.partner_id.id,
                "acc_holder_name": "Factory Ltd",
            }
        )
        page = self._open(order).text
        for text in (
            order.name,
            "Spare Fuse",
            "6222 0001 0002",
            "Factory Ltd",
            f"{order.amount_total * 0.6:,.2f}",
            f"{order.amount_total * 0.4:,.2f}",
        ):
            self.assertIn(text, page)
        self.assertNotIn('name="pay_balance"', page)

    def test_the_mail_leads_to_the_page(self):
        order = self._get_noticed()
        mail = order.message_ids.filtered(
            lambda message: "balance of order" in (message.subject or "")
        )
        self.assertIn(f"/my/orders/{order.id}/balance", mail.body)
        self.assertIn(order.access_token, mail.body)

    def test_the_notice_is_downloaded(self):
        order = self._get_noticed()
        answer = self._open(order, report_type="html")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(order.name, answer.text)
        self.assertIn("Spare Fuse", answer.text)

    def test_a_stranger_sees_nothing(self):
        order = self._get_noticed()
        order._portal_ensure_token()
        for url in (
            f"/my/orders/{order.id}/balance",
            f"/my/orders/{order.id}/balance?access_token=guess",
            f"/my/orders/{order.id}/balance?access_token=guess&report_type=html",
        ):
            with self.subTest(url):
                answer = self.url_open(url)
                self.assertNotIn("Spare Fuse", answer.text)
                self.assertNotIn("/balance", answer.url)

    def test_a_customer_with_a_login_sees_his_own(self):
        order = self._get_noticed()
        portal = self.env.ref("base.group_portal")
        for grade, sees in (("A", True), ("B", False)):
            user = self.env["res.users"].create(
                {
                    "name": f"Portal {grade}",
                    "login": f"balance_{grade}",
                    "password": f"balance_{grade}",
                    "partner_id": self.partners[grade].id,
                    "group_ids": [fields.Command.set(portal.ids)],
                }
            )
            self.authenticate(user.login, user.login)
            page = self.url_open(f"/my/orders/{order.id}/balance")
            self.assertEqual("Spare Fuse" in page.text, sees)

    def test_nothing_is_told_before_sales_sends_the_notice(self):
        order = self._get_planned_order(("release", 100))
        order._portal_ensure_token()
        self._judge()
        answer = self._open(order)
        self.assertNotIn("/balance?", answer.url)
        self.assertNotIn("see_order_balance", answer.text)
        self.as_("sales", order).action_send_balance_notice()
        self._judge()
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("see_order_balance", page)

    def test_it_is_paid_by_a_provider_that_is_enabled(self):
        order = self._get_noticed()
        self.env["payment.provider"].create(
            {
                "name": "Bank Card",
                "code": "none",
                "state": "test",
                "is_published": True,
                "company_id": self.company.id,
                "journal_id": self.env["account.journal"]
                .search(
                    [("type", "=", "bank"), ("company_id", "=", self.company.id)],
                    limit=1,
                )
                .id,
                "payment_method_ids": [
                    fields.Command.set(
                        self.env.ref("payment.payment_method_unknown").ids
                    )
                ],
            }
        )
        self.authenticate("otd_sales", "otd_sales")
        page = self._open(order).text
        self.assertIn('name="pay_balance"', page)
        self.assertIn(f"payment_amount={order.amount_total}", page)

    def test_what_is_paid_is_thanked_for(self):
        order = self._get_noticed()
        self._pay_percent(order, 100)
        self._judge()
        page = self._open(order).text
        self.assertIn("Everything that is due is paid", page)
        self.assertNotIn('name="pay_balance"', page)
