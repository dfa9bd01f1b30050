"""What a code or a login proves: who signs by now, and what stood on the screen."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .code_common import SIGNATURE, SignatureCase

CODE_TEMPLATE = "order_to_delivery.mail_template_signature_code"


@tagged("post_install", "-at_install")
class TestSignatureProof(SignatureCase):
    # Who signs by now

    def _replace_signatory(self):
        """Let Customer Service note that another signs for the customer by now."""
        self._create_portal_user("chief", is_order_signatory=True)
        self.as_("customer_service", self.order.partner_id).is_order_signatory = False
        self.env.flush_all()

    def test_who_signs_no_more_does_not_sign_with_the_code_that_he_has(self):
        self._ask_code()
        secret = self._read_code()
        self._replace_signatory()
        self._enter_code(secret)
        self.assertIn("error", self._sign())
        self.assertNotEqual(self.confirmation.state, "accepted")

    def test_code_that_was_entered_holds_no_more_once_another_signs(self):
        self._prove()
        self._replace_signatory()
        self.assertIn("error", self._sign())
        self.assertNotEqual(self.confirmation.state, "accepted")

    def test_who_signs_no_more_has_no_code_sent_and_both_sides_are_told(self):
        self._replace_signatory()
        self._ask_code()
        self.assertFalse(self._get_code_mails())
        page = self._open().text
        self.assertIn('name="asks_nobody"', page)
        self.assertNotIn('name="send_code"', page)
        gate = self.env["order.gate.confirmation.needs.signature"]
        text = gate._reasons_closed(self.order)[self.order][0].text
        self.assertIn(self.confirmation.name, text)
        self.assertIn("send it again", text)

    def test_confirmation_sent_again_asks_who_signs_by_now(self):
        self._replace_signatory()
        self.as_("customer_service", self.confirmation).action_send_again()
        self.assertEqual(self.confirmation.signatory_email, "chief@example.com")
        self.assertNotIn("error", self._sign_with_code())
        self.assertEqual(self.confirmation.signed_address, "chief@example.com")

    # Who has seen where it goes

    def _move_signatory(self):
        """Let a clerk give who signs another address, perhaps his own."""
        self.as_("clerk", self.order.partner_id).email = "clerk@example.com"
        self.env.flush_all()

    def test_who_changed_the_address_does_not_send_to_it(self):
        self._move_signatory()
        with self.assertRaisesRegex(UserError, "somebody else of Customer Service"):
            self.as_("clerk", self.confirmation).action_send_again()
        self.as_("customer_service", self.confirmation).action_send_again()
        self.assertEqual(self.confirmation.signatory_email, "clerk@example.com")
        self.as_("clerk", self.confirmation).action_send_again()

    def test_nobody_writes_who_changed_the_address(self):
        self._move_signatory()
        for kind in ("clerk", "customer_service", "sales"):
            partner = self.as_(kind, self.order.partner_id)
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                partner.write({"signatory_changed_by_id": False})
        self.assertEqual(
            self.order.partner_id.signatory_changed_by_id, self.users["clerk"]
        )

    def test_who_named_the_signatory_does_not_send_to_him(self):
        chief = self.as_("clerk", self.env["res.partner"]).create(
            {
                "name": "Chief",
                "email": "chief@example.com",
                "parent_id": self.order.partner_id.id,
            }
        )
        self.as_("clerk", self.order.partner_id).is_order_signatory = False
        chief.is_order_signatory = True
        order = self._walk_to("confirmation")
        with self.assertRaisesRegex(UserError, "You changed who signs for"):
            self.as_("clerk", order).action_send_confirmation()
        self.assertFalse(order.order_confirmation_ids)
        self._send_confirmation(order)
        self.assertEqual(order.order_confirmation_ids.signatory_id, chief)

    def test_login_for_an_address_that_nobody_else_saw_signs_nothing(self):
        chief = self._create_portal_user("chief", is_order_signatory=True)
        self.as_("clerk", chief.partner_id).email = "clerk@example.com"
        self.env.flush_all()
        self.authenticate("chief", "chief")
        self.assertIn("error", self._sign())
        self.as_("customer_service", self.confirmation).action_send_again()
        self.env.flush_all()
        self.assertNotIn("error", self._sign())

    def test_customer_who_changes_the_own_address_signs_on(self):
        chief = self._create_portal_user("chief", is_order_signatory=True)
        chief.partner_id.with_user(chief).sudo().email = "new@example.com"
        self.assertFalse(chief.partner_id.signatory_changed_by_id)

    # Who reads the code

    def test_code_goes_to_the_signatory_alone_whatever_the_template_says(self):
        other = self.users["sales"].partner_id
        self.env.ref(CODE_TEMPLATE).write(
            {
                "email_to": "me@example.com",
                "email_cc": "me@example.com",
                "partner_to": str(other.id),
            }
        )
        self.env.flush_all()
        self._ask_code()
        mail = self._get_code_mails()
        self.assertEqual(mail.email_to, "customer.b@example.com")
        self.assertFalse(mail.email_cc or mail.recipient_ids)

    # What stood on the screen

    def _change(self):
        """Let the order be changed, reviewed and sent to be signed anew."""
        self.as_("sales", self.order)._withdraw_review()
        self.order.invalidate_recordset()
        self.as_("sales", self.order).order_line.product_uom_qty = 12
        for step in (
            self._submit,
            self._circulate,
            self._answer_all,
            self._close,
            self._send_confirmation,
        ):
            step(self.order)
            self.order.invalidate_recordset()
        self.env.flush_all()

    def test_page_of_before_a_change_does_not_sign_what_came_after(self):
        self._create_portal_user("chief", is_order_signatory=True)
        self.authenticate("chief", "chief")
        old = self.confirmation.content_hash
        self.assertIn(f"content={old}", self._open().text)
        self._change()
        self.confirmation = self.order._get_live_confirmation()
        self.assertNotEqual(self.confirmation.content_hash, old)
        for content in (old, "None"):
            answer = self._sign(content=content)
            self.assertIn("has changed since you opened", answer["error"])
            self.assertIn(self.confirmation.name, answer["error"])
        self.assertEqual(self.confirmation.state, "sent")
        self.assertNotIn("error", self._sign())

    def test_quotation_is_signed_as_it_stands_on_the_screen(self):
        order = self._take_order()
        chief = self._create_portal_user("chief", is_order_signatory=True)
        self.authenticate("chief", "chief")
        url = order._get_signing_url()
        self.assertIn(url.partition("&")[2], self._open(order).text)
        self.as_("sales", order).order_line.price_unit = 1
        self.env.flush_all()
        values = {"name": "Mr Chen", "signature": SIGNATURE}
        answer = self.make_jsonrpc_request(url, values)
        self.env.invalidate_all()
        self.assertIn("has changed since you opened", answer["error"])
        self.assertFalse(order.signature)
        self.make_jsonrpc_request(order._get_signing_url(), values)
        self.env.invalidate_all()
        self.assertEqual(order.signed_content_signer_id, chief.partner_id)

    def test_stranger_learns_nothing_of_a_quotation_from_what_it_is_not(self):
        order = self._take_order()
        self.env.flush_all()
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept?content=0",
            {"name": "Me", "signature": SIGNATURE},
        )
        self.assertEqual(answer["error"], "Invalid order.")

    def test_who_may_not_decline_is_led_to_where_it_says_why(self):
        self.assertIn("/confirmation", self._decline("Never mind.").url)
        self._prove()
        self.assertIn("/confirmation", self._decline(" ").url)
