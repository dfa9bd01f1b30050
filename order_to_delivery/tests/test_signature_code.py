"""Who has the link does not sign: the signatory does, by a login or a code (H9.6)."""

from odoo.tests import tagged

from .cases import covers
from .code_common import SignatureCase

NOT_VALID = 'name="code_wrong"'


@tagged("post_install", "-at_install")
class TestSignatureCode(SignatureCase):
    def _get_codes(self):
        return self.env["order.signature.code"].search([])

    def _get_wrong(self):
        """Return a code that is not the one that was mailed."""
        return f"{(int(self._read_code()) + 1) % 10**6:06}"

    def _assert_not_signed(self):
        self.assertIn("enter the code", self._sign()["error"])
        self.assertEqual(self.confirmation.state, "arrived")

    @covers("confirm.early", "confirm.popup", route="portal", role="portal")
    def test_who_has_the_link_alone_neither_signs_nor_declines(self):
        page = self._open().text
        self.assertIn("Who signs?", page)
        for part in ("modalsign", "modaldecline"):
            self.assertNotIn(part, page)
        self._decline("Never mind.")
        self._assert_not_signed()

    def test_right_code_signs_and_is_kept_as_evidence(self):
        self._prove()
        self.assertNotIn("error", self._sign())
        confirmation, code = self.confirmation, self._get_codes()
        self.assertEqual(confirmation.state, "accepted")
        self.assertEqual(confirmation.signed_proof, "code")
        self.assertEqual(confirmation.signed_address, "customer.b@example.com")
        self.assertEqual(confirmation.signatory_id, self.order.partner_id)
        self.assertEqual(code.confirmation_id, confirmation)
        self.assertEqual(code.content_hash, confirmation.content_hash)
        self.assertTrue(code.proven_date and code.used_date and code.asked_from)
        self.assertEqual(code.tries, 1)

    def test_signed_paper_says_how_it_is_known_who_signed(self):
        self._prove()
        self._sign()
        paper = self.env["ir.actions.report"]._render_qweb_html(
            "order_to_delivery.report_order_confirmation", self.confirmation.ids
        )[0]
        self.assertIn(b"Code by E-Mail", paper)
        self.assertIn(b"customer.b@example.com", paper)

    def test_right_code_declines_and_asks_instead_of_cancelling(self):
        self._decline_with_code("The colour is wrong.")
        self.assertEqual(self.confirmation.state, "unclear")
        self.assertNotEqual(self.order.state, "cancel")
        self.assertTrue(self._get_codes().used_date)

    def test_code_is_kept_nowhere_but_in_the_mail(self):
        self._ask_code()
        secret, code = self._read_code(), self._get_codes()
        self.assertTrue(self._get_code_mails().auto_delete)
        for value in code.read()[0].values():
            self.assertNotIn(secret, str(value))
        for message in self.confirmation.message_ids | self.order.message_ids:
            self.assertNotIn(secret, message.body or "")
        self.assertIn(code.address, self.confirmation.message_ids[:1].body)

    def test_who_asks_for_a_code_does_not_read_it_in_odoo(self):
        buyer = self._create_portal_user("buyer")
        self.authenticate("buyer", "buyer")
        self._ask_code()
        mail = self._get_code_mails()
        self.assertEqual(len(mail), 1)
        people = [buyer, self.env.ref("base.public_user"), *self.users.values()]
        for user in people:
            message = mail.mail_message_id.with_user(user)
            self.assertFalse(message.has_access("read"), user.name)

    def test_code_is_taken_in_the_wide_digits_of_a_chinese_keyboard(self):
        self._ask_code()
        wide = "".join(chr(ord("０") + int(digit)) for digit in self._read_code())
        self._enter_code(f" {wide[:3]} {wide[3:]}")
        self.assertTrue(self._get_codes().proven_date)

    def test_sixth_try_does_not_count_even_if_it_is_right(self):
        self._ask_code()
        for number in range(1, 6):
            self.assertIn(NOT_VALID, self._enter_code(self._get_wrong()).text)
            self.assertEqual(self._get_codes().tries, number)
        self.assertIn(NOT_VALID, self._enter_code(self._read_code()).text)
        self.assertEqual(self._get_codes().tries, 5)
        self._assert_not_signed()

    def test_nonsense_instead_of_a_code_is_a_try(self):
        self._ask_code()
        for tries, nonsense in enumerate(("²³", "x" * 5000, "\0", "'"), 1):
            self.assertIn(NOT_VALID, self._enter_code(nonsense).text)
            self.assertEqual(self._get_codes().tries, tries)

    def test_code_expires(self):
        self._ask_code()
        self._let_pass(16)
        self.assertIn(NOT_VALID, self._enter_code(self._read_code()).text)
        self.assertEqual(self._get_codes().tries, 0)
        self._assert_not_signed()

    def test_code_that_was_entered_expires_too(self):
        self._prove()
        self._let_pass(16)
        self._assert_not_signed()

    def test_code_is_entered_once(self):
        self._prove()
        secret = self._read_code()
        self.authenticate(None, None)  # another browser
        self.assertIn(NOT_VALID, self._enter_code(secret).text)
        self._assert_not_signed()

    def test_code_holds_in_the_browser_in_which_it_was_entered(self):
        self._prove()
        self.authenticate(None, None)
        self._assert_not_signed()

    def test_code_of_another_confirmation_does_not_hold(self):
        self._prove()
        mine = self.order, self.confirmation
        self.order = self._walk_to("signature")
        self.confirmation = self.order.order_confirmation_ids[:1]
        secret = self._read_code()
        self._open()
        self._assert_not_signed()
        self.assertIn(NOT_VALID, self._enter_code(secret).text)
        self.order, self.confirmation = mine
        self.assertNotIn("error", self._sign())

    def test_later_code_takes_the_place_of_the_one_before(self):
        self._ask_code()
        first = self._read_code()
        self._let_pass(2)
        self._ask_code()
        self.assertEqual(self._get_codes().mapped("is_void"), [False, True])
        if first != self._read_code():
            self.assertIn(NOT_VALID, self._enter_code(first).text)
        self._enter_code(self._read_code())
        self.assertNotIn("error", self._sign())

    def test_sending_the_confirmation_again_ends_the_codes(self):
        self._prove()
        self.as_("customer_service", self.confirmation).action_send_again()
        self._open()
        self._assert_not_signed()

    def test_changed_order_is_not_signed_with_the_code_for_what_it_was(self):
        self._prove()
        self.order._write_content({}, {self.order.order_line: {"product_uom_qty": 11}})
        self.assertIn("was changed", self._sign()["error"])
        self._let_pass(2)
        self._ask_code()
        self.assertEqual(len(self._get_codes()), 1)

    def test_code_does_not_hold_for_another_content(self):
        self._prove()
        self._get_codes().content_hash = "0" * 64
        self.env.flush_all()
        self._assert_not_signed()

    # Who needs no code

    def test_signatory_who_has_logged_in_needs_no_code(self):
        chief = self._create_portal_user("chief", is_order_signatory=True)
        self.authenticate("chief", "chief")
        self.assertNotIn("Who signs?", self._open().text)
        self.assertNotIn("error", self._sign())
        self.assertEqual(self.confirmation.signed_proof, "login")
        self.assertEqual(self.confirmation.signed_address, "chief@example.com")
        self.assertEqual(self.confirmation.signatory_id, chief.partner_id)

    def test_another_of_the_customer_signs_with_the_signatorys_code_only(self):
        self._create_portal_user("buyer")
        self.authenticate("buyer", "buyer")
        self.assertIn("please ask them", self._sign()["error"])
        self.assertNotIn("error", self._sign_with_code())
        self.assertEqual(self.confirmation.signed_proof, "code")

    def test_where_nobody_is_designated_the_orders_contact_signs_and_no_other(self):
        self.order.partner_id.is_order_signatory = False
        self._create_portal_user("buyer")
        self.env.flush_all()
        self.authenticate("buyer", "buyer")
        self.assertIn("please ask them", self._sign()["error"])
        self.assertNotIn("error", self._sign_with_code())
        self.assertFalse(self.confirmation.signatory_id)
        self.assertEqual(self.confirmation.signed_address, "customer.b@example.com")

    def test_company_that_takes_the_link_says_so_on_what_was_signed(self):
        self.company.sudo().order_signature_proof = "link"
        self.env.flush_all()
        self.assertNotIn("Who signs?", self._open().text)
        self.assertNotIn("error", self._sign())
        self.assertEqual(self.confirmation.signed_proof, "link")

    def test_without_an_address_no_code_is_offered(self):
        self.confirmation.signatory_email = False
        self.env.flush_all()
        page = self._open().text
        self.assertIn('name="no_code_address"', page)
        self.assertNotIn('name="send_code"', page)
        self._ask_code()
        self.assertFalse(self._get_codes())

    def test_user_of_the_company_has_no_code_sent(self):
        self.authenticate("otd_sales", "otd_sales")
        self.assertNotIn("Who signs?", self._open().text)
        self._ask_code()
        self.assertFalse(self._get_codes())

    # How often

    def test_code_is_sent_once_a_minute(self):
        answers = [self._ask_code().text for _turn in range(2)]
        self.assertEqual(len(self._get_code_mails()), 1)
        self.assertTrue(all("at most one a minute" in text for text in answers))

    def test_code_is_sent_five_times_an_hour(self):
        for _turn in range(6):
            self._ask_code()
            self._let_pass(2)
        self.assertEqual(len(self._get_code_mails()), 5)
        self._let_pass(60)
        self._ask_code()
        self.assertEqual(len(self._get_code_mails()), 6)

    def test_stranger_without_the_link_has_no_code_sent(self):
        self._post("/code", token="0" * 36)
        self._post("/code/check", token="0" * 36, code="123456")
        self.assertFalse(self._get_codes())

    def test_page_answers_alike_whether_there_is_a_code_or_not(self):
        without = self._enter_code("000000")
        self._ask_code()
        wrong = self._enter_code(self._get_wrong())
        self.assertIn(NOT_VALID, without.text)
        self.assertIn(NOT_VALID, wrong.text)
        self.assertEqual(without.url, wrong.url)
