"""A promise later than the customer wants, to which the sales rep agrees (H9.5)."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

UNDECIDED = ("submitted", "circulated", "answered")
AGREED_FIELDS = frozenset(
    {
        "rep_asked_date",
        "rep_agreed_by_id",
        "rep_agreed_date",
        "rep_agreed_promise",
        "rep_declined_promise",
        "rep_decline_reason",
    }
)
ACTIVITY_TYPE = "order_to_delivery.mail_activity_type_agree_date"
# A row of the desk, told apart as those of the money are.
AGREED_DATES = """
    SELECT review.id::bigint * 1000, review.sale_order_id, review.company_id,
           'sales', 'agree_date', sale.user_id, review.rep_asked_date,
           coalesce(review.due_date, review.circulation_due_date), 'order.review',
           review.id
      FROM order_review review
      JOIN sale_order sale ON sale.id = review.sale_order_id
     WHERE review.rep_asked_date IS NOT NULL
       AND review.state IN ('submitted', 'circulated', 'answered')
"""
AGREED_DATE_STEPS = [("agree_date", "Agree to a date later than the customer wants")]


class OrderAgreedDateMixin(models.AbstractModel):
    _name = "order.agreed.date.mixin"
    _description = "Promised Date to Which the Sales Rep Agrees"

    # Only so that the mixin stands alone: the review's own definitions win.
    state = fields.Char()
    promised_date = fields.Date()
    revision_id = fields.Many2one("order.revision")
    rep_asked_date = fields.Datetime(
        string="Sales Rep Asked on",
        readonly=True,
        copy=False,
        help="Since when the sales rep is asked to agree to a later promised date.",
    )
    rep_agreed_by_id = fields.Many2one(
        "res.users", string="Later Date Agreed by", readonly=True, copy=False
    )
    rep_agreed_date = fields.Datetime(
        string="Later Date Agreed on", readonly=True, copy=False
    )
    rep_agreed_promise = fields.Date(
        string="Agreed up to",
        readonly=True,
        copy=False,
        help="The latest promised date to which the sales rep agreed.",
    )
    rep_declined_promise = fields.Date(
        string="Declined by Sales",
        readonly=True,
        copy=False,
        help="The promised date that the sales rep declined.",
    )
    rep_decline_reason = fields.Text(
        string="Why Sales Declined", readonly=True, copy=False
    )
    needs_rep_agreement = fields.Boolean(compute="_compute_needs_rep_agreement")
    is_declined_by_rep = fields.Boolean(compute="_compute_needs_rep_agreement")

    _asks_rep = models.Index("(company_id) WHERE rep_asked_date IS NOT NULL")

    @api.depends(
        "state",
        "promised_date",
        "rep_agreed_promise",
        "rep_declined_promise",
        "revision_id.snapshot",
    )
    def _compute_needs_rep_agreement(self):
        for review in self:
            review.needs_rep_agreement = (
                review.state in UNDECIDED and review._is_later_than_agreed()
            )
            review.is_declined_by_rep = (
                review.needs_rep_agreement
                and review.rep_declined_promise == review.promised_date
            )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in AGREED_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        result = super().write(vals)
        if "promised_date" in vals:
            for review in self.filtered(lambda review: review.state in UNDECIDED):
                review._ask_rep()
        return result

    def action_agree_date(self):
        """Agree for Sales that the order is promised later than wanted (H9.5).

        :raise AccessError: unless the user acts for Sales
        :raise UserError: for who chairs the review, or when there is nothing to agree
        """
        self._check_department("sales")
        self._check_state(UNDECIDED)
        self._check_may_agree()
        for review in self:
            # What Sales agreed to is nobody's to write by hand.
            review.sudo().write(
                {
                    "rep_agreed_by_id": self.env.uid,
                    "rep_agreed_date": fields.Datetime.now(),
                    "rep_agreed_promise": review.promised_date,
                    "rep_asked_date": False,
                }
            )
            review._drop_rep_activities()
            review.message_post(
                body=self.env._(
                    "Sales agrees to promise %s.",
                    fields.Date.to_string(review.promised_date),
                ),
                partner_ids=review.chair_id.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
        return True

    def action_decline_date(self, reason=None):
        """Decline for Sales what is promised later than wanted, and say why (H9.5).

        The chair is asked for an earlier date, or gives the order back to Sales.

        :return: the dialog that asks for the reason, where there is none
        :raise AccessError: unless the user acts for Sales
        :raise UserError: for who chairs the review, or when there is nothing to decline
        """
        self._check_department("sales")
        self._check_state(UNDECIDED)
        self._check_may_agree()
        if not (reason or "").strip():
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Decline the Later Date"),
                "res_model": "order.review.decline.date",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_review_ids": [Command.set(self.ids)]},
            }
        for review in self:
            review._decline_date(reason.strip())
        return True

    def _decline_date(self, reason):
        review = self.sudo()  # what Sales declined is nobody's to write by hand
        review.write(
            {
                "rep_declined_promise": self.promised_date,
                "rep_decline_reason": reason,
                "rep_asked_date": False,
            }
        )
        self._drop_rep_activities()
        promised = fields.Date.to_string(self.promised_date)
        self.message_post(
            body=self.env._(
                "Sales declines to promise %(date)s: %(reason)s",
                date=promised,
                reason=reason,
            ),
            partner_ids=self.chair_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
        review._ask_chair(
            self.env._(
                "%(review)s: promise earlier than %(date)s, or give it back",
                review=self.display_name,
                date=promised,
            ),
            self.due_date or self.circulation_due_date,
        )

    def _check_may_agree(self):
        for review in self:
            if self.env.user == review.chair_id:
                raise UserError(
                    self.env._(
                        "%(review)s: you decide this review, so somebody else of Sales "
                        "agrees to the later date.",
                        review=review.display_name,
                    )
                )
            if not review._is_later_than_agreed():
                raise UserError(
                    self.env._(
                        "%(review)s: the promised date needs nobody's agreement.",
                        review=review.display_name,
                    )
                )

    def _get_wanted_promise(self):
        """Return the day up to which nobody is asked, or False.

        It is the day that the customer wants; what is promised already holds where a
        change leaves that day as it was. Without such a day it is Production's own.
        """
        self.ensure_one()
        review = self.sudo()  # the rep need not read revisions
        wanted = self._read_wanted_day(review.revision_id)
        order = review.sale_order_id
        if wanted and order.commitment_date:
            promised = order.company_id._get_local_day(order.commitment_date)
            if wanted == self._read_wanted_day(order.current_revision_id):
                wanted = max(wanted, promised)
        return wanted or review._get_answered_finish()

    def _read_wanted_day(self, revision):
        """Return the day that the customer wanted in a revision, if it says one."""
        # What was under way at going live has no content of its own.
        snapshot = revision.snapshot or {}
        dates = snapshot.get("header", {}).get("dates", {})
        return fields.Date.to_date(dates.get("wanted_date"))

    def _is_later_than_agreed(self):
        """Tell whether the promise is later than wanted, and the rep has not agreed."""
        self.ensure_one()
        wanted = self.promised_date and self._get_wanted_promise()
        if not wanted or self.promised_date <= wanted:
            return False
        agreed = self.rep_agreed_promise
        return not agreed or self.promised_date > agreed

    def _ask_rep(self):
        """Ask the sales rep by an activity, or take back what was asked."""
        self.ensure_one()
        is_asked = self._is_later_than_agreed()
        if not is_asked and not self.rep_asked_date:
            return
        review = self.sudo()  # the chair does not write what Sales is asked
        review._drop_rep_activities()
        review.write(
            {
                "rep_asked_date": is_asked and fields.Datetime.now(),
                "rep_declined_promise": False,
                "rep_decline_reason": False,
            }
        )
        rep = is_asked and review._get_rep()
        if rep:
            asked = review.with_context(lang=rep.lang)
            asked.activity_schedule(
                ACTIVITY_TYPE,
                date_deadline=review.due_date or review.circulation_due_date,
                summary=asked.env._(
                    "Agree to promise %(order)s for %(date)s",
                    order=review.sale_order_id.name,
                    date=fields.Date.to_string(review.promised_date),
                ),
                user_id=rep.id,
            )

    def _get_rep(self):
        """Return who agrees for Sales today: the rep, the deputy or the head."""
        department = self.env["order.department"].search(
            [("kind", "=", "sales"), ("company_id", "=", self.company_id.id)], limit=1
        )
        rep = self.sale_order_id.user_id
        if not department:
            return rep
        rep = department._get_person_on(rep, self.company_id._get_local_day())
        if rep != self.chair_id and department._is_able(rep):
            return rep
        return department._resolve_person(self.chair_id)[0]

    def _drop_rep_activities(self):
        # It is done, whoever it was given to; archived as all that is asked.
        activities = self.env["mail.activity"].sudo()
        activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY_TYPE).id),
            ]
        ).active = False
