from odoo.tests import tagged

from .papers_common import PapersCase


@tagged("post_install", "-at_install")
class TestPapersByMail(PapersCase):
    """The three papers that go to the customer go by mail, in his language."""

    as_pdf = False

    def _assert_mailed(self, record, paper, subject, body):
        mails = record.message_ids.filtered("attachment_ids")
        mail = mails.filtered(lambda message: subject in (message.subject or ""))[:1]
        self.assertTrue(mail, mails.mapped("subject"))
        self.assertIn(self.partner, mail.partner_ids)
        self.assertIn(body, mail.body)
        names = mail.attachment_ids.mapped("name")
        self.assertTrue([name for name in names if paper in name], names)

    def test_confirmation_goes_by_mail_in_chinese(self):
        self._assert_mailed(
            self.order.order_confirmation_ids, "订单确认书", "请签署订单", "今日签字"
        )

    def test_balance_notice_goes_by_mail_in_chinese(self):
        self._assert_mailed(self.order, "余款催收通知书", "余款催收通知", "支付余款")

    def test_advice_goes_by_mail_in_chinese(self):
        request = self.order.order_shipping_request_ids
        self._assert_mailed(request, "发货告知书", "发货告知书", "HF-20261124-9")

    def test_customer_abroad_gets_his_mail_in_english(self):
        request = self.order.order_shipping_request_ids
        self.partner.lang = "en_US"
        self.as_("customer_service", request).with_context(
            lang="zh_CN"
        ).action_send_advice()
        self._assert_mailed(
            request, "Shipping Advice", "Shipping advice", "are on their way"
        )
