"""The meeting of a review: called by the chair, minuted before it closes (H1.3)."""

from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

# What only the steps write.
MEETING_FIELDS = frozenset(
    {
        "meeting_id",
        "meeting_called_date",
        "meeting_called_by_id",
        "minutes_by_id",
        "minutes_date",
    }
)
# In these states the departments are asked, and the chair has not decided.
MEETING_STATES = ("circulated", "answered")
# When the heads meet, where the company works, unless the chair moves it.
MEETING_HOUR = 10
MEETING_TYPE = "mail.mail_activity_data_meeting"


class OrderMeetingMixin(models.AbstractModel):
    _name = "order.meeting.mixin"
    _description = "Meeting of an Order Review"

    meeting_id = fields.Many2one(
        "calendar.event",
        string="Review Meeting",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    meeting_date = fields.Datetime(
        related="meeting_id.start",
        string="Meeting on",
        help="When the heads of the departments meet.",
    )
    meeting_called_date = fields.Datetime(
        string="Meeting Called on", readonly=True, copy=False
    )
    meeting_called_by_id = fields.Many2one(
        "res.users", string="Meeting Called by", readonly=True, copy=False
    )
    minutes = fields.Text(
        copy=False, help="What the heads of the departments agreed in the meeting."
    )
    minutes_by_id = fields.Many2one(
        "res.users", string="Minutes Signed by", readonly=True, copy=False
    )
    minutes_date = fields.Datetime(
        string="Minutes Signed on", readonly=True, copy=False
    )

    def write(self, vals):
        if "minutes" in vals:
            self._check_not_minuted()
        return super().write(vals)

    def action_call_meeting(self):
        """Invite the heads of the seats, and open the meeting to move it (H1.3).

        :raise UserError: when the departments are not asked, or it was minuted
        """
        self._check_department("deputy_general_manager")
        self.ensure_one()
        self._check_may_chair()
        self._check_state(MEETING_STATES)
        self._check_not_minuted()
        if not self.meeting_id:
            self._call_meeting()
        return self.action_view_meeting()

    def action_view_meeting(self):
        """Open the meeting in the calendar."""
        self.check_access("read")
        return self.meeting_id._get_records_action()

    def action_sign_minutes(self):
        """Sign what was agreed, and tell all who were invited (H1.3).

        :raise UserError: when nothing is written down, or it was signed already
        """
        self._check_department("deputy_general_manager")
        self._check_may_chair()
        self._check_state(MEETING_STATES)
        self._check_not_minuted()
        for review in self:
            review._sign_minutes()
        self.sale_order_id._touch_progress()
        return True

    def action_call_off_meeting(self):
        """Do without the meeting; where the company requires one, it stays required."""
        self._check_department("deputy_general_manager")
        self._check_may_chair()
        self._check_state(MEETING_STATES)
        self._check_not_minuted()
        for review in self.filtered("meeting_called_date"):
            review._call_off_meeting()
            review.message_post(body=self.env._("The review meeting is called off."))
        self.sale_order_id._touch_progress()
        return True

    def _check_not_minuted(self):
        minuted = self.filtered("minutes_date")
        if minuted:
            raise UserError(
                self.env._(
                    "%(reviews)s: the minutes are signed and stay as they are. What is "
                    "agreed later belongs under Conditions.",
                    reviews=", ".join(minuted.mapped("display_name")),
                )
            )

    # Calling

    def _call_meeting(self):
        meeting = self.env["calendar.event"].create(self._prepare_meeting())
        # Only now: Odoo would add an activity that nobody else invited may move.
        meeting.write(self._prepare_meeting_tie())
        self._end_asking_for_minutes()
        self._ask_about_meeting(
            self.env._(
                "Hold the meeting on %s and sign its minutes", self.display_name
            ),
            self.company_id._get_local_day(meeting.start),
        )
        review = self.sudo()  # the steps alone write what they did
        review.write(
            {
                "meeting_id": meeting.id,
                "meeting_called_date": fields.Datetime.now(),
                "meeting_called_by_id": self.env.uid,
            }
        )
        self.message_post(
            body=self.env._(
                "A review meeting is called for %s.", self._format_moment(meeting.start)
            )
        )
        self.sale_order_id._touch_progress()

    def _prepare_meeting(self):
        start = self._get_meeting_start()
        return {
            "name": self.env._("Review meeting: %s", self.sale_order_id.name),
            "start": start,
            "stop": start + timedelta(hours=1),
            "user_id": self.env.uid,
            "partner_ids": [Command.set(self._get_meeting_people().partner_id.ids)],
            "res_model_id": False,
        }

    def _prepare_meeting_tie(self):
        kinds = self.env["ir.model"].sudo()  # which model it is about is no secret
        return {"res_model_id": kinds._get_id(self._name), "res_id": self.id}

    def _get_meeting_start(self):
        """Return the next worked morning; the next hour where answers are due today."""
        company = self.company_id.sudo()  # the zone is no secret
        today = company._get_local_day()
        if self.due_date and self.due_date <= today:
            now = fields.Datetime.now().replace(minute=0, second=0)
            return now + timedelta(hours=1)
        day = company.env["order.workday"]._count_forward(company, today, 1)
        start = datetime.combine(day, time(MEETING_HOUR))
        zone = timezone(self._get_meeting_zone())
        return zone.localize(start).astimezone(UTC).replace(tzinfo=None)

    def _get_meeting_zone(self):
        company = self.company_id.sudo()  # as above
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    def _format_moment(self, moment):
        return format_datetime(self.env, moment, tz=self._get_meeting_zone())

    def _get_meeting_people(self):
        """Return the heads of the seats, deputies of the absent ones, and the chair."""
        today = self.company_id._get_local_day()
        people = self.env.user
        for signoff in self.signoff_ids.filtered(lambda s: s.state != "void"):
            department = signoff.department_id
            head = department.head_id or signoff.user_id
            people |= department._get_person_on(head, today)
        return people

    # Minutes

    def _sign_minutes(self):
        if not (self.minutes or "").strip():
            raise UserError(
                self.env._(
                    "%s: write down under Minutes what was agreed.", self.display_name
                )
            )
        review = self.sudo()  # the steps alone write what they did
        review.write(
            {"minutes_by_id": self.env.uid, "minutes_date": fields.Datetime.now()}
        )
        self._end_asking_for_minutes()
        self.message_post_with_source(
            "order_to_delivery.review_minutes",
            render_values={"review": self},
            partner_ids=(self._get_meeting_people() - self.env.user).partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _lacks_minutes(self):
        """Tell whether the review may not close before a meeting is minuted."""
        policy = self.company_id.sudo().order_meeting_policy  # it is no secret
        if self.minutes_date or self.kind == "standard" or policy == "none":
            return False
        return policy == "required" or bool(self.meeting_called_date)

    # What happens to the meeting

    def _set_state(self, state, allowed, **values):
        result = super()._set_state(state, allowed, **values)
        if state in ("refused", "withdrawn"):
            # Nobody need come any more.
            self.filtered(lambda review: not review.minutes_date)._cancel_meeting()
        return result

    def _call_off_meeting(self):
        self._cancel_meeting()
        self._end_asking_for_minutes()
        review = self.sudo()  # the steps alone write what they did
        review.write(
            {
                "meeting_id": False,
                "meeting_called_date": False,
                "meeting_called_by_id": False,
            }
        )

    def _cancel_meeting(self):
        for review in self.sudo():  # whoever takes an order back owns no meeting of it
            meeting = review.meeting_id
            review.meeting_id = False
            meeting.active = False

    def _note_meeting_moved(self, before):
        """Say in the review that its meeting moved, whoever moved it."""
        self.message_post(
            body=self.env._(
                "The review meeting moved from %(old)s to %(new)s.",
                old=self._format_moment(before),
                new=self._format_moment(self.meeting_id.start),
            )
        )
        day = self.company_id._get_local_day(self.meeting_id.start)
        self._get_meeting_activities().date_deadline = day

    def _note_meeting_cancelled(self):
        """Ask the chair for another meeting: its own cancelling opens no gate."""
        self.sudo().meeting_id = False  # the calendar says so, whoever cancelled it
        self.message_post(body=self.env._("The review meeting was cancelled."))
        self._end_asking_for_minutes()
        self._ask_about_meeting(
            self.env._("The meeting was cancelled: call another, or call it off"),
            self.due_date,
        )

    def _ask_about_meeting(self, summary, day):
        person = self._find_chair()
        return person and self.activity_schedule(
            MEETING_TYPE,
            date_deadline=day,
            summary=summary,
            user_id=person.id,
        )

    def _end_asking_for_minutes(self):
        self._get_meeting_activities().active = False

    def _get_meeting_activities(self):
        kind = self.env["ir.model.data"]._xmlid_to_res_id(MEETING_TYPE)
        # It is done, whoever it was given to.
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind),
            ]
        )
