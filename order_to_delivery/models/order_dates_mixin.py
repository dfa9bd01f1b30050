"""The one way by which the dates of an order move."""

from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import fields, models
from odoo.exceptions import UserError

# The hours of a working day that a date of production stands for.
START_OF_WORK = time(8)
END_OF_WORK = time(17)
STOPPED = ("done", "cancel")


class OrderDatesMixin(models.AbstractModel):
    _name = "order.dates.mixin"
    _description = "Dates of an Order"

    def _move_dates(
        self, *, cause, finished=None, promise=None, start=None, note="", source=None
    ):
        """Move the dates of an order, and whatever was planned by them.

        The promise is never earlier than the finished date (H9.5): a finished date
        that moves beyond the promise takes it along. Deliveries, manufacturing
        orders that have not started and unsigned instructions follow; every move is
        in the date ledger.

        :param cause: a key of the ledger's causes
        :param finished: new finished date
        :param promise: new promised date
        :param start: new start of production; else it moves with the finished date
            as long as Production has not accepted an instruction
        :param source: the record that caused it
        :raise UserError: when the promise would be earlier than the finished date
        """
        self.ensure_one()
        # Dates are protected; the callers have checked who moves them, and why.
        order = self.sudo()
        old_finished, old_promise = order.finished_date, order._get_promise_day()
        finished = fields.Date.to_date(finished) or old_finished
        promise = order._check_promise(
            finished, fields.Date.to_date(promise) or old_promise, bool(promise)
        )
        order._apply_dates(finished, promise, start)
        log = self.env["order.date.change"]._log
        log(order, "finished", old_finished, finished, cause, note=note, source=source)
        log(order, "promise", old_promise, promise, cause, note=note, source=source)
        order._touch_progress()

    def _slip_dates(self, days, source):
        """Move the finished date and the promise by a day for each late day (H9.9).

        Worked days go on to the next worked day, where the company slips by them. The
        ledger has each late day for itself, as if it had been settled on that day.

        :param days: the late days
        :param source: the confirmation that was not returned
        """
        order = self.sudo()  # dates are protected; these pass by themselves
        log = self.env["order.date.change"]._log
        dates = {"finished": order.finished_date, "promise": order._get_promise_day()}
        moved = {}
        for day in days:
            for kind, old in dates.items():
                dates[kind] = old and order._get_next_day(old)
                first = moved.get((day, kind), (old, old))[0]
                moved[day, kind] = first, dates[kind]
        order._apply_dates(dates["finished"], dates["promise"])
        for (day, kind), (old, new) in moved.items():
            log(
                order,
                kind,
                old,
                new,
                "late_signature",
                date=day,
                source=source,
                owner_id=order.user_id.id,
            )
        order._touch_progress()

    def _get_next_day(self, day):
        """Return the day to which a date slips."""
        company = self.company_id
        if company.order_slip_days == "calendar":
            return day + timedelta(1)
        return self.env["order.workday"]._count_forward(company, day, 1)

    def _apply_dates(self, finished, promise, start=None):
        """Write the dates where they changed, with all that was planned by them."""
        old_finished, old_promise = self.finished_date, self._get_promise_day()
        moving = self._get_revisions_said()
        if finished != old_finished:
            self._move_finished_date(finished, old_finished, start)
        elif start:
            self.production_start_date = start
        if promise != old_promise:
            self._move_promise(promise)
        self._keep_said(moving)

    def _get_revisions_said(self):
        """Return the revisions that the order still says, dates moved or not."""
        said = self._get_content_hashes()[self]["content"]
        revisions = self.pending_revision_id | self.current_revision_id
        return revisions.filtered(lambda revision: revision._says(said))

    def _keep_said(self, revisions):
        """Let them be the order's content with the dates as they are now (H9.9)."""
        if revisions:
            revisions.moved_hash = self._get_content_hashes()[self]["content"]

    def _check_promise(self, finished, promise, is_wished):
        if not finished or not promise or promise >= finished:
            return promise
        if not is_wished:
            return finished
        raise UserError(
            self.env._(
                "%(order)s cannot be promised for %(promise)s: Production finishes it "
                "on %(finished)s. Customer Service promises that day or a later one.",
                order=self.name,
                promise=promise,
                finished=finished,
            )
        )

    def _get_promise_day(self):
        if not self.commitment_date:
            return None
        return self.company_id._get_local_day(self.commitment_date)

    def _get_moment(self, day, at):
        """Return a time of a day where the company works, naive in UTC."""
        company = self.company_id.sudo()  # the zone is no secret
        zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        moment = timezone(zone).localize(datetime.combine(day, at))
        return moment.astimezone(UTC).replace(tzinfo=None)

    def _move_finished_date(self, finished, old_finished, start):
        delta = finished - old_finished if old_finished else timedelta(0)
        is_accepted = "accepted" in self.order_production_instruction_ids.mapped(
            "state"
        )
        if not start and self.production_start_date and not is_accepted:
            start = self.production_start_date + delta
        values = {"finished_date": finished}
        old_start = self.production_start_date
        if start:
            values["production_start_date"] = start
        dated = self.order_line.filtered("finished_date")
        # What is signed again is what departments decide; here days only pass.
        self._write_content(
            values,
            {
                line: {"finished_date": min(line.finished_date + delta, finished)}
                for line in dated
            },
        )
        self._move_unsigned_instructions()
        self._get_own_productions()._move_production_dates(start)
        later = start - old_start if start and old_start else timedelta(0)
        self._follow_start(later)

    def _move_unsigned_instructions(self):
        unsigned = self.order_production_instruction_ids.filtered(
            lambda instruction: instruction.state in ("draft", "issued")
        )
        for row in unsigned.line_ids:
            row.finished_date = row.sale_line_id.finished_date or self.finished_date
            row.start_date = self.production_start_date

    def _get_own_productions(self, instructions=None):
        """Return the manufacturing orders of the order's lines that are under way.

        :param instructions: those that started them, by default all of the order
        """
        if instructions is None:
            instructions = self.order_production_instruction_ids
        productions = instructions.production_ids
        return productions.filtered(
            lambda mo: mo.state not in STOPPED and mo.sale_line_id.order_id == self
        )

    def _move_promise(self, promise):
        """Write the promise, and move the deliveries by as much."""
        old, new = self.commitment_date, self._get_promise_moment(promise)
        self._write_content({"commitment_date": new})
        moves = self.order_line.move_ids.filtered(
            lambda move: (
                move.state not in STOPPED
                and not move.production_id
                and move.location_id.usage != "customer"
            )
        )
        # What is made or bought for them keeps its own dates.
        moves = moves.with_context(
            date_deadline_propagate_ids=set((moves | moves.move_orig_ids).ids)
        )
        moves.date_deadline = new
        for move in moves:
            move.date = move.date + (new - old) if old else new

    # Whom a date concerns that Production moved

    def _tell_date_moved(self, reason, old_promise, productions):
        """Tell Sales and who plans by the date; have the customer told (H7.4).

        :param old_promise: the day that was promised until now
        :param productions: what was planned anew
        """
        self.ensure_one()
        promise = self._get_promise_day()
        people = self.user_id | self._get_people_planning()
        self.message_post(
            body=self.env._(
                "Production planned %(productions)s anew: %(order)s is finished on "
                "%(finished)s and promised for %(promise)s. %(reason)s",
                productions=", ".join(productions.mapped("name")),
                order=self.name,
                finished=self.finished_date,
                promise=promise or "–",
                reason=reason,
            ),
            partner_ids=(people - self.env.user).partner_id.ids,
            subtype_xmlid="mail.mt_note",
            author_id=self.env.user.partner_id.id,
        )
        if promise != old_promise:
            # The message tells by e-mail already; this is what waits for the user.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.company_id._get_local_day(),
                summary=self.env._("Tell the customer the new date: %s", promise),
                note=reason,
                user_id=self._get_customer_service_user().id,
            )

    def _get_people_planning(self):
        """Return who answers for the departments that plan by the order's dates."""
        people = self.env["res.users"]
        for department in self.env["order.department"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", ("customer_service", "material_control", "purchasing")),
            ]
        ):
            people |= department._resolve_person()[0]
        return people
