"""What an order knows of the customer's signature."""

from odoo import fields, models
from odoo.exceptions import UserError

# Of a confirmation that still waits for the customer's signature, or its check.
OPEN_STATES = ("sent", "arrived", "signed", "unclear")
# Of an order that is no sale yet.
WAITING_STATES = ("draft", "sent")
SIGNATURE_GATE = "order.gate.confirmation.needs.signature"


class OrderConfirmationMixin(models.AbstractModel):
    _name = "order.confirmation.mixin"
    _description = "Confirmations of an Order"

    order_confirmation_ids = fields.One2many(
        "order.confirmation", "sale_order_id", groups="order_to_delivery.group_user"
    )
    signed_content_hash = fields.Char(
        readonly=True,
        copy=False,
        help="The content that the customer signed as a quotation in the portal.",
    )

    def action_send_confirmation(self):
        """Send the customer the reviewed content to be signed (H9.6).

        :raise UserError: when the review is not closed, or one was sent already
        """
        self._check_department("customer_service")
        for order in self:
            # Clerks write no confirmations: what is sent is decided here.
            order = order.sudo()
            order._check_may_send_confirmation()
            order._send_confirmation()
        return True

    def _check_may_send_confirmation(self):
        revision = self._get_reviewed_revision()
        names = {"order": self.name, "number": revision.number}
        if not self._filter_gated():
            raise UserError(
                self.env._(
                    "%(order)s is not governed by Order to Delivery: send it as a "
                    "quotation.",
                    **names,
                )
            )
        if not revision or self.state == "cancel":
            raise UserError(
                self.env._(
                    "The review of %(order)s is not closed: the deputy general manager "
                    "closes it before its confirmation is sent.",
                    **names,
                )
            )
        if not self._is_content_of(revision):
            raise UserError(
                self.env._(
                    "%(order)s is not what was reviewed any more: propose a change.",
                    **names,
                )
            )
        sent = self._get_live_confirmation(revision)
        if sent:
            raise UserError(
                self.env._(
                    "%(confirmation)s was sent for revision %(number)s of %(order)s: "
                    "send that one again if the customer lost it.",
                    confirmation=sent.name,
                    **names,
                )
            )
        self._check_signer_known()

    def _send_confirmation(self):
        revision = self._get_reviewed_revision()
        self._cancel_open_confirmations()
        confirmation = self.env["order.confirmation"].create(
            self._prepare_order_confirmation(revision)
        )
        confirmation._send_to_customer()
        if self.state == "draft":
            self.action_quotation_sent()
        self._touch_progress()
        return confirmation

    def _prepare_order_confirmation(self, revision):
        """Return what a confirmation of a closed revision is created with."""
        return {
            "name": self.env["ir.sequence"]
            .with_company(self.company_id)
            .next_by_code("order.confirmation"),
            "sale_order_id": self.id,
            "revision_id": revision.id,
            "content_hash": revision.content_hash,
            **self._prepare_confirmation_signatory(),
            **self.env["order.confirmation"]._prepare_address(revision),
            "sent_date": fields.Datetime.now(),
            # Back on the same day: from the next on, the dates slip (H9.9).
            "due_date": self.company_id._get_local_day(),
        }

    def _get_order_signatories(self):
        """Return the contacts that the customer designated to sign."""
        company = self.partner_id.commercial_partner_id
        # A company beneath it is another customer, with signatories of its own.
        return self.env["res.partner"].search(
            [
                ("commercial_partner_id", "=", company.id),
                ("is_order_signatory", "=", True),
            ]
        )

    def _get_order_signatory(self):
        """Return the designated signatory nearest to the order, or nobody."""
        signatories = self._get_order_signatories()
        return (signatories & self.partner_id) or signatories[:1]

    def _get_live_confirmation(self, revision=None):
        """Return the confirmation that the customer may sign or has signed.

        :param revision: by default the one under review, else the one in force
        """
        revisions = revision or self.pending_revision_id | self.current_revision_id
        return self.order_confirmation_ids.filtered(
            lambda c: c.state != "cancelled" and c.revision_id in revisions
        ).sorted("id")[-1:]

    def _get_customer_service_user(self):
        """Return who sees to the customer of this order."""
        department = self.env["order.department"].search(
            [
                ("kind", "=", "customer_service"),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        person = department and department._resolve_person(self.env["res.users"])[0]
        return person or self.user_id or self.env.user

    def _ask_about_decline(self, remark, author):
        """Have customer service settle what the customer does not agree with."""
        self.message_post(
            body=remark,
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._(
                "%(name)s does not agree with %(order)s: settle it with the customer",
                name=author.name,
                order=self.name,
            ),
            note=remark,
            user_id=self._get_customer_service_user().id,
        )

    def _get_portal_waiting_text(self):
        """Return what the customer is told while the order waits for us."""
        gated = self._filter_gated().sudo()  # the portal may not read reviews
        if not gated or gated.state not in WAITING_STATES:
            return ""
        confirmation = gated._get_live_confirmation()
        if confirmation.state in ("sent", "arrived"):
            return self.env._(
                "We have reviewed your order. Please sign its confirmation."
            )
        if confirmation.state == "unclear":
            return self.env._("We are settling your remarks on the confirmation.")
        if gated.pending_revision_id or gated.signature or gated._has_money():
            return gated._get_portal_review_text()
        return ""

    def _cancel_outdated_confirmations(self):
        """Cancel what waits for a signature on a revision that is out."""
        self.sudo().order_confirmation_ids.filtered(  # who changes it decided so
            lambda c: (
                c.state in OPEN_STATES
                and c.revision_id.state in ("superseded", "refused")
            )
        )._cancel()

    def _cancel_open_confirmations(self):
        """Cancel what waits for a signature on a content that has been changed."""
        self.sudo().order_confirmation_ids.filtered(  # machines cancel them too
            lambda c: c.state in OPEN_STATES
        )._cancel()

    # Content and signature

    def _get_reviewed_revisions(self):
        """Return for each order the revision that may be signed now, if any.

        That is the one under review once its review is closed, else the one in
        force, which stays valid until the next one is.
        """
        return {order: order._get_reviewed_revision() for order in self}

    def _get_reviewed_revision(self):
        order = self.sudo()  # asked for people who may not read reviews
        pending = order.pending_revision_id
        closed = order.order_review_ids.filtered(lambda r: r.state == "closed")
        return (pending & closed.revision_id) or order.current_revision_id

    def _is_content_of(self, revision):
        """Tell whether a revision is what the order says, or is to become.

        The first revision is what the order says. A later one is what it is to
        become: the order says what is in force until the change takes effect.
        """
        self.ensure_one()
        order = self.sudo()  # asked for people who may not read revisions
        if (
            order.current_revision_id
            and revision
            and revision == order.pending_revision_id
        ):
            return True
        return bool(
            revision in order.pending_revision_id | order.current_revision_id
            and revision._says(order._get_content_hashes()[order]["content"])
        )

    def _get_signed_orders(self):
        """Return the orders whose present content, once reviewed, is signed."""
        revisions = self._get_reviewed_revisions()
        signed = self.env["order.confirmation"]._get_signed_revisions(
            self.env["order.revision"].union(*revisions.values())
        )
        maybe = self.filtered(lambda order: revisions[order] in signed)
        return maybe.filtered(lambda order: order._is_content_of(revisions[order]))

    def _is_confirmation_sent(self):
        """Tell whether the customer has a confirmation to sign in the portal."""
        gated = self._filter_gated().sudo()  # the portal may not read confirmations
        return bool(gated and gated._get_live_confirmation())

    def _put_reviewed_in_force(self):
        """Let the revision that was confirmed take the place of the one before."""
        # The gates before it are open; who confirms need not see revisions.
        self.sudo().pending_revision_id._put_in_force()

    def _accept_quotation_signatures(self):
        """Count a signature given before the review, if the review changed nothing."""
        revisions = self._get_reviewed_revisions()
        for order in self.filtered("signed_content_hash"):
            revision = revisions[order]
            if (
                order.signature
                and order._is_quotation_signature_proven()
                and revision
                and revision.content_hash == order.signed_content_hash
                and not order._get_live_confirmation(revision)
            ):
                order._create_confirmation_from_signature(revision)

    def _create_confirmation_from_signature(self, revision):
        now = fields.Datetime.now()
        self._cancel_open_confirmations()
        self.env["order.confirmation"].create(
            {
                **self._prepare_order_confirmation(revision),
                **self._prepare_quotation_proof(),
                "state": "accepted",
                "channel": "portal",
                "signed_by": self.signed_by,
                "signed_date": self.signed_on,
                "signature": self.signature,
                "arrived_date": self.signed_on,
                "accepted_date": now,
            }
        )
