"""A quotation that was signed stands for the confirmation where it is known by whom."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import is_html_empty

from odoo.addons.order_to_delivery.models.signing.order_signatory_mixin import (
    SIGNING_USER,
)

from .cases import covers
from .code_common import SIGNATURE, SignatoryMixin
from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestQuotationSignature(SignatoryMixin, OrderToDeliveryCase):
    def test_signature_hash_of_a_quotation_is_not_written_by_users(self):
        order = self._walk_to("confirmation")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.as_("sales", order).signed_content_hash = "x"

    def test_signature_that_a_user_writes_on_a_quotation_does_not_count(self):
        order = self._walk_to("confirmation")
        self.as_("sales", order).write({"signature": SIGNATURE, "signed_by": "Mr Chen"})
        order._resume_held()
        self.assertFalse(order.signed_content_hash)
        self.assertEqual(order.state, "draft")

    def test_signature_under_which_a_user_writes_another_name_does_not_count(self):
        order = self._walk_to("confirmation")
        chief = self._create_portal_user("chief", order, is_order_signatory=True)
        for values in ({"signed_by": "Mr Wang"}, {"signed_on": "2026-01-01"}):
            self._sign_quotation(order, chief)
            self.assertTrue(order.signed_content_hash)
            self.as_("sales", order).write(values)
            self.assertFalse(order.signed_content_hash)

    def test_papers_of_a_changed_order_show_no_old_signature(self):
        order = self._take_order()
        self._sign_quotation(order, self.env.ref("base.public_user"))
        self.assertTrue(self._shows_signature(order))
        self._submit(order)
        self.assertTrue(self._shows_signature(order))
        order._write_content({}, {order.order_line: {"price_unit": 1}})
        self.assertFalse(self._shows_signature(order))
        self.assertTrue(order.signature)

    def test_papers_show_no_signature_that_a_user_wrote(self):
        order = self._take_order()
        sales = self.as_("sales", order)
        sales.write({"signature": SIGNATURE, "signed_by": "Mr Chen"})
        self.assertFalse(self._shows_signature(order))

    def test_drawing_of_a_signature_is_nobodys_to_exchange(self):
        order = self._take_order()
        self._sign_quotation(order, self.env.ref("base.public_user"))
        files = self.env["ir.attachment"].sudo()
        drawing = files.search(
            [
                ("res_model", "=", "sale.order"),
                ("res_field", "=", "signature"),
                ("res_id", "=", order.id),
            ]
        )
        own = self.as_("sales", drawing)
        for act in (lambda: own.write({"raw": b"forged"}), own.unlink):
            with self.assertRaisesRegex(UserError, order.name):
                act()
        order.sudo().signature = False
        self.assertFalse(drawing.exists())

    def _shows_signature(self, order):
        """Tell whether Odoo's own paper of the order shows a signature."""
        self.env.flush_all()
        paper = self.env["ir.actions.report"]._render_qweb_html(
            "sale.report_saleorder", order.ids
        )[0]
        return b"Mr Chen" in paper

    def test_quotation_is_not_signed_for_somebody_by_a_context_that_names_him(self):
        order = self._walk_to("confirmation")
        chief = self._create_portal_user("chief", order, is_order_signatory=True)
        forged = order.sudo().with_context(**{SIGNING_USER: chief.id})
        forged.write({"signature": SIGNATURE, "signed_by": "Mr Chen"})
        self.assertFalse(order.signed_content_hash)

    def test_quotation_signature_counts_when_the_review_changed_nothing(self):
        order = self._walk_to("confirmation")
        chief = self._create_portal_user("chief", order, is_order_signatory=True)
        self._sign_quotation(order, chief)
        order.sudo()._validate_order()
        confirmation = order.order_confirmation_ids
        self.assertEqual(
            (confirmation.state, confirmation.channel), ("accepted", "portal")
        )
        self.assertEqual(confirmation.signed_by, "Mr Chen")
        self.assertEqual(confirmation.signed_proof, "login")
        self.assertEqual(confirmation.signed_address, "chief@example.com")
        self.assertEqual(confirmation.signatory_id, chief.partner_id)
        self.assertEqual(order.state, "sale")

    def test_quotation_signature_is_kept_but_does_not_count_after_a_change(self):
        order = self._take_order()
        chief = self._create_portal_user("chief", order, is_order_signatory=True)
        self._sign_quotation(order, chief)
        order.sudo()._validate_order()
        order = self._walk_to("confirmation", order=order)
        self.assertTrue(order.signature)
        self.assertEqual(order.signed_by, "Mr Chen")
        self.assertFalse(order.order_confirmation_ids)
        self.assertNotEqual(order.state, "sale")

    def test_quotation_signed_before_the_review_is_confirmed_when_it_closes_unchanged(
        self,
    ):
        order = self._take_order()
        self._answer_at_once(order)
        chief = self._create_portal_user("chief", order, is_order_signatory=True)
        self._sign_quotation(order, chief)
        self._close(order)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.order_confirmation_ids.state, "accepted")

    def _answer_at_once(self, order):
        """Let the departments promise what stands on the order already."""
        review = self._submit(order)
        self._circulate(order)
        self._answer_all(order)
        today = fields.Date.today()
        dates = {
            "finished_date": fields.Date.add(today, days=20),
            "promised_date": fields.Date.add(today, days=25),
            "packing": "Wooden case",
        }
        order._write_agreed_dates("review", review, **dates)

    # What is printed with it

    @covers("confirm.edited", route=("form", "portal"), role=("sales", "customer"))
    def test_quotation_that_was_edited_is_not_printed_with_its_signature(self):
        order = self._take_order()
        self.assertNotIn("Mr Chen", self._print(order))
        self._sign_quotation(order, self.env.ref("base.public_user"))
        self.assertIn("Mr Chen", self._print(order))
        line = self.as_("sales", order.order_line)
        price = line.price_unit
        line.price_unit = price + 1
        self.assertNotIn("Mr Chen", self._print(order))
        line.price_unit = price
        self._submit(order)
        self.assertIn("Mr Chen", self._print(order), "It is what was signed.")
        self.assertTrue(order.signature)

    def _print(self, order):
        """Return the quotation and the customer's page of it."""
        order.invalidate_recordset()
        reports = self.env["ir.actions.report"]
        paper, _kind = reports.with_user(self.users["sales"])._render_qweb_html(
            "sale.report_saleorder", order.ids
        )
        page = self.env["ir.qweb"]._render(
            "sale.sale_order_portal_content",
            {
                "sale_order": order.sudo(),
                "report_type": "html",
                "is_html_empty": is_html_empty,
            },
        )
        signed = ["Mr Chen" in paper.decode(), "Mr Chen" in page]
        self.assertEqual(len(set(signed)), 1, signed)
        return paper.decode()

    # Who signed the quotation

    def test_quotation_signed_by_whoever_had_the_link_is_the_order_and_no_more(self):
        order = self._take_order()
        self._answer_at_once(order)
        buyer = self._create_portal_user("buyer", order)
        for visitor in (self.env.ref("base.public_user"), buyer, self.env.user):
            self._sign_quotation(order, visitor)
            self.assertFalse(order.signed_content_hash, visitor.name)
        self._close(order)
        self.assertTrue(order.signature)
        self.assertFalse(order.order_confirmation_ids)
        self.assertNotEqual(order.state, "sale")
        confirmation = self._send_confirmation(order)
        self.assertEqual(confirmation.state, "sent")

    def test_quotation_signed_by_link_counts_where_the_company_says_so(self):
        self.company.sudo().order_signature_proof = "link"
        order = self._take_order()
        self._answer_at_once(order)
        self._sign_quotation(order, self.env.ref("base.public_user"))
        self._close(order)
        confirmation = order.order_confirmation_ids
        self.assertEqual(order.state, "sale")
        self.assertEqual(confirmation.signed_proof, "link")
        self.assertFalse(confirmation.signed_address)

    def test_quotation_signed_by_link_counts_no_more_once_a_proof_is_asked_for(self):
        self.company.sudo().order_signature_proof = "link"
        order = self._take_order()
        self._answer_at_once(order)
        self._sign_quotation(order, self.env.ref("base.public_user"))
        self.assertTrue(order.signed_content_hash)
        self.company.sudo().order_signature_proof = "person"
        self._close(order)
        self.assertFalse(order.order_confirmation_ids)
        self.assertNotEqual(order.state, "sale")
