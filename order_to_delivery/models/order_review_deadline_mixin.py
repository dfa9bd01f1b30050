from odoo import models


class OrderReviewDeadlineMixin(models.AbstractModel):
    _name = "order.review.deadline.mixin"
    _inherit = ["order.deadline.mixin"]
    _description = "Review That Is Circulated and Closed in Time"

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
        chair = self.env["order.department"].search(
            [
                ("kind", "=", "deputy_general_manager"),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )
        user = self.chair_id or chair.head_id
        if self.state == "submitted" and self.circulation_due_date:
            since = company._get_local_day(self.submitted_date)
            due = self.circulation_due_date
            return self._get_late_notices("circulate", due, since, chair, user)
        answered = self.signoff_ids.filtered("signed_date").mapped("signed_date")
        if self.state == "answered" and self.due_date and answered:
            since = company._get_local_day(max(answered))
            return self._get_late_notices("decide", self.due_date, since, chair, user)
        return []
