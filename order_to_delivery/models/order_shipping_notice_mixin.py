"""Who is told of a signed shipping request: a minute later, apart from the signature.

Whoever signs does not wait for what others are told, nor for the note in the thread.
The signature keeps with itself who signed and when, and since when others are to be
told, so that nothing is lost; a cron notes and tells it each minute.
"""

from odoo import api, fields, models
from odoo.tools import split_every

from .cron_turn import take_turns
from .res_users import COUNT_LATER

ACTIVITY = "mail.mail_activity_data_todo"
TOLD_AT_ONCE = 20
# Who signed the step of which others are to be told, and when: from which state, by the
# state that it reached, in the order in which they are signed.
SIGNATURES = {
    "verified": ("draft", "verified_by_id", "verified_date"),
    "released": ("verified", "released_by_id", "released_date"),
}


class OrderShippingNoticeMixin(models.AbstractModel):
    _name = "order.shipping.notice.mixin"
    _description = "Shipping Request of Whose Signatures Others Are Told"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    untold_since = fields.Datetime(
        string="Others Not Told Since",
        readonly=True,
        copy=False,
        help="When it was first signed without anybody having been told yet.",
    )

    _untold = models.Index("(id) WHERE untold_since IS NOT NULL")

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name == "untold_since":
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _cron_tell_signatures(self):
        """Tell whom the requests concern that were signed since the last minute."""
        untold = self.search([("untold_since", "!=", False)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(untold))
        for ids in split_every(TOLD_AT_ONCE, untold.ids):
            if not take_turns(self.browse(ids), lambda r: r._tell_signatures()):
                break

    def _tell_signatures(self):
        """Note what was signed, and tell whom each last signature concerns.

        In the name and language of who signed, as if it were done then and there
        (H9.15, H9.17).
        """
        for request in self.filtered("untold_since"):
            for state, (_before, by, date) in SIGNATURES.items():
                if (signed := request[date]) and signed >= request.untold_since:
                    # Others are told in their own right.
                    own = request.with_user(request[by]).sudo()
                    own = own.with_context(lang=request[by].lang, tz=request[by].tz)
                    own._note_signature(state, signed)
                    own._count_off_activities(signed)
                    own._tell_signature(state)
        self.untold_since = False

    def _tick_off_activities(self):
        """Take what a signature answers off the lists; it is counted off later."""
        self.with_context(**{COUNT_LATER: True})._archive_activities()

    def _count_off_activities(self, date):
        """Lower the counters of those whose activities the user's signature answered.

        :param date: when it was signed, which is later than its transaction began
        """
        answered = self.env["mail.activity"].search(
            [
                ("active", "=", False),
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("write_uid", "=", self.env.uid),
                ("write_date", ">=", fields.Datetime.subtract(date, minutes=1)),
                ("date_deadline", "<=", fields.Date.today()),
            ]
        )
        for user, activities in answered.grouped("user_id").items():
            count = {"activity_deleted": True, "count_diff": -len(activities)}
            user._bus_send("mail.activity/updated", count)

    def _note_signature(self, state, date):
        """Note in the thread who signed and when.

        As one line: tracking would write two, after reading all that it may track.
        """
        before = SIGNATURES[state][0]
        labels = dict(self._fields["state"]._description_selection(self.env))
        line = f"{labels[before]} → {labels[state]}"
        self._message_log_batch(dict.fromkeys(self.ids, line)).date = date

    def _tell_signature(self, state):
        """Tell whom a signature concerns, unless another has followed it."""
        if self.state != state:
            return
        if state == "verified":
            self._ask_release()
            self._tell_verified()
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

    def _tell_verified(self):
        """Confirm to Sales that the money is there (H1.14)."""
        sales = self.sale_order_id.user_id.partner_id
        if sales:
            self.message_notify(
                partner_ids=sales.ids,
                subject=self.env._("The money for %s is there", self.name),
                body=self.env._(
                    "Finance has verified %(request)s of order %(order)s.",
                    request=self.name,
                    order=self.sale_order_id.name,
                ),
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
