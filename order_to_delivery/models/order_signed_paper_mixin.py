"""How a signed paper is brought in, for somebody else to accept."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError


class OrderSignedPaperMixin(models.AbstractModel):
    _name = "order.signed.paper.mixin"
    _description = "Confirmation That Comes Back on Paper"

    @api.constrains("state")
    def _check_accepted_floor(self):
        """Refuse what nobody signed, or nobody else accepted, whoever writes it (H9.6).

        :raise ValidationError: naming the confirmation, and what it lacks
        """
        for confirmation in self.filtered(lambda paper: paper.state == "accepted"):
            uploader = confirmation.uploaded_by_id
            if not confirmation.signed_by:
                text = self.env._("%s is not signed by anybody.", confirmation.name)
            elif uploader and confirmation.accepted_by_id in (
                self.env["res.users"],
                uploader,
            ):
                text = self.env._(
                    "%s was brought in on paper: another clerk accepts it.",
                    confirmation.name,
                )
            elif confirmation.content_hash != confirmation.revision_id.content_hash:
                text = self.env._(
                    "%s was signed for another content of the order.",
                    confirmation.name,
                )
            else:
                continue
            raise ValidationError(text)

    def action_upload_signed(self, attachment_ids, signed_by, signatory_id=False):
        """Bring the signed paper in; somebody else has to accept it (H9.6).

        :param attachment_ids: the scan or photographs of the paper
        :param signed_by: who signed it, as read on the paper
        :param signatory_id: the contact, where another one than asked has signed
        """
        self.ensure_one()
        self._check_department("customer_service")
        self._check_is_current()
        if not (signed_by or "").strip():
            raise UserError(
                self.env._(
                    "Say who signed %(confirmation)s, as it stands on the paper.",
                    confirmation=self.name,
                )
            )
        papers = self._take_papers(attachment_ids)
        self._set_state(
            "signed",
            ("sent", "arrived"),
            channel="scan",
            signed_proof="paper",
            signed_address=False,
            signed_by=signed_by.strip(),
            signed_date=fields.Datetime.now(),
            uploaded_by_id=self.env.user.id,
            **self._prepare_signatory(signatory_id),
            file_ids=[Command.set(papers.ids)],
            arrived_date=self.arrived_date or fields.Datetime.now(),
        )
        self.sudo()._message_set_main_attachment_id(papers, force=True)  # shown beside
        self.sale_order_id._touch_progress()
        return True

    def _take_papers(self, attachment_ids):
        """Tie uploaded files to the confirmation, where nobody edits them.

        :raise UserError: when there is no file
        :raise AccessError: when a file is not the user's own or belongs elsewhere
        """
        papers = self.env["ir.attachment"].browse(attachment_ids).exists()
        if not papers:
            raise UserError(
                self.env._(
                    "%(confirmation)s needs a scan or a photograph of the signed "
                    "paper.",
                    confirmation=self.name,
                )
            )
        self._check_papers_free(papers)
        # Clerks may not write confirmations, so from here on nor their papers.
        papers.sudo().write({"res_model": self._name, "res_id": self.id})
        return papers

    def _prepare_signatory(self, signatory_id):
        """Return who signed, where it is a contact that the customer designated."""
        signatories = self.sale_order_id.sudo()._get_order_signatories()  # no secret
        return {"signatory_id": signatory_id} if signatory_id in signatories.ids else {}
