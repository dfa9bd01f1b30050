"""What a review decides, and whom it tells."""

from odoo import fields, models
from odoo.exceptions import UserError


class OrderReviewDecisionMixin(models.AbstractModel):
    _name = "order.review.decision.mixin"
    _inherit = ["order.agreed.date.mixin", "order.review.alternative.mixin"]
    _description = "Decision of an Order Review"

    def _has_made_lines(self):
        self.ensure_one()
        return any(
            line["goods"]["supply_kind"] == "make"
            for line in self.revision_id.snapshot["lines"].values()
        )

    def _has_goods(self):
        self.ensure_one()
        return any(
            line["goods"]["supply_kind"] != "none"
            for line in self.revision_id.snapshot["lines"].values()
        )

    def _get_answered_finish(self):
        """Return the latest date that Production answered for, or False (H9.5)."""
        self.ensure_one()
        answers = self.signoff_ids.filtered(
            lambda s: s.kind == "production" and s.state == "signed"
        )
        dates = answers.line_ids.mapped("finished_date")
        dates += answers.mapped("answer_date")
        return max(filter(None, dates), default=False)

    def _suggest_dates(self):
        """Fill in what Production answered, for the chair to confirm or to extend."""
        starts = self.signoff_ids.line_ids.filtered("start_date").mapped("start_date")
        values = {}
        if not self.finished_date and self._get_answered_finish():
            values["finished_date"] = self._get_answered_finish()
        if not self.production_start_date and starts:
            values["production_start_date"] = min(starts)
        self.write(values)

    def _close(self):
        """Write what was decided to the order, and freeze it in the revision."""
        self.ensure_one()
        review = self.sudo()  # the last to answer closes a standard order
        review._set_state(
            "closed",
            ["answered"],
            closed_date=fields.Datetime.now(),
            chair_id=review.chair_id.id or self.env.uid,
            decision=review._prepare_decision(),
        )
        # Without a revision in force the order itself is what was reviewed.
        if review.sale_order_id.current_revision_id:
            review._decide_proposal()
        else:
            review._decide_quotation()
        review._drop_activities()
        review._tell_sales()
        review.sale_order_id._put_pending_in_force()

    def _decide_quotation(self):
        values = {
            "finished_date": self.finished_date,
            "production_start_date": self.production_start_date,
            "promised_date": self.promised_date,
            "line_dates": self._get_line_dates(),
        }
        if self.packing:
            values["packing"] = self.packing
        self.sale_order_id._write_agreed_dates("review", source=self, **values)
        self.revision_id._refresh_content()

    def _decide_proposal(self):
        """Put the dates into the proposal; the order keeps its own until then."""
        snapshot = self.revision_id.snapshot
        order = self.sale_order_id
        moment = order._get_promise_moment(self.promised_date)
        header = snapshot["header"]
        header["dates"]["commitment_date"] = fields.Datetime.to_string(moment)
        header["destination"]["packing"] = self.packing or ""
        line_dates = self._get_line_dates()
        for key, line in snapshot["lines"].items():
            if line["goods"]["supply_kind"] != "none":
                date = line_dates.get(key, self.finished_date)
                line["dates"]["finished_date"] = fields.Date.to_string(date)
        self.revision_id.write(self.revision_id._prepare_content(snapshot))

    def _get_line_dates(self):
        """Return ``{line_key: finished date}``: Production's, or later as decided."""
        answers = self.signoff_ids.filtered(
            lambda s: s.kind == "production" and s.state == "signed"
        )
        answered = self._get_answered_finish()
        if not answered or self.finished_date != answered:
            return {}
        dates = {}
        for line in answers.line_ids.filtered("finished_date"):
            latest = dates.get(line.line_key, line.finished_date)
            dates[line.line_key] = max(latest, line.finished_date)
        return dates

    def _give_back(self):
        self.ensure_one()
        refused = self.signoff_ids.filtered(lambda s: s.verdict == "refuse")
        if not (self.conditions or refused):
            raise UserError(
                self.env._(
                    "%(review)s: write under Conditions why the order goes back to "
                    "Sales.",
                    review=self.display_name,
                )
            )
        review = self.sudo()  # the revision and the lock are nobody's to write by hand
        review._take_up_alternative()
        review._set_state(
            "refused",
            ["submitted", "circulated", "answered"],
            closed_date=fields.Datetime.now(),
            decision=self.conditions or self.env._("Refused by a department."),
        )
        review.revision_id._refuse()
        review._drop_activities()
        review._tell_sales()

    def _void_changed_signoffs(self):
        """Void what was answered on the revision before and does not hold now."""
        previous = self.revision_id.previous_id
        if previous:
            answers = previous.order_review_ids.signoff_ids
            carried = self.signoff_ids.carried_from_id
            (answers - carried)._void(self.revision_id)

    def _prepare_decision(self):
        return self.env._(
            "Production starts %(start)s, finished %(finished)s, "
            "promised %(promised)s. %(conditions)s",
            start=self.production_start_date or "–",
            finished=self.finished_date or "–",
            promised=self.promised_date or "–",
            conditions=self.conditions or "",
        ).strip()

    # Notices

    def _ask_for_circulation(self):
        """Ask the deputy general manager to circulate the order the same day (H1.2)."""
        self._ask_chair(
            self.env._("Circulate %s", self.sale_order_id.name),
            self.circulation_due_date,
        )

    def _ask_for_decision(self):
        """Ask the chair to decide, once every department has answered."""
        self._ask_chair(
            self.env._("Decide %s: all departments have answered", self.display_name),
            self.due_date,
        )

    def _ask_chair(self, summary, deadline):
        person = self._find_chair()
        if person:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=deadline,
                summary=summary,
                user_id=person.id,
            )

    def _drop_activities(self):
        """Take away what was asked: nothing of it is to do any more."""
        self._archive_activities()
        self.signoff_ids._archive_activities()

    def _tell_sales(self):
        """Tell the salesperson what was decided, with the technical notes (H1.5)."""
        order = self.sale_order_id
        notes = self.signoff_ids.filtered("technical_notes")
        user = order.user_id or self.requested_by_id
        order.message_post_with_source(
            "order_to_delivery.review_decision",
            render_values={"review": self, "notes": notes},
            partner_ids=user.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
        is_closed = self.state == "closed"
        order.activity_schedule(
            "order_to_delivery.mail_activity_type_decided",
            summary=self.env._("Confirm the date with the customer")
            if is_closed
            else self.env._("Given back by the review: change it or cancel it"),
            user_id=user.id,
        )
