"""What a customer's signature on a quotation stands for, and where it is shown."""

from odoo import fields, models

from ..order_snapshot_mixin import hash_canonical

# What of a line the papers of a quotation show.
SHOWN_GOODS = ("product_id", "product_uom_id", "product_uom_qty", "name")


class OrderSignedQuotationMixin(models.AbstractModel):
    _name = "order.signed.quotation.mixin"
    _description = "Order with the Signature on Its Quotation"

    signed_shown_hash = fields.Char(
        readonly=True,
        copy=False,
        help="SHA-256 of what the quotation showed when the customer signed it.",
    )

    def _note_signed_content(self, is_signed):
        """Remember what the customer saw when signing the quotation, and who it was.

        Of whom it is not known that he signs for the customer, the signature stays on
        the quotation as his order; the confirmation is signed all the same.

        :param is_signed: False when the signature is gone, or not the customer's
        """
        user = self._get_signing_user()
        gated = self._filter_gated().sudo()  # protected against every user
        signed = gated.filtered(
            lambda order: is_signed and order._counts_signature_of(user)
        )
        hashes = signed._get_content_hashes() if signed else {}
        for order in gated:
            is_signer = order in signed and order._is_signer(user)
            values = {
                "signed_content_hash": order in signed and hashes[order]["content"],
                "signed_content_signer_id": is_signer and user.partner_id.id,
                "signed_shown_hash": is_signed and order._get_shown_hash(),
            }
            if any(order[name] for name in values) or any(values.values()):
                order.write(values)

    def _get_shown_hash(self):
        """Return the SHA-256 of what the papers of the quotation show."""
        snapshot = self._get_snapshot()
        lines = [snapshot["lines"][key] for key in snapshot["sequence"]]
        return hash_canonical(
            [
                self.partner_id.id,
                self.currency_id.name,
                *[
                    [*(line["goods"][name] for name in SHOWN_GOODS), line["price"]]
                    for line in lines
                ],
            ]
        )

    def _shows_signature(self):
        """Tell whether the order's papers may show the signature on the quotation.

        A changed order cannot show an old signature, nor one that a user wrote.
        """
        if not self._filter_gated():
            return bool(self.signature)
        return bool(self.signature) and self.signed_shown_hash == self._get_shown_hash()
