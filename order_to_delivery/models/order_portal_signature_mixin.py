"""How a confirmation reaches the customer and is signed or declined in the portal."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

REPORT = "order_to_delivery.action_report_order_confirmation"


class OrderPortalSignatureMixin(models.AbstractModel):
    _name = "order.portal.signature.mixin"
    _description = "Signature of a Confirmation in the Portal"

    delivery_address = fields.Char(
        readonly=True,
        copy=False,
        help="Where the goods go, as it read when this was sent: an address that is "
        "changed later is not what the customer signed.",
    )
    delivery_address_key = fields.Char(readonly=True, copy=False)

    @api.model
    def _prepare_address(self, revision):
        """Return where the goods of a revision go, as the address reads now."""
        revision = revision.sudo()  # the customer's paper names it, whoever sends it
        customer = revision.sale_order_id.partner_id
        destination = revision.snapshot["header"]["destination"]
        place = customer.browse(destination["partner_shipping_id"])
        place = place.with_context(lang=customer.lang)
        return {
            "delivery_address": place._get_address_line(),
            "delivery_address_key": place._get_address_keys()[place.id],
        }

    def _send_to_customer(self):
        """Mail the confirmation, with its paper and the way to sign it, if set up."""
        template = self.env.ref(
            "order_to_delivery.mail_template_order_confirmation",
            raise_if_not_found=False,
        )
        if not template:
            return
        for confirmation in self.sudo():  # clerks may not write what they post on
            confirmation.message_post_with_source(
                template,
                email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
                subtype_xmlid="mail.mt_comment",
            )

    def _reason_not_signable(self):
        """Return why the customer cannot sign this confirmation now, or nothing."""
        if self.state not in ("sent", "arrived"):
            labels = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(confirmation)s is %(state)s: there is nothing to sign now.",
                confirmation=self.name,
                state=labels[self.state],
            )
        if not self.sale_order_id._is_content_of(self.revision_id):
            return self.env._(
                "The order was changed after this was sent to you. "
                "We will send you the changed confirmation."
            )
        return ""

    def _sign_in_portal(self, name, signature, signer):
        """Take the customer's signature: accepted at once, whatever comes after.

        :param signer: the Signer as whom the signature is noted
        :raise UserError: when there is nothing to sign, or not this content
        """
        reason = self._reason_not_signable()
        if reason:
            raise UserError(reason)
        designated = signer.partner & self.sale_order_id._get_order_signatories()
        self._set_accepted(
            ("sent", "arrived"),
            channel="portal",
            signed_by=name,
            signed_date=fields.Datetime.now(),
            signature=signature,
            signed_proof=signer.proof,
            signed_address=signer.address,
            signatory_id=designated.id,
            arrived_date=self.arrived_date or fields.Datetime.now(),
        )
        signer.code._use()
        # The paper shows what was just written.
        self.env.flush_all()
        self._attach_paper(
            self.env._(
                "%(confirmation)s signed by %(name)s",
                confirmation=self.name,
                name=name,
            ),
            signer.partner,
        )

    def _decline_in_portal(self, remark, signer):
        """Note what the customer does not agree with, and ask the clerk about it.

        :param signer: the Signer as whom the remark is noted
        """
        self._set_state("unclear", ("sent", "arrived"), unclear_reason=remark)
        signer.code._use()
        self.sale_order_id._ask_about_decline(remark, signer.partner)
        self.sale_order_id._touch_progress()

    def _attach_paper(self, body, author):
        """Post the signed paper on the order and the confirmation."""
        papers = []
        try:
            pdf = self.env["ir.actions.report"]._render_qweb_pdf(REPORT, self.ids)[0]
            papers.append((f"{self.name}.pdf", pdf))
        except UserError as error:
            # A signature is not lost because the printer is missing.
            _logger.warning("%s was signed but not printed: %s", self.name, error)
        for document in (self, self.sale_order_id):
            document.message_post(
                attachments=papers,
                author_id=author.id,
                body=body,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
