"""Meetings of reviews, which anybody invited may move or cancel (H1.3)."""

from odoo import models

# What moves a meeting, or cancels it.
MOVING = frozenset({"start", "stop", "start_date", "stop_date", "active"})


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = "calendar.event"

    def write(self, vals):
        if not MOVING & vals.keys():
            return super().write(vals)
        before = {
            meeting: (meeting.active, meeting.start)
            for meeting in self._filter_review_meetings()
        }
        result = super().write(vals)
        for meeting, (was_active, start) in before.items():
            if was_active and not meeting.active:
                meeting._tell_review_cancelled()
            elif meeting.active and meeting.start != start:
                meeting._tell_review_moved(start)
        return result

    def unlink(self):
        for meeting in self._filter_review_meetings().filtered("active"):
            meeting._tell_review_cancelled()
        return super().unlink()

    def _filter_review_meetings(self):
        return self.filtered(lambda event: event.res_model == "order.review")

    def _get_meeting_reviews(self):
        """Return the open review that waits for this meeting."""
        # Whoever moves a meeting need not see the order.
        reviews = self.env["order.review"].sudo().search([("meeting_id", "=", self.id)])
        return reviews.filtered(lambda review: not review.minutes_date)

    def _tell_review_moved(self, before):
        for review in self._get_meeting_reviews():
            review._note_meeting_moved(before)

    def _tell_review_cancelled(self):
        for review in self._get_meeting_reviews():
            if review.state in ("circulated", "answered"):
                review._note_meeting_cancelled()
