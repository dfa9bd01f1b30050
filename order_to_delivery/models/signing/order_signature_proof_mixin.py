"""How a confirmation knows who signs it in the portal (H9.6)."""

from typing import NamedTuple

from odoo import fields, models


class Signer(NamedTuple):
    """Who signs or declines, and how that is known."""

    partner: models.BaseModel
    proof: str
    address: str | bool
    code: models.BaseModel


class OrderSignatureProofMixin(models.AbstractModel):
    _name = "order.signature.proof.mixin"
    _description = "Confirmation Whose Signatory Shows Who He Is"

    signatory_email = fields.Char(
        string="Signatory's E-Mail",
        readonly=True,
        copy=False,
        help="Where the code to sign with goes: the address of the signatory, else of "
        "the order's contact, as it was when this was sent.",
    )
    code_sent_date = fields.Datetime(string="Code Sent", readonly=True, copy=False)
    signed_proof = fields.Selection(
        [
            ("login", "Login of the Signatory"),
            ("code", "Code by E-Mail"),
            ("paper", "Signed Paper"),
            ("link", "Link Only"),
        ],
        string="Proof of Identity",
        readonly=True,
        copy=False,
        help="How it is known who signed.",
    )
    signed_address = fields.Char(
        string="Signed from Address",
        readonly=True,
        copy=False,
        help="The e-mail address of the login, or the one to which the code went.",
    )

    def _asks_signer(self):
        """Tell whether whom this was sent to signs for the customer by now."""
        self.ensure_one()
        contact, order = self.signatory_id or self.partner_id, self.sale_order_id
        customer = order.partner_id.commercial_partner_id
        is_designated = (
            contact.is_order_signatory and contact.commercial_partner_id == customer
        )
        return contact.active and (is_designated or contact in order._get_signers())

    def _get_signer(self, user, code_id=False):
        """Return who signs or declines, or None where that is not known.

        :param user: who asks, or the public user
        :param code_id: the code that was entered in his browser, if any
        :rtype: Signer | None
        """
        self.ensure_one()
        codes = self.env["order.signature.code"]
        order = self.sale_order_id
        if order._is_signer(user):
            partner = user.partner_id
            return Signer(partner, "login", partner.email_normalized, codes)
        code = codes._get_proven(self, code_id)
        if code:
            return Signer(code.partner_id, "code", code.address, code)
        return self._get_signer_by_link(user) if order._counts_link() else None

    def _get_signer_by_link(self, user):
        """Return who counts as the signatory where the company asks for no proof."""
        codes = self.env["order.signature.code"]
        if user._is_public():
            # Without a login, the link went to the signatory.
            partner = self.signatory_id or self.partner_id
            return Signer(partner, "link", self.signatory_email, codes)
        if user.share and not self.sale_order_id._get_order_signatories():
            partner = user.partner_id
            return Signer(partner, "login", partner.email_normalized, codes)
        return None

    def _reason_not_signatory(self, user, signer):
        """Return why somebody may not sign for the customer, or nothing.

        :param signer: as which of the customer's people he is known, or None
        """
        if not user.share:
            return self.env._(
                "Only the customer signs here. Bring a signed paper in with "
                "“Upload Signed Paper” on %(confirmation)s.",
                confirmation=self.name,
            )
        if signer:
            return ""
        if user._is_public():
            return self.env._(
                "Please log in, or enter the code that we send you by e-mail, before "
                "you sign."
            )
        return self.env._(
            "%(confirmation)s is signed by %(signatories)s: please ask them.",
            confirmation=self.name,
            signatories=", ".join(self.sale_order_id._get_signers().mapped("name")),
        )

    def _get_masked_address(self):
        """Return the address of the code as a stranger may see it: c***@example.com."""
        if not self._asks_signer():
            return ""
        name, _at, domain = (self.signatory_email or "").partition("@")
        return f"{name[:1]}***@{domain}" if domain else ""

    def _ask_signatory_anew(self):
        """Ask who signs now, at the address of now; codes sent before are void."""
        for confirmation in self.sudo():  # clerks write no confirmations
            order = confirmation.sale_order_id
            confirmation.write(
                {
                    **order._prepare_confirmation_signatory(),
                    **self._prepare_address(confirmation.revision_id),
                }
            )
        self.env["order.signature.code"].sudo()._void(self)  # nobody's to read
