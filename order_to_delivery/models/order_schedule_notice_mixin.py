"""Whom a new plan of production concerns."""

from odoo import models


class OrderScheduleNoticeMixin(models.AbstractModel):
    _name = "order.schedule.notice.mixin"
    _description = "Telling of a New Plan"

    def _tell_replanned(self, reason):
        """Tell the workshops what was planned anew, and return the first message."""
        # Who is told follows from the departments, not from the planner's rights.
        productions = self.sudo()
        workshops = productions._get_workshops_of()
        messages = self.env["mail.message"]
        for production in productions:
            people = production.assigned_user_ids
            people |= production.workorder_ids.assigned_user_ids
            for workshop in workshops[production]:
                people |= workshop._resolve_person()[0]
            messages |= production.message_post(
                body=self.env._(
                    "%(user)s planned %(production)s anew, from %(start)s to %(end)s: "
                    "%(reason)s",
                    user=self.env.user.name,
                    production=production.name,
                    start=production.company_id._get_local_day(production.date_start),
                    end=production._get_planned_end() or "–",
                    reason=reason,
                ),
                partner_ids=(people - self.env.user).partner_id.ids,
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )
        return messages[:1]
