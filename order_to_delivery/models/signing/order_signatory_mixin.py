"""Who signs for the customer of an order, and by which address (H9.6)."""

from odoo import fields, models

from ..order_snapshot_mixin import hash_canonical

# In the context, where the portal writes a customer's signature as superuser.
SIGNING_USER = "order_signing_user"


# What a quotation tells of a line's goods.
QUOTED = ("product_id", "product_uom_id", "product_uom_qty", "name")


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

    quotation_signature_hash = fields.Char(
        readonly=True,
        copy=False,
        help="The goods and prices under which the signature on the quotation stands.",
    )

    def _note_quotation_signature(self):
        """Remember what stood on quotations as their signature was given."""
        for order in self._filter_gated().sudo():  # protected against every user
            signed = order.signature and order._hash_quotation()
            order.quotation_signature_hash = signed

    def _shows_signature(self):
        """Tell whether a quotation is printed with its signature: as it was signed.

        What is changed before the review is a quotation of its own, which the customer
        has not signed.
        """
        self.ensure_one()
        signed = self.sudo().quotation_signature_hash  # for any reader of the page
        is_known = bool(signed and self._filter_gated())
        return bool(self.signature) and not (
            is_known and signed != self._hash_quotation()
        )

    def _hash_quotation(self):
        """Return the SHA-256 of the goods and prices, whoever keeps which keys."""
        snapshot = self._get_snapshot()
        lines = sorted(
            hash_canonical([line["price"], *(line["goods"][name] for name in QUOTED)])
            for line in snapshot["lines"].values()
        )
        return hash_canonical([snapshot["header"]["price"]["currency"], *lines])

    def _get_signers(self):
        """Return who may sign: the designated contacts, else the order's own."""
        return self._get_order_signatories() or self.partner_id

    def _is_signer(self, user):
        """Tell whether a user is logged in as one who signs for the customer."""
        return bool(
            user.share
            and not user._is_public()
            and user.partner_id in self._get_signers()
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
            "signatory_email": contact.email_normalized,
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
