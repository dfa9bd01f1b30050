"""Papers that may follow later are asked for once they are overdue."""

from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from .cron_turn import take_turns

ACTIVITY = "mail.mail_activity_data_todo"
# Days, as the company counts deadlines, from the first asking to telling those above.
ESCALATED_AFTER = 3


class OrderPaperChaseMixin(models.AbstractModel):
    _name = "order.paper.chase.mixin"
    _description = "Paper That Is Owed"

    paper_chased_date = fields.Date(
        readonly=True, copy=False, help="When customer service was asked for the paper."
    )
    paper_escalated_date = fields.Date(
        readonly=True,
        copy=False,
        help="When who granted it and the deputy general manager were told.",
    )

    @api.model
    def _cron_chase_papers(self):
        """Ask for each overdue paper once, later tell those above (H9.7, H9.17).

        Each person gets one message that lists them all, however many they are.
        """
        for find, act in (
            (self._get_papers_to_chase, lambda waivers: waivers._chase_papers()),
            (self._get_papers_to_escalate, lambda waivers: waivers._escalate_papers()),
        ):
            papers = find()
            self.env["ir.cron"]._commit_progress(remaining=len(papers))
            for company, waivers in papers.grouped("company_id").items():
                if not take_turns(waivers.with_company(company), act):
                    return

    @api.model
    def _get_papers_to_chase(self):
        """Return the waivers whose paper is overdue and was not asked for yet."""
        owed = self._search_owed(("paper_chased_date", "=", False))
        days = {company: company._get_local_day() for company in owed.company_id}
        return owed.filtered(lambda w: w.paper_due_date < days[w.company_id])

    @api.model
    def _get_papers_to_escalate(self):
        """Return the waivers whose paper was asked for in vain for some days.

        Counted from the day after it was due, on which it is asked for, and not from
        when a cron did so.
        """
        asked = self._search_owed(
            ("paper_chased_date", "!=", False), ("paper_escalated_date", "=", False)
        )
        days = {company: company._get_local_day() for company in asked.company_id}
        return asked.filtered(
            lambda w: (
                w.company_id._plan_deadline(
                    w.paper_due_date + timedelta(1), ESCALATED_AFTER
                )
                < days[w.company_id]
            )
        )

    def _search_owed(self, *terms):
        owed = self.search(
            [
                ("state", "=", "granted"),
                # A day ahead: the day ends earlier east of Greenwich.
                ("paper_due_date", "<=", fields.Date.today()),
                ("company_id.use_order_to_delivery", "=", True),
                ("sale_order_id.state", "!=", "cancel"),
                *terms,
            ]
        )
        return owed._filter_owing()

    def _filter_owing(self):
        """Return the waivers for which a paper has to follow by their rules."""
        owing = self.browse()
        for name, waivers in self.grouped("gate").items():
            gate = self.env.get(name)
            # A rule that was uninstalled waits for nothing.
            if gate is not None:
                owing |= gate._filter_owing(waivers)
        return owing

    @api.model
    def _get_overdue(self, gate, order):
        """Return the overdue papers of a rule for which an order may have to wait.

        Those of its customer, and those that the user granted for anybody.
        """
        order = order.sudo()  # its customer is asked for, not shown
        customer = order.partner_id.commercial_partner_id
        # Whose papers they are decides, not what the user may see of them.
        overdue = self.sudo().search(
            [
                ("gate", "=", gate._name),
                ("state", "=", "granted"),
                ("company_id", "=", order.company_id.id),
                ("paper_due_date", "<", order.company_id._get_local_day()),
                "|",
                ("granted_by_id", "=", self.env.uid),
                ("sale_order_id.partner_id.commercial_partner_id", "=", customer.id),
            ]
        )
        return overdue._filter_owing()

    def _get_paper_name(self):
        gate = self.env.get(self.gate)
        return gate._get_paper_name() if gate is not None else self.gate

    def _describe_owed(self):
        """Return a line that names the order, its paper, the day and the person."""
        names = {
            "order": self.sale_order_id.name,
            "paper": self._get_paper_name(),
            "day": fields.Date.to_string(self.paper_due_date),
            "person": self.granted_by_id.name,
        }
        if not self.granted_by_id:
            return self.env._("%(order)s: %(paper)s, due on %(day)s", **names)
        return self.env._(
            "%(order)s: %(paper)s, due on %(day)s, granted by %(person)s", **names
        )

    def _chase_papers(self):
        """Give the overdue papers as activities to their person and tell it once."""
        person = self[:1].sale_order_id._get_customer_service_user()
        for waiver in self.with_context(lang=person.lang):
            # One message for all of them follows, not one for each.
            waiver.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                summary=self.env._(
                    "Bring in %(paper)s of %(order)s",
                    paper=waiver._get_paper_name(),
                    order=waiver.sale_order_id.name,
                ),
                user_id=person.id,
            )
            waiver.paper_chased_date = waiver.company_id._get_local_day()
        self._list_overdue(person)
        # Whose papers are owed may have lost his grade by it (H9.21).
        self.env["customer.grade.change"]._work_out(
            self.company_id,
            self.sale_order_id.partner_id.commercial_partner_id,
            only_lower=True,
        )

    def _escalate_papers(self):
        """Tell who granted them, and the deputy general manager, what still lacks."""
        department = self.env["order.department"].search(
            [
                ("kind", "=", "deputy_general_manager"),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        head = department._resolve_person()[0] if department else self.env["res.users"]
        told = defaultdict(self.browse)
        for waiver in self:
            for person in waiver.granted_by_id | head:
                told[person] |= waiver
            waiver.paper_escalated_date = waiver.company_id._get_local_day()
        for person, waivers in told.items():
            waivers._list_overdue(person)

    def _list_overdue(self, person):
        """Send a person one message that lists the overdue papers."""
        waivers = self.with_context(lang=person.lang)
        lines = [Markup("<li>%s</li>") % waiver._describe_owed() for waiver in waivers]
        body = Markup("<p>%s</p><ul>%s</ul>") % (
            waivers.env._("These papers were to follow and are overdue:"),
            Markup().join(lines),
        )
        waivers[:1].message_notify(
            partner_ids=person.partner_id.ids,
            subject=waivers.env._("Papers overdue: %s", len(waivers)),
            body=body,
        )

    def _close_chase(self):
        """Close what customer service was asked for, as the paper is there."""
        self.activity_unlink([ACTIVITY])
