from odoo import models


class OrderAnswerDeadlineMixin(models.AbstractModel):
    _name = "order.answer.deadline.mixin"
    _inherit = ["order.deadline.mixin"]
    _description = "Answer That Is Given in Time"

    def _get_due_domain(self, today):
        return [
            ("state", "=", "open"),
            ("due_date", "<=", today),
            # A seat of what was taken back stays open, and nobody waits for it.
            ("review_id.state", "=", "circulated"),
        ]

    def _get_notices(self):
        due, department = self.due_date, self.department_id
        is_asked = self.state == "open" and self.review_id.state == "circulated"
        if not is_asked or not due or not self.opened_date:
            return []
        since = self.company_id._get_local_day(self.opened_date)
        notices = self._get_late_notices("answer", due, since, department, self.user_id)
        if since < due:
            person = department._get_person_on(self.user_id, due)
            notices.insert(0, ("answer_due", due, person))
        return notices

    def _ask_who_is_there(self):
        for signoff in self:
            if not signoff.user_id.active:
                signoff._ask()
