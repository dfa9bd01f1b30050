"""Papers that may follow later are asked for once they are overdue."""

from odoo import api, fields, models

from .cron_turn import take_turns

ACTIVITY = "mail.mail_activity_data_todo"


class OrderPaperChaseMixin(models.AbstractModel):
    _name = "order.paper.chase.mixin"
    _description = "Paper That Is Owed"

    paper_chased_date = fields.Date(
        readonly=True, copy=False, help="When customer service was asked for the paper."
    )

    @api.model
    def _cron_chase_papers(self):
        """Ask customer service for each overdue paper, once (H9.7).

        Each person gets one message that lists them all, however many they are.
        """
        overdue = self._get_papers_to_chase()
        self.env["ir.cron"]._commit_progress(remaining=len(overdue))
        for company, waivers in overdue.grouped("company_id").items():
            waivers = waivers.with_company(company)
            if not take_turns(waivers, lambda waivers: waivers._chase_papers()):
                break

    @api.model
    def _get_papers_to_chase(self):
        """Return the waivers whose paper is overdue and was not asked for yet."""
        owed = self.search(
            [
                ("state", "=", "granted"),
                ("paper_due_date", "<", fields.Date.today()),
                ("paper_chased_date", "=", False),
                ("company_id.use_order_to_delivery", "=", True),
                ("sale_order_id.state", "!=", "cancel"),
            ]
        )
        days = {company: company._get_local_day() for company in owed.company_id}
        return owed.filtered(lambda w: w.paper_due_date < days[w.company_id])

    def _chase_papers(self):
        """Give the overdue papers as activities to their person and tell it once."""
        person = self[:1].sale_order_id._get_customer_service_user()
        for waiver in self:
            # One message for all of them follows, not one for each.
            waiver.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                summary=self.env._(
                    "Bring in the signed paper of %s", waiver.sale_order_id.name
                ),
                user_id=person.id,
            )
            waiver.paper_chased_date = waiver.company_id._get_local_day()
        orders = ", ".join(sorted(self.sale_order_id.mapped("name")))
        self[:1].message_notify(
            partner_ids=person.partner_id.ids,
            subject=self.env._("Signed papers overdue: %s", len(self)),
            body=self.env._(
                "The signed paper of these orders is overdue: %(orders)s. Ask the "
                "customers for it.",
                orders=orders,
            ),
        )

    def _close_chase(self):
        """Close what customer service was asked for, as the paper is there."""
        self.activity_unlink([ACTIVITY])
