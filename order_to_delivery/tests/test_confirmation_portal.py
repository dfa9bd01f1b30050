from datetime import timedelta

from odoo.tests import tagged

from .cases import covers
from .code_common import SIGNATURE, SignatureCase


@tagged("post_install", "-at_install")
class TestConfirmationPortal(SignatureCase):
    """The customer signs, or says what is wrong, over real HTTP."""

    def test_page_shows_what_was_reviewed_with_its_revision_and_hash(self):
        page = self._open().text
        self.assertIn(self.confirmation.content_hash, page)
        self.assertIn("Control Cabinet", page)
        self.assertIn("Wooden case", page)
        self.assertNotIn("Sign the confirmation", page)
        self._prove()
        self.assertIn("Sign the confirmation", self._open().text)
        self.assertRegex(page, r'name="revision_number">\s*1\s*<')

    def test_first_visit_of_the_customer_proves_arrival(self):
        self._open()
        self.env.invalidate_all()
        self.assertEqual(self.confirmation.state, "arrived")
        self.assertTrue(self.confirmation.arrived_date)

    @covers("promise.outage", route="portal", role="portal")
    def test_who_signs_late_signs_the_dates_as_the_days_have_moved_them(self):
        self.order.company_id.order_slip_days = "calendar"
        finished = self.order.finished_date
        self.confirmation.due_date -= timedelta(days=3)
        self.assertTrue(self._sign_with_code().get("force_refresh"))
        self.assertEqual(self.confirmation.state, "accepted")
        self.assertEqual(self.order.finished_date, finished + timedelta(days=3))
        self.assertEqual(self.order.state, "sale")

    def test_preview_of_the_link_is_no_arrival(self):
        self.url_open(
            self.confirmation.get_portal_url(), headers={"Odoo-Link-Preview": "True"}
        )
        self.env.invalidate_all()
        self.assertEqual(self.confirmation.state, "sent")

    def test_stranger_without_token_sees_nothing(self):
        response = self.url_open(
            f"/my/orders/{self.order.id}/confirmation", allow_redirects=False
        )
        self.assertEqual(response.status_code, 303)
        self.assertNotIn(self.confirmation.content_hash, response.text)

    def test_stranger_with_a_wrong_token_neither_signs_nor_declines(self):
        self._prove()
        answer = self._sign(token=False, access_token="0" * 36)
        self._decline("No", token="0" * 36)
        self.assertEqual(answer, {"error": "Invalid order."})
        self.assertEqual(self.confirmation.state, "arrived")

    def test_signature_is_accepted_at_once_and_confirms_the_order(self):
        answer = self._sign_with_code()
        self.assertIn("redirect_url", answer)
        self.assertEqual(self.confirmation.state, "accepted")
        self.assertEqual(self.confirmation.channel, "portal")
        self.assertEqual(self.confirmation.signed_by, "Mr Chen")
        self.assertTrue(self.confirmation.signature)
        self.assertEqual(self.order.state, "sale")

    def test_signed_paper_is_attached_to_the_order(self):
        self._sign_with_code()
        for document in (self.order, self.confirmation):
            message = document.message_ids.filtered(
                lambda m: "signed by Mr Chen" in (m.body or "")
            )
            self.assertEqual(
                message.attachment_ids.name, f"{self.confirmation.name}.pdf"
            )

    def test_signature_without_name_or_drawing_is_asked_for(self):
        self._prove()
        self.assertIn("name", self._sign(name=" ")["error"])
        self.assertIn("missing", self._sign(signature=False)["error"])
        self.assertIn("not encoded", self._sign(signature="§")["error"])
        self.assertEqual(self.confirmation.state, "arrived")

    def test_confirmation_is_signed_once(self):
        self._sign_with_code()
        self.assertIn("nothing to sign", self._sign(name="Somebody")["error"])
        self.assertEqual(self.confirmation.signed_by, "Mr Chen")

    @covers("confirm.early", "confirm.popup", route="portal", role="customer")
    def test_signature_that_meets_a_closed_gate_is_kept_and_goes_on_later(self):
        # Only the review's gate is left: the chair takes the closing back.
        review = self.order.order_review_ids
        review.sudo().state = "answered"
        self.order.invalidate_recordset()
        answer = self._sign_with_code()
        self.assertNotIn("error", answer)
        self.assertEqual(self.confirmation.state, "accepted")
        self.assertEqual(self.order.state, "sent")
        self.assertIn("We keep your signature", self._open().text)
        self.as_("deputy_general_manager", review).action_close()
        self.assertEqual(self.order.state, "sale")

    def test_order_that_was_changed_is_not_signed_on_its_old_confirmation(self):
        self.order._write_content({}, {self.order.order_line: {"product_uom_qty": 11}})
        self.assertIn("was changed", self._sign()["error"])
        self.assertEqual(self.confirmation.state, "sent")
        self.assertNotIn("modalsign", self._open().text)

    def test_signature_in_the_portal_instructs_production_where_it_stands_in(self):
        """H9.10: by nobody's hand, so the machine tells it in its own name."""
        self.company.sudo().order_instruction_policy = "confirmation"
        self._pay(self.order, self.order.deposit_due)
        self.env.flush_all()
        self._sign_with_code()
        instruction = self.order.order_production_instruction_ids
        self.assertEqual(instruction.state, "issued")
        self.assertEqual(instruction.confirmation_id, self.confirmation)
        self.assertFalse(instruction.issued_by_id)
        told = instruction.message_ids.filtered("partner_ids")
        self.assertEqual(told.author_id, self.env.ref("base.partner_root"))
        self._accept_instruction(self.order)
        self.assertEqual(instruction.state, "accepted")

    def test_portal_user_signs_only_as_the_designated_signatory(self):
        self._create_portal_user("buyer")
        chief = self._create_portal_user("chief", is_order_signatory=True)
        self.authenticate("buyer", "buyer")
        self.assertIn("please ask them", self._sign(token=False)["error"])
        self.assertEqual(self.confirmation.state, "sent")
        self.authenticate("chief", "chief")
        self.assertNotIn("error", self._sign(token=False))
        self.assertEqual(self.confirmation.signatory_id, chief.partner_id)

    def test_user_of_the_company_does_not_sign_for_the_customer(self):
        self.authenticate("otd_sales", "otd_sales")
        self.assertIn("Only the customer signs", self._sign()["error"])
        self.assertEqual(self.confirmation.state, "sent")

    def test_user_of_the_company_does_not_sign_the_quotation_either(self):
        order = self._take_order()
        self.authenticate("otd_sales", "otd_sales")
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {
                "name": "Me",
                "signature": SIGNATURE,
                "access_token": order._portal_ensure_token(),
            },
        )
        self.assertIn("Only the customer", answer["error"])
        self.assertFalse(order.signature)

    def test_customer_who_declines_is_asked_and_the_order_is_kept(self):
        self._decline_with_code("The colour is wrong.")
        self.assertEqual(self.confirmation.state, "unclear")
        self.assertEqual(self.confirmation.unclear_reason, "The colour is wrong.")
        self.assertEqual(self.order.state, "sent")
        activity = self.order.activity_ids.filtered(
            lambda a: "colour" in (a.note or "")
        )
        self.assertEqual(activity.user_id, self.users["customer_service"])
        self.assertIn("colour", self.order.message_ids[:1].body)
        self.assertIn("nothing to sign", self._sign()["error"])

    def test_confirmation_is_signed_after_it_was_sent_again(self):
        self._decline_with_code("The colour is wrong.")
        self.as_("customer_service", self.confirmation).action_send_again()
        self._let_pass(2)
        self.assertNotIn("error", self._sign_with_code())
        self.assertEqual(self.order.state, "sale")

    def test_page_of_the_order_leads_to_the_confirmation_instead_of_the_quotation(self):
        page = self._open(self.order).text
        self.assertIn("Sign the confirmation", page)
        self.assertNotIn('id="accept"', page)
        self.assertIn("Please sign its confirmation", page)

    def test_page_of_an_order_without_confirmation_leads_back(self):
        order = self._take_order()
        response = self.url_open(
            f"/my/orders/{order.id}/confirmation?access_token={order._portal_ensure_token()}",
            allow_redirects=False,
        )
        self.assertIn(f"/my/orders/{order.id}?", response.headers["Location"])

    def test_paper_of_grade_a_is_signed_in_the_portal_after_the_order_is_confirmed(
        self,
    ):
        self.order.sudo().customer_grade_id = self.grades["A"]
        self.as_("sales", self.order).action_confirm()
        self.assertNotIn("error", self._sign_with_code())
        self.assertEqual(self.order.order_gate_waiver_ids.state, "settled")

    def _sign_quotation_in_portal(self, order):
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {
                "name": "Mr Chen",
                "signature": SIGNATURE,
                "access_token": order._portal_ensure_token(),
            },
        )
        self.env.invalidate_all()
        return answer

    def test_quotation_signed_before_its_review_stays_and_the_customer_is_told(self):
        chief = self._create_portal_user("chief", is_order_signatory=True)
        self.order = order = self._take_order()
        self._submit(order)
        self.authenticate("chief", "chief")
        answer = self._sign_quotation_in_portal(order)
        self.assertNotIn("error", answer)
        self.assertTrue(order.signature)
        self.assertTrue(order.signed_content_hash)
        self.assertEqual(order.signed_content_signer_id, chief.partner_id)
        self.assertNotEqual(order.state, "sale")
        self.assertIn("being reviewed", self._open(order).text)
        self.assertTrue(
            order.message_ids.filtered(lambda m: "signed by Mr Chen" in (m.body or ""))
        )

    @covers("confirm.early", route="portal", role="portal")
    def test_quotation_that_was_signed_with_the_link_alone_is_the_order_only(self):
        order = self._take_order()
        self._submit(order)
        self.assertNotIn("error", self._sign_quotation_in_portal(order))
        self.assertTrue(order.signature)
        self.assertFalse(order.signed_content_hash)
        self.assertFalse(order.signed_content_signer_id)
        self.assertIn("its confirmation to sign", self._open(order).text)
        self.assertNotEqual(order.state, "sale")

    def test_quotation_is_cancelled_by_the_customer_before_its_review_only(self):
        reviewed = self._take_order()
        self._submit(reviewed)
        open_order = self._take_order()
        for order in reviewed | open_order:
            self.url_open(
                f"/my/orders/{order.id}/decline",
                data={
                    "decline_message": "Too late",
                    "access_token": order._portal_ensure_token(),
                    "csrf_token": self._get_csrf_token(),
                },
            )
        self.env.invalidate_all()
        self.assertEqual(open_order.state, "cancel")
        self.assertNotEqual(reviewed.state, "cancel")
        self.assertTrue(reviewed.activity_ids.filtered(lambda a: "Too late" in a.note))
