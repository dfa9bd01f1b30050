from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .order_confirmation_mixin import OPEN_STATES, SIGNATURE_GATE


class OrderConfirmation(models.Model):
    _name = "order.confirmation"
    _description = "Order Confirmation"
    _inherit = [
        "order.slip.mixin",
        "order.sealed.mixin",
        "order.evidence.mixin",
        "order.portal.signature.mixin",
        "order.signature.proof.mixin",
        "order.signed.paper.mixin",
        "portal.mixin",
        "mail.thread.main.attachment",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _mail_post_access = "read"
    _upload_model = "order.confirmation.upload"
    _evidence_field = "file_ids"
    _protected_fields = frozenset(
        {
            "state",
            "name",
            "content_hash",
            "channel",
            "signed_by",
            "signed_date",
            "signature",
            "file_ids",
            "uploaded_by_id",
            "accepted_by_id",
            "accepted_date",
            "sent_date",
            "arrived_date",
            "due_date",
            "slipped_to",
            "slipped_days",
            "unmoved_days",
            "unclear_reason",
            "signatory_email",
            "code_sent_date",
            "signed_proof",
            "signed_address",
            "delivery_address",
            "delivery_address_key",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    sale_order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    # One door: whoever may open the order in the portal may open its confirmation.
    access_token = fields.Char(related="sale_order_id.access_token")
    revision_id = fields.Many2one(
        "order.revision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    revision_number = fields.Integer(related="revision_id.number")
    content_hash = fields.Char(readonly=True, copy=False, string="SHA-256")
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("arrived", "Arrived"),
            ("signed", "Signed, to Check"),
            ("unclear", "Unclear, to Send Again"),
            ("accepted", "Accepted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="sent",
        tracking=True,
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("scan", "Scan"), ("fax", "Fax"), ("post", "Post")],
        default="portal",
        required=True,
        readonly=True,
        copy=False,
        string="Came back by",
    )
    signatory_id = fields.Many2one(
        "res.partner",
        string="Designated Signatory",
        readonly=True,
        ondelete="restrict",
    )
    signed_by = fields.Char(readonly=True, copy=False, tracking=True)
    signed_date = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    file_ids = fields.Many2many(
        "ir.attachment", string="Signed Paper", readonly=True, copy=False
    )
    uploaded_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_date = fields.Datetime(readonly=True, copy=False)
    sent_date = fields.Datetime(readonly=True, copy=False)
    arrived_date = fields.Datetime(readonly=True, copy=False)
    due_date = fields.Date(readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late")
    is_uploaded_by_me = fields.Boolean(compute="_compute_is_uploaded_by_me")
    unclear_reason = fields.Text(readonly=True, copy=False)

    _one_alive = models.UniqueIndex(
        "(revision_id) WHERE state != 'cancelled'",
        "A revision has one confirmation: send that one again.",
    )
    _open = models.Index(
        "(company_id, due_date) WHERE state IN ('sent', 'arrived', 'signed', 'unclear')"
    )

    def _filter_signed(self):
        return self.filtered(lambda paper: paper.state in ("signed", "accepted"))

    @api.depends("state", "due_date")
    def _compute_is_late(self):
        days = {company: company._get_local_day() for company in self.company_id}
        for confirmation in self:
            confirmation.is_late = bool(
                confirmation.state in OPEN_STATES
                and confirmation.due_date
                and confirmation.due_date < days[confirmation.company_id]
            )

    @api.depends("uploaded_by_id")
    @api.depends_context("uid")
    def _compute_is_uploaded_by_me(self):
        for confirmation in self:
            confirmation.is_uploaded_by_me = (
                confirmation.uploaded_by_id == self.env.user
            )

    def _compute_access_url(self):
        for confirmation in self:
            confirmation.access_url = (
                f"/my/orders/{confirmation.sale_order_id.id}/confirmation"
            )

    def _portal_ensure_token(self):
        return self.sale_order_id._portal_ensure_token()

    @api.model_create_multi
    def create(self, vals_list):
        confirmations = super().create(vals_list)
        confirmations.sale_order_id._open_monitoring()
        return confirmations

    def action_mark_arrived(self):
        """Note that the customer says the confirmation has arrived (H9.6)."""
        self._check_department("customer_service", "sales")
        self._mark_arrived()
        return True

    def action_preview(self):
        """Show the page as the customer sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self.get_portal_url(),
        }

    def action_accept(self):
        """Accept the signed paper that somebody else brought in, and go on (H9.6)."""
        self._check_department("customer_service")
        for confirmation in self:
            confirmation._check_is_current()
            if confirmation.uploaded_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You brought in the paper of %(confirmation)s yourself: "
                        "another clerk of customer service has to accept it.",
                        confirmation=confirmation.name,
                    )
                )
        self._set_accepted(("signed",), accepted_by_id=self.env.user.id)
        return True

    def action_mark_unclear(self, reason):
        """Send a signature that cannot be read, or an unclear wish, back (H9.6).

        :param reason: what is unclear, in words that the customer may be told
        """
        self._check_department("customer_service")
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say what is unclear, so that the customer can mend it.")
            )
        self._mark_unclear(reason.strip())
        return True

    def action_send_again(self):
        """Ask the customer once more for the signature (H9.6).

        It stays due on the day on which it was first sent.
        """
        self._check_department("customer_service")
        for confirmation in self:
            confirmation._check_is_current()
            confirmation.sale_order_id._take_signer_as_seen()
        self._set_state(
            "sent",
            ("unclear", "sent", "arrived"),
            signed_proof=False,
            signed_address=False,
            sent_date=fields.Datetime.now(),
            arrived_date=False,
            signed_by=False,
            signed_date=False,
            signature=False,
            uploaded_by_id=False,
            file_ids=[fields.Command.clear()],
        )
        self._ask_signatory_anew()
        self._send_to_customer()
        self.sale_order_id._touch_progress()
        return True

    @api.model
    def _get_signed_revisions(self, revisions):
        """Return those revisions whose content, as it was closed, is signed."""
        if not revisions:
            return revisions
        # Read as one statement, since each gate on the signature asks; its asker may
        # be somebody who may not read confirmations.
        self.flush_model(["state", "revision_id", "content_hash"])
        revisions.flush_model(["content_hash"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT revision.id
                  FROM order_confirmation confirmation
                  JOIN order_revision revision
                    ON revision.id = confirmation.revision_id
                   AND revision.content_hash = confirmation.content_hash
                 WHERE confirmation.state = 'accepted' AND revision.id IN %s
                """,
                tuple(revisions.ids),
            )
        )
        return revisions.browse(revision_id for (revision_id,) in rows)

    def _check_is_current(self):
        """Refuse to sign what is not the order any more.

        :raise UserError: when the order has been changed since it was sent
        """
        for confirmation in self:
            order = confirmation.sale_order_id
            if not order._is_content_of(confirmation.revision_id):
                raise UserError(
                    self.env._(
                        "%(order)s was changed after %(confirmation)s was sent: "
                        "customer service has to send the changed one.",
                        order=order.name,
                        confirmation=confirmation.name,
                    )
                )

    def _mark_arrived(self):
        self._set_state("arrived", ("sent",), arrived_date=fields.Datetime.now())
        self.sale_order_id._touch_progress()

    def _mark_unclear(self, reason):
        self._set_state("unclear", ("sent", "arrived", "signed"), unclear_reason=reason)
        for confirmation in self:
            confirmation.message_post(body=reason)
        self.sale_order_id._touch_progress()

    def _set_accepted(self, allowed, **values):
        """Take the signature for good, settle what waited for it, and go on."""
        self._set_state(
            "accepted", allowed, accepted_date=fields.Datetime.now(), **values
        )
        for confirmation in self:
            self.env["order.gate.waiver"]._settle_paper(
                confirmation.sale_order_id, SIGNATURE_GATE, confirmation.name
            )._close_chase()
        # The salesperson's own note to ask the customer is done, whoever accepts.
        self.sudo().sale_order_id.activity_unlink(
            ["order_to_delivery.mail_activity_type_decided"]
        )
        self.sale_order_id._resume_held()

    def _cancel(self):
        """Cancel what was sent for a content that is no longer the order's."""
        self._set_state("cancelled", OPEN_STATES)
