from odoo import api, fields, models

OPEN_STATES = ("submitted", "circulated", "answered")


class OrderReviewDeadlineMixin(models.AbstractModel):
    _name = "order.review.deadline.mixin"
    _inherit = ["order.deadline.mixin"]
    _description = "Review That Is Circulated and Closed in Time"

    @api.depends("state", "due_date", "circulation_due_date")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for review in self:
            due = review.due_date or review.circulation_due_date
            review.is_late = review.state in OPEN_STATES and due and due < today

    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = fields.Date.context_today(self)
        return [
            ("state", "in", OPEN_STATES),
            "|",
            ("due_date", "<", today),
            "&",
            ("due_date", "=", False),
            ("circulation_due_date", "<", today),
        ]

    def _set_state(self, state, allowed, **values):
        # What is taken back or closed asks for no answer any more.
        self.sudo().signoff_ids._settle_notices()
        return super()._set_state(state, allowed, **values)

    def _get_due_domain(self, today):
        return [
            "|",
            "&",
            ("state", "=", "submitted"),
            ("circulation_due_date", "<", today),
            "&",
            ("state", "=", "answered"),
            ("due_date", "<", today),
        ]

    def _get_notices(self):
        company = self.company_id
        chair = self._get_chair_department()
        user = self._get_chair_asked(chair)
        if self.state == "submitted" and self.circulation_due_date:
            since = company._get_local_day(self.submitted_date)
            due = self.circulation_due_date
            return self._get_late_notices("circulate", due, since, chair, user)
        answered = self.signoff_ids.filtered("signed_date").mapped("signed_date")
        if self.state == "answered" and self.due_date and answered:
            since = company._get_local_day(max(answered))
            return self._get_late_notices("decide", self.due_date, since, chair, user)
        return []
