"""Who signs for the customer of an order, and by which address (H9.6)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

# In the context, where the portal writes a customer's signature as superuser.
SIGNING_USER = "order_signing_user"


class SigningUser(int):
    """The id of a user whom the portal has seen; what RPC sends is a plain number."""


class OrderSignatoryMixin(models.AbstractModel):
    _name = "order.signatory.mixin"
    _description = "Order with the Customer's Signatories"

    signed_content_signer_id = fields.Many2one(
        "res.partner",
        string="Quotation Signed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The signatory who was logged in when the quotation was signed.",
    )

    def _get_signers(self):
        """Return who may sign: the designated contacts, else the order's own."""
        return self._get_order_signatories() or self._get_known_contact()

    def _get_known_contact(self):
        """Return the order's contact, unless another one was asked at its customer.

        Whoever takes the order may have made the contact, with an address of his own.
        """
        contact = self.partner_id
        asked = contact.sudo()._get_asked_contacts()  # whoever takes the order
        return contact if not asked or contact in asked else contact.browse()

    def _check_signer_known(self):
        """Refuse to ask a contact whom nobody designated and nobody knows.

        :raise UserError: naming the contact, and what Customer Service has to do
        """
        if self._counts_link() or self._get_signers():
            self._take_signer_as_seen()
            return
        raise UserError(
            self.env._(
                "%(contact)s was never asked to sign for %(customer)s, and nobody is "
                "designated to: tick “Signs Order Confirmations” on the contact who "
                "signs, and then send the confirmation of %(order)s.",
                contact=self.partner_id.display_name,
                customer=self.partner_id.commercial_partner_id.display_name,
                order=self.name,
            )
        )

    def _take_signer_as_seen(self):
        """Refuse that who changed who signs, or where, sends to it himself.

        Whoever else sends has seen the address: it counts from then on.

        :raise UserError: naming the contact
        """
        # Whoever sends need not be allowed to edit contacts.
        signers = (self._get_signers() or self.partner_id).sudo()
        changed = signers.filtered("signatory_changed_by_id")
        own = changed.filtered(lambda s: s.signatory_changed_by_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "You changed who signs for %(customer)s, or the address of "
                    "%(contacts)s: somebody else of Customer Service looks at it and "
                    "sends the confirmation of %(order)s.",
                    customer=self.partner_id.commercial_partner_id.display_name,
                    contacts=", ".join(own.mapped("display_name")),
                    order=self.name,
                )
            )
        changed.signatory_changed_by_id = False

    def _is_signer(self, user):
        """Tell whether a user is logged in as one who signs for the customer."""
        return bool(
            user.share
            and not user._is_public()
            and user.partner_id in self._get_signers()
            # A login may have been made for an address that nobody else has seen.
            and not user.partner_id.sudo().signatory_changed_by_id
        )

    def _get_signing_user(self):
        """Return who signs, also where the portal writes it as superuser."""
        user_id = self.env.context.get(SIGNING_USER)
        is_seen = self.env.su and isinstance(user_id, SigningUser)
        return self.env["res.users"].browse(int(user_id) if is_seen else self.env.uid)

    def _prepare_confirmation_signatory(self):
        """Return whom a confirmation asks, with the address as it is now."""
        signatory = self._get_order_signatory()
        contact = signatory or self.partner_id
        return {
            "signatory_id": signatory.id,
            "signatory_email": email_normalize(contact.email, strict=False),
        }

    def _counts_link(self):
        """Tell whether the company takes the signature of whoever has the link."""
        # The policy is the company's, which the reader may not see.
        return self.company_id.sudo().order_signature_proof == "link"

    def _counts_signature_of(self, user):
        """Tell whether a quotation that a user signs may stand for its confirmation."""
        return self._is_signer(user) or self._counts_link()

    def _is_quotation_signature_proven(self):
        """Tell whether it is known who signed the quotation, where that is asked."""
        return bool(self.signed_content_signer_id) or self._counts_link()

    def _get_signed_content(self):
        """Return the SHA-256 of what the order says, as a signature stands for it."""
        return self._get_content_hashes()[self]["content"]

    def _get_signing_url(self):
        """Return where the quotation is signed, with what stands on the screen."""
        gated = self._filter_gated()
        content = gated and f"&content={gated._get_signed_content()}"
        return self.get_portal_url(suffix="/accept", query_string=content or None)

    def _get_portal_review_text(self):
        """Return what the customer is told of the review, and what comes after it."""
        if self.signature and not self.signed_content_hash:
            return self.env._(
                "Your order is being reviewed. What you signed or paid is kept; once "
                "the review is closed, we send you its confirmation to sign."
            )
        return self.env._(
            "Your order is being reviewed. What you signed or paid is kept; it is "
            "confirmed once the review is closed."
        )

    def _prepare_quotation_proof(self):
        """Return what a confirmation says of who signed it as a quotation."""
        signer = self.signed_content_signer_id
        if not signer:
            return {"signed_proof": "link"}
        designated = signer & self._get_order_signatories()
        return {
            "signed_proof": "login",
            "signed_address": signer.email_normalized,
            "signatory_id": designated.id,
        }
