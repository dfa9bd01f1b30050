"""The dates slip while the customer's signature is missing (H9.9).

A confirmation is back on the day on which it was first sent. For each later day that
begins without it, Production's booked date and the promise move back by one day. It is
counted up to a day, before anything about the confirmation changes and by a cron: what
is counted follows from the days alone, however often the cron ran.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date, split_every

from .cron_turn import take_turns
from .order_confirmation_mixin import OPEN_STATES

SETTLED_AT_ONCE = 20
# While it is with the customer; what is uploaded waits for our own check.
WITH_CUSTOMER = ("sent", "arrived", "unclear")
INSTRUCTED = ("issued", "accepted")


class OrderSlipMixin(models.AbstractModel):
    _name = "order.slip.mixin"
    _description = "Confirmation That Dates Wait for"

    slipped_to = fields.Date(
        string="Days Counted to",
        readonly=True,
        copy=False,
        help="The last day of which it is settled whether the dates moved.",
    )
    slipped_days = fields.Integer(
        string="Days Late",
        readonly=True,
        copy=False,
        help="Days by which the order's dates moved because this was not returned, "
        "working or calendar days as the company has set.",
    )
    unmoved_days = fields.Integer(
        string="Days Late, Not Moved Yet",
        readonly=True,
        copy=False,
        help="Days late by which the dates move once the change takes effect.",
    )

    def _set_state(self, state, allowed, **values):
        # The days until now passed in the state that ends here.
        self._settle_slip()
        return super()._set_state(state, allowed, **values)

    @api.model
    def _cron_settle_slips(self):
        """Move the dates of orders whose confirmation did not come back (H9.9)."""
        late = self._search_unsettled()
        self.env["ir.cron"]._commit_progress(remaining=len(late))
        for ids in split_every(SETTLED_AT_ONCE, late.ids):
            if not take_turns(self.browse(ids), lambda papers: papers._settle_slip()):
                break

    @api.model
    def _search_unsettled(self):
        """Return what is overdue and not counted up to its company's today."""
        found = self.browse()
        for company in self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        ):
            today = company._get_local_day()
            found |= self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", OPEN_STATES),
                    ("due_date", "<", today),
                    "|",
                    ("slipped_to", "=", False),
                    ("slipped_to", "<", today),
                ],
                order="id",
            )
        return found

    def _settle_slip(self):
        """Count the days that began without the signature, and move the dates.

        Calling it twice on a day changes nothing.
        """
        # Days pass for everybody, whoever signs, sends or cancels.
        for paper in self.sudo():
            if paper.state in OPEN_STATES:
                paper._count_late_days()
            if paper.unmoved_days and paper._is_said_by_order():
                paper._move_unmoved()

    def _count_late_days(self):
        today = self.company_id._get_local_day()
        since = self.slipped_to or self.due_date
        if not since or since >= today:
            return
        days = self._get_late_days(since, today) if self._is_waited_for() else []
        self.slipped_to = today
        if not days:
            return
        self.slipped_days += len(days)
        if self._is_said_by_order():
            self._slip(days)
        else:
            self.unmoved_days += len(days)

    def _is_waited_for(self):
        """Tell whether the dates wait for the customer to sign this."""
        order = self.sale_order_id
        instructions = order.order_production_instruction_ids
        return bool(
            self.state in WITH_CUSTOMER
            and order.state != "cancel"
            and self._filter_gated()
            and not order.order_to_delivery_exempt
            # Grade A let it be produced already.
            and not instructions.filtered(
                lambda instruction: (
                    instruction.revision_id == self.revision_id
                    and instruction.state in INSTRUCTED
                )
            )
        )

    def _is_said_by_order(self):
        """Tell whether the order says this already, or only once it is changed."""
        order, revision = self.sale_order_id, self.revision_id
        if order.current_revision_id:
            return revision == order.current_revision_id
        return revision == order.pending_revision_id

    def _get_late_days(self, since, today):
        """Return the days after one, up to another, that count as late."""
        company = self.company_id
        if company.order_slip_days == "calendar":
            return [since + timedelta(n + 1) for n in range((today - since).days)]
        workdays = self.env["order.workday"]
        first = since + timedelta(1)
        return sorted(workdays._get_worked_days(company, first, today))

    def _move_unmoved(self):
        """Move the dates of a change by the days that its signature was late."""
        today = self.company_id._get_local_day()
        days, self.unmoved_days = self.unmoved_days, 0
        self._slip([today] * days)

    def _slip(self, days):
        """Move the dates once for each late day, and tell it in the threads.

        :param days: dates, one for each day by which the dates move
        """
        order = self.sale_order_id
        before = order.finished_date, order._get_promise_day()
        order._slip_dates(days, source=self)
        after = order.finished_date, order._get_promise_day()
        if before == after:
            return
        # A cron speaks the language of who reads it: the sales representative's.
        env = self.with_context(lang=order.user_id.lang or self.env.lang).env

        def show(day):
            return format_date(env, day) or "–"

        body = env._(
            "%(confirmation)s is not back: finished on %(finished)s instead of "
            "%(old_finished)s, promised for %(promise)s instead of %(old_promise)s.",
            confirmation=self.name,
            finished=show(after[0]),
            old_finished=show(before[0]),
            promise=show(after[1]),
            old_promise=show(before[1]),
        )
        order._message_log(body=body)
        self._message_log(body=body)
