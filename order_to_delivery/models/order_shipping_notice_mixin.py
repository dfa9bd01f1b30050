"""Who is told of a signed shipping request: a minute later, apart from the signature.

Whoever signs does not wait for what others are told. The signature notes with itself
that somebody has to be told, so that nothing is lost, and a cron does so each minute.
"""

from odoo import api, fields, models
from odoo.tools import split_every

from .cron_turn import take_turns

ACTIVITY = "mail.mail_activity_data_todo"
TOLD_AT_ONCE = 20
# Who signed the step of which others are to be told, by the state that it reached.
SIGNERS = {"verified": "verified_by_id", "released": "released_by_id"}


class OrderShippingNoticeMixin(models.AbstractModel):
    _name = "order.shipping.notice.mixin"
    _description = "Shipping Request of Whose Signatures Others Are Told"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    is_untold = fields.Boolean(
        string="Others Not Told Yet",
        readonly=True,
        copy=False,
        help="It was signed, and whom this concerns is not told yet.",
    )

    _untold = models.Index("(id) WHERE is_untold")

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name == "is_untold":
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _cron_tell_signatures(self):
        """Tell whom the requests concern that were signed since the last minute."""
        untold = self.search([("is_untold", "=", True)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(untold))
        for ids in split_every(TOLD_AT_ONCE, untold.ids):
            if not take_turns(self.browse(ids), lambda r: r._tell_signatures()):
                break

    def _tell_signatures(self):
        """Tell whom the last signature of each request concerns (H9.15, H9.17).

        In the name and language of who signed, as if it were done then and there.
        """
        for request in self.filtered("is_untold"):
            if request.state in SIGNERS:
                signer = request[SIGNERS[request.state]]
                request.with_user(signer).with_context(
                    lang=signer.lang, tz=signer.tz
                ).sudo()._tell_signature()  # others are told in their own right
        self.is_untold = False

    def _tell_signature(self):
        if self.state == "verified":
            self._ask_release()
        else:
            self._tell_warehouse()

    def _ask_finance(self):
        """Ask Finance to verify the money."""
        head = self._get_department_users("finance")[:1]
        if head:
            # Finance is asked in its own right, whoever requested.
            self.sudo().activity_schedule(
                ACTIVITY,
                summary=self.env._("Verify the money for %(name)s", name=self.name),
                user_id=head.id,
            )

    def _ask_release(self):
        """Ask customer service to check once more and release."""
        self.activity_schedule(
            ACTIVITY,
            summary=self.env._("Check once more and release"),
            user_id=self.requested_by_id.id,
        )

    def _tell_warehouse(self):
        """Tell the warehouse that goods may leave, on the delivery itself."""
        body = self.env._(
            "Released by %(request)s: these goods may leave.", request=self.name
        )
        partners = self._get_department_partners("warehouse")
        for picking in self._get_released_transfers():
            picking.message_post(
                body=body,
                partner_ids=partners.ids,
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )

    def _get_released_transfers(self):
        """Return the open transfers that a request lets go on, earlier steps too."""
        return self._get_open_deliveries().filtered(
            lambda picking: (
                self in picking.order_shipping_request_ids
                or not picking.location_dest_id._is_outside()
            )
        )

    def _get_department_partners(self, *kinds):
        """Return the partners of departments' heads, as those to be told."""
        return self._get_department_users(*kinds).partner_id

    def _get_department_users(self, *kinds):
        """Return the heads of departments of the requests' companies."""
        # Whom a department names may be a user that one may not read.
        departments = self.env["order.department"].sudo()
        departments = departments.search(
            [("kind", "in", kinds), ("company_id", "in", self.company_id.ids)]
        )
        return self.env["res.users"].union(
            *(department._resolve_person()[0] for department in departments)
        )
