"""Documents by a deadline: who is reminded, and who is told above (H1.2, H4.8)."""

from datetime import timedelta

from odoo import api, fields, models

# Worked days, or days as the company counts deadlines, from late to telling superiors.
ESCALATED_AFTER = 1


def _is_due_somewhere(document):
    """Tell whether a document is due by the day of any zone, before asking its own."""
    now = fields.Datetime.now()
    days = {(now + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}
    return any(document.filtered_domain(document._get_due_domain(day)) for day in days)


class OrderDeadlineMixin(models.AbstractModel):
    _name = "order.deadline.mixin"
    _description = "Document with a Deadline"

    def _set_state(self, state, allowed, **values):
        # What was due until now was due in the state that ends here.
        self._settle_notices()
        return super()._set_state(state, allowed, **values)

    @api.model
    def _search_due(self):
        """Return what waits for somebody, and is due by its company's today."""
        found = self.browse()
        for company in self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        ):
            found |= self.search(
                [
                    ("company_id", "=", company.id),
                    *self._get_due_domain(company._get_local_day()),
                ],
                order="id",
            )
        return found

    def _settle_notices(self):
        """Keep each event up to today; calling it twice on a day changes nothing."""
        # Days pass for everybody, whoever answers or closes.
        for document in self.sudo().filtered(_is_due_somewhere)._filter_gated():
            today = document.company_id._get_local_day()
            if not document.filtered_domain(self._get_due_domain(today)):
                continue
            due = [one for one in document._get_notices() if one[1] <= today]
            if due:
                # Notices are nobody's to write.
                self.env["order.notice"].sudo()._note(document, due)

    def _get_late_notices(self, name, due, since, department, user):
        """Return the events of what is late: the reminder, and telling above.

        :param name: of the events, as "answer"
        :param due: the day by which it is due
        :param since: the day on which it was given to its person
        :param department: whose superior is told
        """
        late = max(due, since) + timedelta(1)
        above = self.company_id._plan_deadline(late, ESCALATED_AFTER)
        superior = department._get_superior(above)
        notices = [(f"{name}_late", late, department._get_person_on(user, late))]
        if superior and superior != notices[0][2]:
            notices.append((f"{name}_escalated", above, superior))
        return notices

    def _get_due_domain(self, today):
        """Return the domain of what waits for somebody and is due by a day."""
        return [(0, "=", 1)]

    def _get_notices(self):
        """Return ``[(event, day, user)]`` of the state the document is in."""
        return []

    def _get_notice_order(self):
        """Return the order of which a notice tells, if it is of one."""
        return self.sale_order_id

    def _get_awaited_events(self):
        """Return the events that the document still waits for."""
        return [event for event, _day, _user in self._get_notices()]

    def _ask_who_is_there(self):
        """Ask somebody else where who was asked has left the company."""
