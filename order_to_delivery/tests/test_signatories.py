"""Who signs for a customer, and by which address, is not its salesperson's to say."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .code_common import SignatoryMixin
from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestSignatories(SignatoryMixin, OrderToDeliveryCase):
    def setUp(self):
        super().setUp()
        self.order = self._walk_to("confirmation")
        self.customer = self.order.partner_id

    def _get_rep(self):
        """Return a salesperson who heads no department."""
        return new_test_user(
            self.env, login="rep", groups="order_to_delivery.group_sales"
        )

    def _build_contact(self, **values):
        return self.env["res.partner"].create(
            {
                "name": "Ms Li",
                "email": "li@example.com",
                "parent_id": self.customer.id,
                **values,
            }
        )

    def _refused(self, user, partner, **values):
        with (
            self.assertRaisesRegex(AccessError, "signs order confirmations"),
            self.env.cr.savepoint(),
        ):
            partner.with_user(user).write(values)

    # Whom a confirmation asks

    def test_code_goes_to_the_address_that_the_signatory_had_when_it_was_sent(self):
        confirmation = self._send_confirmation(self.order)
        self.assertEqual(confirmation.signatory_email, "customer.b@example.com")
        self.as_("clerk", self.customer).email = "new@example.com"
        self.assertEqual(confirmation.signatory_email, "customer.b@example.com")
        self.as_("customer_service", confirmation).action_send_again()
        self.assertEqual(confirmation.signatory_email, "new@example.com")

    def test_address_of_the_code_is_nobodys_to_write(self):
        confirmation = self._send_confirmation(self.order)
        for name in ("signatory_email", "signed_proof", "signed_address"):
            for kind in ("customer_service", "manager"):
                with (
                    self.subTest(name=name, kind=kind),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    user = self.users.get(kind) or self._get_manager()
                    confirmation.with_user(user).write({name: "code"})

    def _get_manager(self):
        return new_test_user(
            self.env,
            login="manager",
            groups="base.group_partner_manager,order_to_delivery.group_manager",
        )

    def test_nobody_reads_or_makes_a_code(self):
        codes = self.env["order.signature.code"]
        for user in (*self.users.values(), self._get_manager()):
            for operation in ("read", "create", "write", "unlink"):
                self.assertFalse(codes.with_user(user).has_access(operation))

    def test_order_of_nobody_designated_asks_its_contact_and_the_gate_says_so(self):
        self.customer.is_order_signatory = False
        confirmation = self._send_confirmation(self.order)
        self.assertFalse(confirmation.signatory_id)
        self.assertEqual(confirmation.signatory_email, "customer.b@example.com")
        self.assertIn("nobody is designated", self._get_reason())

    def test_new_contact_of_a_known_customer_signs_once_he_is_designated(self):
        self.customer.is_order_signatory = False
        self._send_confirmation(self.order)
        user = self._create_portal_user("li")
        contact = user.partner_id
        order = self._walk_to("confirmation", partner_id=contact.id)
        self._sign_quotation(order, user)
        self.assertFalse(order.signed_content_hash)
        with self.assertRaisesRegex(UserError, "li .* was never asked to sign for"):
            self._send_confirmation(order)
        self.assertFalse(order.order_confirmation_ids)
        self.as_("clerk", contact).is_order_signatory = True
        self.assertEqual(self._send_confirmation(order).signatory_id, contact)

    def test_gate_says_that_there_is_no_address_for_a_code(self):
        self.customer.email = False
        confirmation = self._send_confirmation(self.order)
        self.assertFalse(confirmation.signatory_email)
        self.assertFalse(self.env["order.signature.code"]._send(confirmation))
        self.assertIn("no e-mail address for a code", self._get_reason())

    def _get_reason(self):
        gate = self.env["order.gate.confirmation.needs.signature"]
        return gate._reasons_closed(self.order)[self.order][0].text

    def test_signed_paper_says_that_it_is_one(self):
        order = self._walk_to("signature")
        self._sign_confirmation(order)
        self.assertEqual(order.order_confirmation_ids.signed_proof, "paper")

    def test_confirmation_sent_again_says_what_was_unclear(self):
        confirmation = self._send_confirmation(self.order)
        clerk = self.as_("customer_service", confirmation)
        first = confirmation.message_ids.filtered("partner_ids")
        self.assertNotIn("unclear", first.body)
        clerk.action_mark_unclear("The signature cannot be read.")
        clerk.action_send_again()
        again = confirmation.message_ids.filtered("partner_ids") - first
        self.assertIn("The signature cannot be read.", again.body)

    def test_company_keeps_who_may_sign_and_its_change(self):
        self.assertEqual(self.company.order_signature_proof, "person")
        self.company.sudo().order_signature_proof = "link"
        body = self.company.partner_id.message_ids[:1].body
        self.assertIn("Whoever has the link", body)

    # Who changes it

    def test_salesperson_names_who_signs_before_the_customer_is_asked(self):
        contact = self._build_contact()
        contact.with_user(self._get_rep()).write(
            {"is_order_signatory": True, "email": "li@new.example.com"}
        )
        self.assertTrue(contact.is_order_signatory)

    def test_salesperson_changes_nothing_of_it_once_the_customer_was_asked(self):
        contact = self._build_contact()
        elsewhere = self._build_contact(parent_id=False, is_order_signatory=True)
        self._send_confirmation(self.order)
        rep = self._get_rep()
        self._refused(rep, self.customer, email="me@example.com")
        self._refused(rep, self.customer, is_order_signatory=False)
        self._refused(rep, contact, is_order_signatory=True)
        self._refused(rep, elsewhere, parent_id=self.customer.id)
        with (
            self.assertRaisesRegex(AccessError, "signs order confirmations"),
            self.env.cr.savepoint(),
        ):
            self.env["res.partner"].with_user(rep).create(
                {
                    "name": "Me",
                    "parent_id": self.customer.id,
                    "is_order_signatory": True,
                }
            )

    def test_default_designates_nobody_either(self):
        self._send_confirmation(self.order)
        contacts = self.env["res.partner"].with_user(self._get_rep())
        contacts = contacts.with_context(default_is_order_signatory=True)
        with self.assertRaisesRegex(AccessError, "signs order confirmations"):
            contacts.create({"name": "Me", "parent_id": self.customer.id})

    def test_salesperson_goes_on_with_what_decides_nothing(self):
        contact = self._build_contact()
        self._send_confirmation(self.order)
        rep = self._get_rep()
        contact.with_user(rep).write({"email": "li@new.example.com", "phone": "1"})
        self.customer.with_user(rep).write(
            {"phone": "2", "email": self.customer.email, "is_order_signatory": True}
        )
        self.assertEqual(self.customer.phone, "2")

    def test_salesperson_writes_no_address_beside_the_address(self):
        self._send_confirmation(self.order)
        self._refused(self._get_rep(), self.customer, email_normalized="me@example.com")

    def test_salesperson_puts_no_signatory_away(self):
        self.customer.is_order_signatory = False
        chief = self._build_contact(name="A", is_order_signatory=True)
        other = self._build_contact(name="B", is_order_signatory=True)
        confirmation = self._send_confirmation(self.order)
        self.assertEqual(confirmation.signatory_id, chief)
        rep = self._get_rep()
        self._refused(rep, chief, active=False)
        with (
            self.assertRaisesRegex(AccessError, "signs order confirmations"),
            self.env.cr.savepoint(),
        ):
            other.with_user(rep).unlink()
        for contact in (chief, other):
            self.as_("customer_service", contact).active = False
            self._refused(rep, contact, active=True)

    def test_salesperson_puts_no_customer_under_another_with_its_signatory(self):
        self.customer.write({"is_order_signatory": False, "is_company": True})
        self._build_contact(is_order_signatory=True)
        rep = self._get_rep()
        partners = self.env["res.partner"].with_user(rep)
        own = partners.create({"name": "Own", "is_company": True})
        partners.create({"name": "A", "parent_id": own.id, "is_order_signatory": True})
        self._send_confirmation(self.order)
        self._refused(rep, self.customer, parent_id=own.id, is_company=False)
        self._refused(rep, self.customer, commercial_partner_id=own.id)
        self._refused(rep, own, parent_id=self.customer.id, is_company=False)
        # That a customer belongs to a group changes nobody's signature.
        self.customer.with_user(rep).parent_id = own
        self.assertEqual(self.customer.commercial_partner_id, self.customer)

    def test_company_beneath_the_customer_has_signatories_of_its_own(self):
        self.customer.is_company = True
        self._send_confirmation(self.order)
        rep = self._get_rep()
        partners = self.env["res.partner"].with_user(rep)
        branch = partners.create(
            {"name": "Branch", "is_company": True, "parent_id": self.customer.id}
        )
        partners.create(
            {"name": "A", "parent_id": branch.id, "is_order_signatory": True}
        )
        self.assertEqual(self.order._get_order_signatories(), self.customer)

    def test_nobody_is_handed_the_way_to_a_login_of_who_signs(self):
        """Core gives it to each employee where customers may sign up freely."""
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        self.customer.is_order_signatory = False
        contact = self._build_contact()
        chief = self._build_contact(is_order_signatory=True)
        partners = (contact + self.customer + chief).with_user(self._get_rep())
        self.assertTrue(partners.signup_get_auth_param()[self.customer.id])
        chief.is_order_signatory = False
        self._send_confirmation(self.order)
        chief.is_order_signatory = True
        tokens = partners.signup_get_auth_param()
        self.assertIn("auth_signup_token", tokens[contact.id])
        self.assertFalse(tokens[self.customer.id] or tokens[chief.id])

    def test_what_runs_as_superuser_for_a_salesperson_changes_no_address_either(self):
        self._send_confirmation(self.order)
        rep = self._get_rep()
        with (
            self.assertRaisesRegex(AccessError, "signs order confirmations"),
            self.env.cr.savepoint(),
        ):
            self.customer.with_user(rep).sudo().email = "me@example.com"

    def test_who_was_asked_to_sign_is_not_deleted(self):
        self.customer.is_order_signatory = False
        chief = self._build_contact(is_order_signatory=True)
        self._send_confirmation(self.order)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            chief.unlink()

    def test_customer_service_the_head_of_sales_and_the_manager_change_it(self):
        self._send_confirmation(self.order)
        people = self.users["customer_service"], self.users["sales"]
        for number, user in enumerate((*people, self._get_manager())):
            address = f"signs{number}@example.com"
            self.customer.with_user(user).email = address
            self.assertEqual(self.customer.email, address)

    def test_change_of_who_signs_is_logged(self):
        contact = self._build_contact()
        self.cr.precommit.run()
        contact.is_order_signatory = True
        self.env.flush_all()
        self.cr.precommit.run()
        tracked = contact.message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("is_order_signatory", tracked)

    def test_customers_keep_their_own_address_in_the_portal_and_nobody_elses(self):
        chief = self._create_portal_user("chief", is_order_signatory=True)
        buyer = self._create_portal_user("buyer")
        self._send_confirmation(self.order)
        partner = chief.partner_id
        partner.with_user(chief).sudo().email = "boss@example.com"
        self.assertEqual(partner.email, "boss@example.com")
        with (
            self.assertRaisesRegex(AccessError, "signs order confirmations"),
            self.env.cr.savepoint(),
        ):
            partner.with_user(buyer).sudo().email = "buyer@example.com"

    def test_code_is_shown_to_a_stranger_by_its_first_letter_only(self):
        confirmation = self._send_confirmation(self.order)
        self.assertEqual(confirmation._get_masked_address(), "c***@example.com")
