"""Whom a production exception concerns at once."""

from odoo import models

TOLD = ("customer_service", "supervisor", "marketing_director")


class OrderExceptionNoticeMixin(models.AbstractModel):
    _name = "order.exception.notice.mixin"
    _description = "Telling of a Production Exception"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _tell(self):
        """Tell everybody concerned, each person once, and ask customer service.

        Exceptions that were reported together are told by one message, on the first.
        """
        # Who is told follows from the departments, not from the reporter's rights.
        exceptions = self.sudo()
        people = exceptions._get_people_told()
        first = exceptions[:1]
        first.message_post(
            subject=self.env._("Production exception: %s", first.place),
            body=first._get_notice(exceptions),
            partner_ids=people.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
        )
        for exception in exceptions:
            exception.message_subscribe(people.partner_id.ids)
            exception._note_on_order()
            exception._ask_plan()

    def _get_notice(self, exceptions):
        self.ensure_one()
        return self.env._(
            "%(exceptions)s, reported by %(user)s: %(kind)s. %(what)s\nEffect on the "
            "finished date: %(days)s days. Orders: %(orders)s.",
            exceptions=", ".join(exceptions.mapped("name")),
            user=self.env.user.name,
            kind=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            what=self.description,
            days=f"{self.effect_days:+d}" if self.effect_days else "0",
            orders=", ".join(exceptions.sale_order_id.mapped("name")) or "–",
        )

    def _note_on_order(self):
        """Leave a note on the order; its people are told by the exception itself."""
        if self.sale_order_id:
            self.sale_order_id.message_post(
                body=self.env._(
                    "Production exception %(exception)s at %(place)s: %(what)s",
                    exception=self.name,
                    place=self.place,
                    what=self.description,
                ),
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )

    def _get_people_told(self):
        """Return the sales reps of the orders and who answers for the departments."""
        people = self.sale_order_id.user_id
        for department in self._get_departments(*TOLD):
            people |= department._resolve_person()[0]
        return people.filtered("active")

    def _get_departments(self, *kinds):
        return self.env["order.department"].search(
            [("kind", "in", kinds), ("company_id", "in", self.company_id.ids)]
        )

    def _ask_plan(self):
        for department in self._get_departments("customer_service")[:1]:
            person = department._resolve_person()[0]
            self._schedule(person, self.env._("Agree on an emergency plan"))

    def _ask_cause(self):
        """Ask who reported for cause and owner, once the plan is set."""
        for exception in self.sudo():  # what is asked of others
            exception._schedule(
                exception.reported_by_id,
                self.env._("Write the cause and who answers for it"),
            )

    def _schedule(self, user, summary):
        if user:
            # The message tells by e-mail already; this is what waits for the user.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.company_id._get_local_day(),
                summary=summary,
                user_id=user.id,
            )
