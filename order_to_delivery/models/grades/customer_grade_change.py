from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..cron_turn import take_turns

APPROVERS = ("marketing_director", "deputy_general_manager")


class CustomerGradeChange(models.Model):
    _name = "customer.grade.change"
    _description = "Change of a Customer's Grade"
    _inherit = [
        "customer.grade.record.mixin",
        "customer.grade.standard.mixin",
        "order.sealed.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "proposed_by_id",
            "approved_by_id",
            "approved_date",
            "old_grade_id",
            "is_worked_out",
            "fact_ids",
        }
    )
    # What the approver agrees to: nobody but the proposer words it.
    _proposal_fields = frozenset(
        {"company_id", "partner_id", "grade_id", "criteria", "effective_date"}
    )

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        check_company=True,
    )
    is_order_held = fields.Boolean(related="partner_id.is_order_held")
    old_grade_id = fields.Many2one("customer.grade", readonly=True, copy=False)
    grade_id = fields.Many2one(
        "customer.grade", string="New Grade", required=True, check_company=True
    )
    criteria = fields.Text(
        required=True,
        help="What the written standard says, and how the customer meets it.",
    )
    effective_date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("approved", "Approved"),
            ("in_force", "In Force"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: self.env.user
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False
    )
    approved_date = fields.Datetime(string="Decided on", readonly=True, copy=False)

    _due = models.Index("(effective_date) WHERE state = 'approved'")

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        for change in changes.sudo():  # the old grade is protected
            # The commercial partner carries the grade, whichever contact was chosen.
            change.partner_id = change.partner_id.commercial_partner_id
            change.old_grade_id = change._get_graded_partner().customer_grade_id
        changes._ask_for_decision()
        return changes

    def write(self, vals):
        if self._proposal_fields & vals.keys() and not self.env.su:
            self._check_proposal_open()
        res = super().write(vals)
        if "partner_id" in vals:
            for change in self.sudo():  # the old grade is protected
                partner = change.partner_id.commercial_partner_id
                if change.partner_id != partner:
                    change.partner_id = partner
                change.old_grade_id = change._get_graded_partner().customer_grade_id
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_proposals_only(self):
        decided = self.filtered(lambda change: change.state != "draft")
        if decided:
            raise UserError(
                self.env._(
                    "The grade change of %(partner)s was decided and stays on record.",
                    partner=decided[0].partner_id.display_name,
                )
            )

    def action_approve(self):
        """Approve as somebody else than the proposer (H9.21)."""
        self._decide("approved", ("draft",))
        self._apply_due()
        return True

    def action_refuse(self):
        """Refuse a proposal, or take an approval back before its day has come."""
        self._decide("refused", ("draft", "approved"))
        return True

    def _decide(self, state, allowed):
        self._check_department(*APPROVERS)
        for change in self:
            if change.proposed_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You proposed the grade change of %(partner)s: somebody else "
                        "has to decide it (%(departments)s).",
                        partner=change.partner_id.display_name,
                        departments=self.env["order.department"]._get_kind_labels(
                            APPROVERS
                        ),
                    )
                )
        self._set_state(
            state,
            allowed,
            approved_by_id=self.env.uid,
            approved_date=fields.Datetime.now(),
        )
        self._archive_activities()

    def _ask_for_decision(self):
        """Put proposals before who approves them, by an activity of the same day.

        The first of APPROVERS that has somebody other than the proposer is asked;
        whoever is asked for many at once gets one message.
        """
        # Whoever proposes need not see who is on which seat.
        groups = self.sudo().grouped(lambda c: (c.company_id, c.proposed_by_id))
        for (company, proposer), changes in groups.items():
            departments = changes.env["order.department"].search(
                [("kind", "in", APPROVERS), ("company_id", "=", company.id)]
            )
            departments = departments.sorted(lambda seat: APPROVERS.index(seat.kind))
            people = (seat._resolve_person(proposer)[0] for seat in departments)
            approver = next((person for person in people if person), None)
            if approver:
                changes.with_context(lang=approver.lang)._ask(approver)

    def _ask(self, approver):
        many = len(self) > 1
        self.with_context(mail_activity_quick_update=many).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.company_id._get_local_day(),
            summary=self.env._("Decide the change of the customer's grade"),
            user_id=approver.id,
        )
        if many:
            lines = [Markup("<li>%s</li>") % change._describe() for change in self]
            self[:1].message_notify(
                partner_ids=approver.partner_id.ids,
                subject=self.env._("Customer grades to decide: %s", len(self)),
                body=Markup("<ul>%s</ul>") % Markup().join(lines),
            )

    def _describe(self):
        return self.env._(
            "%(customer)s: from %(old)s to %(new)s",
            customer=self.partner_id.display_name,
            old=self.old_grade_id.name or self.env._("none"),
            new=self.grade_id.name,
        )

    def _check_proposal_open(self):
        for change in self:
            if change.state != "draft":
                raise UserError(
                    self.env._(
                        "The grade change of %(partner)s was decided: propose "
                        "a new one.",
                        partner=change.partner_id.display_name,
                    )
                )
            if change.is_worked_out:
                raise UserError(
                    self.env._(
                        "The grade change of %(partner)s was worked out from the "
                        "record and is not reworded: refuse it, and propose another.",
                        partner=change.partner_id.display_name,
                    )
                )
            if change.proposed_by_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(user)s proposed the grade change of %(partner)s: ask to "
                        "have it changed, or refuse it.",
                        user=change.proposed_by_id.name,
                        partner=change.partner_id.display_name,
                    )
                )

    # Putting a change in force

    def _get_graded_partner(self):
        self.ensure_one()
        # Nobody but an approved change writes a grade, in the company's own column.
        return self.partner_id.commercial_partner_id.sudo().with_company(
            self.company_id
        )

    def _in_company_language(self):
        """Return the change with words as the company keeps them, whoever acts."""
        company = self.company_id.sudo()  # its language is no secret
        return self.with_context(lang=company.partner_id.lang or self.env.lang)

    def _apply_due(self):
        """Put the approved changes in force whose day has come at their company."""
        for change in self.sorted(lambda change: (change.effective_date, change.id)):
            today = change.company_id.sudo()._get_local_day()  # read for a plain day
            if change.state == "approved" and change.effective_date <= today:
                change._apply()

    def _apply(self):
        # Whoever approves need not see the users and companies that are named.
        named = self.sudo()._in_company_language()
        partner = named._get_graded_partner()
        old_grade = partner.customer_grade_id
        self._set_state("in_force", ("approved",), old_grade_id=old_grade.id)
        partner.customer_grade_id = named.grade_id  # approved above
        named._take_back_others()
        partner.message_post(
            body=named.env._(
                "Grade changed from %(old)s to %(new)s in %(company)s: proposed by "
                "%(proposer)s, approved by %(approver)s.",
                old=old_grade.name or named.env._("none"),
                new=partner.customer_grade_id.name,
                company=named.company_id.name,
                proposer=named.proposed_by_id.name,
                approver=named.approved_by_id.name,
            )
        )

    @api.model
    def _cron_apply_due(self):
        """Put in force what was approved for a later day, record by record."""
        changes = self.search(
            [
                ("state", "=", "approved"),
                # A day ahead: the day comes earlier east of Greenwich.
                ("effective_date", "<=", fields.Date.add(fields.Date.today(), days=1)),
            ],
            order="effective_date, id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(changes))
        for change in changes:
            if not take_turns(change, lambda change: change._apply_due()):
                break
