from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestConfirmationPaper(OrderToDeliveryCase):
    """It is sent, comes back on paper, and a second clerk accepts it (H9.6)."""

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("confirmation")

    def _bring_in(self, confirmation, **values):
        clerk = self.users["customer_service"]
        paper = (
            self.env["ir.attachment"]
            .with_user(clerk)
            .create({"name": "signed.pdf", "raw": b"%PDF-1.4 signed", **values})
        )
        self.as_("customer_service", confirmation).action_upload_signed(
            paper.ids, "Mr Chen"
        )
        return paper

    def test_confirmation_is_bound_to_the_content_that_was_reviewed(self):
        confirmation = self._send_confirmation(self.order)
        revision = self.order.pending_revision_id
        self.assertRegex(confirmation.name, r"^OC/\d{4}/\d{5}$")
        self.assertEqual(confirmation.revision_id, revision)
        self.assertEqual(confirmation.content_hash, revision.content_hash)
        self.assertEqual(self.order.state, "sent")

    def test_confirmation_is_due_back_on_the_same_day(self):
        confirmation = self._send_confirmation(self.order)
        self.assertEqual(confirmation.due_date, self.company._get_local_day())

    def test_designated_signatory_is_mailed_the_paper_and_the_way_to_sign(self):
        signatory = self.env["res.partner"].create(
            {
                "name": "Ms Signatory",
                "email": "signatory@example.com",
                "parent_id": self.order.partner_id.id,
                "is_order_signatory": True,
            }
        )
        self.order.partner_id.is_order_signatory = False
        confirmation = self._send_confirmation(self.order)
        message = confirmation.message_ids.filtered("partner_ids")[:1]
        self.assertEqual(confirmation.signatory_id, signatory)
        self.assertEqual(message.partner_ids, signatory)
        self.assertIn(
            f"/my/orders/{self.order.id}/confirmation?access_token", message.body
        )
        self.assertEqual(len(message.attachment_ids), 1)

    def test_confirmation_is_not_sent_before_the_review_is_closed(self):
        order = self._walk_to("closing")
        with self.assertRaisesRegex(UserError, "review of .* is not closed"):
            self._send_confirmation(order)
        self.assertFalse(order.order_confirmation_ids)

    def test_confirmation_is_not_sent_twice_for_one_revision(self):
        self._send_confirmation(self.order)
        with self.assertRaisesRegex(UserError, "send that one again"):
            self._send_confirmation(self.order)

    def test_confirmation_is_sent_by_customer_service_only(self):
        with self.assertRaisesRegex(AccessError, "Customer Service"):
            self.as_("sales", self.order).action_send_confirmation()

    def test_order_is_confirmed_once_the_second_clerk_accepts_the_paper(self):
        confirmation = self._send_confirmation(self.order)
        self._sign_confirmation(self.order)
        self.assertEqual(confirmation.state, "accepted")
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.order.current_revision_id, confirmation.revision_id)
        self.assertEqual(self.order.current_revision_id.state, "in_force")
        self.assertFalse(self.order.pending_revision_id)

    def test_clerk_does_not_accept_the_paper_that_she_brought_in(self):
        confirmation = self._send_confirmation(self.order)
        self._bring_in(confirmation, res_model="order.confirmation")
        with self.assertRaisesRegex(UserError, "another clerk"):
            self.as_("customer_service", confirmation).action_accept()
        self.assertEqual(confirmation.state, "signed")

    def test_paper_is_accepted_by_customer_service_only(self):
        confirmation = self._send_confirmation(self.order)
        self._bring_in(confirmation, res_model="order.confirmation")
        with self.assertRaisesRegex(AccessError, "Customer Service"):
            self.as_("sales", confirmation).action_accept()

    def test_paper_without_a_file_is_refused(self):
        confirmation = self._send_confirmation(self.order)
        with self.assertRaisesRegex(UserError, "scan or a photograph"):
            self.as_("customer_service", confirmation).action_upload_signed([], "Mr X")

    def test_paper_without_a_name_is_refused(self):
        confirmation = self._send_confirmation(self.order)
        with self.assertRaisesRegex(UserError, "who signed"):
            self.as_("customer_service", confirmation).action_upload_signed([1], " ")

    def test_file_of_another_record_is_no_signed_paper(self):
        confirmation = self._send_confirmation(self.order)
        with self.assertRaisesRegex(AccessError, "upload it anew"):
            self._bring_in(confirmation, res_model="sale.order", res_id=self.order.id)

    def test_signed_paper_cannot_be_exchanged_by_the_clerk(self):
        confirmation = self._send_confirmation(self.order)
        paper = self._bring_in(confirmation, res_model="order.confirmation")
        with self.assertRaises(AccessError):
            self.as_("customer_service", paper).write({"raw": b"another"})
        with self.assertRaises(AccessError):
            self.as_("customer_service", paper).unlink()

    def test_confirmation_that_a_changed_tax_overtook_goes_no_further(self):
        tax = self.env["account.tax"].create({"name": "VAT 13", "amount": 13})
        self.product.taxes_id = tax
        confirmation = self._walk_to("signature").order_confirmation_ids
        again = self.as_("customer_service", confirmation).action_send_again
        tax.amount = 9
        for act in (again, lambda: self._bring_in(confirmation)):
            with self.assertRaisesRegex(UserError, "was changed after"):
                act()
        tax.amount = 13
        self._bring_in(confirmation)
        tax.amount = 9
        with self.assertRaisesRegex(UserError, "was changed after"):
            self.as_("clerk", confirmation).action_accept()
        self.assertEqual(confirmation.state, "signed")

    def test_paper_keeps_the_address_that_was_sent_to_be_signed(self):
        confirmation = self._send_confirmation(self.order)
        place = self.order.partner_shipping_id
        self.assertIn(place.street, confirmation.delivery_address)
        place.street = "9 Thief Lane"
        self.assertNotIn("Thief", self._get_destination(confirmation))
        self.as_("customer_service", confirmation).action_send_again()
        self.assertIn("Thief", self._get_destination(confirmation))

    def _get_destination(self, confirmation):
        return self.env["order.paper"]._get_confirmation(confirmation)["destination"]

    def test_unclear_paper_goes_back_and_is_asked_for_again(self):
        confirmation = self._send_confirmation(self.order)
        self._bring_in(confirmation, res_model="order.confirmation")
        clerk = self.as_("clerk", confirmation)
        clerk.action_mark_unclear("The stamp cannot be read.")
        self.assertEqual(confirmation.state, "unclear")
        self.assertEqual(confirmation.unclear_reason, "The stamp cannot be read.")
        with self.assertRaisesRegex(UserError, "not open any more"):
            clerk.action_accept()
        clerk.action_send_again()
        self.assertEqual(confirmation.state, "sent")
        self.assertFalse(confirmation.signed_by or confirmation.file_ids)
        self._sign_confirmation(self.order)
        self.assertEqual(self.order.state, "sale")

    def test_unclear_paper_needs_a_reason(self):
        confirmation = self._send_confirmation(self.order)
        with self.assertRaisesRegex(UserError, "what is unclear"):
            self.as_("clerk", confirmation).action_mark_unclear(" ")

    def test_state_of_a_confirmation_is_not_written_by_users(self):
        confirmation = self._send_confirmation(self.order)
        for values in ({"state": "accepted"}, {"content_hash": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.as_("customer_service", confirmation).write(values)
        with self.assertRaises(AccessError):
            self.as_("customer_service", self.order.order_confirmation_ids).create(
                {
                    "sale_order_id": self.order.id,
                    "revision_id": self.order.pending_revision_id.id,
                    "state": "accepted",
                }
            )

    def test_no_superuser_accepts_what_nobody_signed(self):
        paper = self._send_confirmation(self.order).sudo()
        accepted = {"state": "accepted"}
        self._refuse_write(paper, accepted, "not signed by anybody")
        other = {**accepted, "signed_by": "Mr Chen", "content_hash": "x"}
        self._refuse_write(paper, other, "another content")
        self._upload_confirmation(self.order)
        self._refuse_write(paper, accepted, "another clerk accepts it")
        own = {**accepted, "accepted_by_id": paper.uploaded_by_id.id}
        self._refuse_write(paper, own, "another clerk accepts it")
        self.assertEqual(paper.state, "signed")

    def _refuse_write(self, record, values, why):
        with (
            self.subTest(why=why),
            self.assertRaisesRegex(ValidationError, why),
        ):
            record.write(values)

    def test_arrival_is_noted_once(self):
        confirmation = self._send_confirmation(self.order)
        self.as_("sales", confirmation).action_mark_arrived()
        self.assertEqual(confirmation.state, "arrived")
        self.assertTrue(confirmation.arrived_date)
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.as_("sales", confirmation).action_mark_arrived()

    def test_paper_is_brought_in_and_found_unclear_through_the_dialogs(self):
        confirmation = self._send_confirmation(self.order)
        paper = (
            self.env["ir.attachment"]
            .with_user(self.users["clerk"])
            .create(
                {
                    "name": "photo.jpg",
                    "raw": b"x",
                    "res_model": "order.confirmation.upload",
                }
            )
        )
        wizard = (
            self.env["order.confirmation.upload"]
            .with_user(self.users["clerk"])
            .create({"confirmation_id": confirmation.id, "attachment_ids": paper.ids})
        )
        self.assertEqual(wizard.signed_by, confirmation.signatory_id.name)
        self.assertEqual(wizard.signed_by, self.order.partner_id.name)
        wizard.action_upload()
        self.assertEqual(confirmation.file_ids, paper)
        self.env["order.confirmation.unclear"].with_user(self.users["clerk"]).create(
            {"confirmation_id": confirmation.id, "reason": "Which crane?"}
        ).action_mark_unclear()
        self.assertEqual(confirmation.state, "unclear")

    def test_arrival_is_noted_by_those_who_speak_with_the_customer(self):
        confirmation = self._send_confirmation(self.order)
        for kind in ("warehouse", "production", "finance"):
            with self.assertRaisesRegex(AccessError, "belongs to"):
                self.as_(kind, confirmation).action_mark_arrived()
        self.assertEqual(confirmation.state, "sent")
        self.as_("sales", confirmation).action_mark_arrived()
        self.assertEqual(confirmation.state, "arrived")
