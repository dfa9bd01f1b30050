"""How a customer's signatory shows that it is he who signs (H9.6)."""

from odoo import fields, models

# As in the company: each change of them is kept.
SIGNATURE_POLICIES = frozenset({"order_signature_proof"})


class OrderSignaturePolicyMixin(models.AbstractModel):
    _name = "order.signature.policy.mixin"
    _description = "Policies on the Customer's Signature"

    order_signature_proof = fields.Selection(
        [
            ("person", "The signatory logs in or enters a code"),
            ("link", "Whoever has the link"),
        ],
        string="Confirmations Are Signed by",
        default="person",
        required=True,
        help="The code goes by e-mail to the signatory's address, as it was when the "
        "confirmation was sent. With the link alone, as in Odoo, whoever can read the "
        "order can sign it.",
    )
