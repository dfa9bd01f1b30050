from odoo import api, fields, models
from odoo.exceptions import UserError

from .cron_turn import take_turns


class OrderPatrol(models.Model):
    _name = "order.patrol"
    _description = "Patrol Inspection"
    _inherit = ["order.document.mixin", "mail.thread"]
    _order = "planned_date desc, id"
    _rec_name = "plan_id"
    _protected_fields = frozenset(
        {
            "plan_id",
            "planned_date",
            "due_date",
            "state",
            "inspected_by_id",
            "inspected_date",
        }
    )

    plan_id = fields.Many2one(
        "order.patrol.plan",
        string="What Is Looked At",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    workcenter_id = fields.Many2one(related="plan_id.workcenter_id", store=True)
    shift = fields.Char(related="plan_id.shift")
    planned_date = fields.Datetime(string="Planned for", required=True, readonly=True)
    due_date = fields.Datetime(string="Due", required=True, readonly=True)
    state = fields.Selection(
        [("planned", "To Inspect"), ("done", "Ticked"), ("missed", "Missed")],
        required=True,
        readonly=True,
        copy=False,
        default="planned",
        tracking=True,
    )
    workorder_id = fields.Many2one(
        "mrp.workorder",
        string="Work Order",
        domain="[('workcenter_id', '=', workcenter_id), ('state', '=', 'progress')]",
        ondelete="set null",
        help="What was under way at the work center.",
    )
    finding = fields.Text()
    is_problem = fields.Boolean(string="Problem", help="Production is told at once.")
    photo = fields.Image(max_width=1600, max_height=1600)
    inspected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    inspected_date = fields.Datetime(string="Made on", readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late")

    _once = models.UniqueIndex(
        "(plan_id, planned_date)", "A round is planned once for its time."
    )
    _waiting = models.Index("(company_id, planned_date) WHERE state = 'planned'")

    @api.depends("state", "due_date", "inspected_date")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for patrol in self:
            moment = patrol.inspected_date or now
            patrol.is_late = bool(patrol.due_date) and moment > patrol.due_date

    @api.constrains("state", "is_problem", "finding", "workorder_id")
    def _check_round(self):
        """Keep a round from being made by nobody, or a problem from being empty."""
        for patrol in self.filtered(lambda p: p.state == "done"):
            if not patrol.inspected_by_id:
                raise UserError(
                    self.env._("%s: nobody made this round.", patrol.display_name)
                )
            if patrol.is_problem and not (patrol.finding or "").strip():
                raise UserError(
                    self.env._(
                        "%s: write down which problem was found.", patrol.display_name
                    )
                )
            workorder = patrol.workorder_id
            if workorder and workorder.workcenter_id != patrol.workcenter_id:
                raise UserError(
                    self.env._(
                        "%(workorder)s is not done at %(workcenter)s.",
                        workorder=workorder.display_name,
                        workcenter=patrol.workcenter_id.name,
                    )
                )

    def write(self, vals):
        if not self.env.su:
            self._check_department("quality")
            self._check_state(("planned",))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        self._check_state(("planned",))

    def action_done(self):
        """Tick the round as Quality, with what was found (H1.10)."""
        self._check_department("quality")
        now = fields.Datetime.now()
        for patrol in self:
            if patrol.planned_date > now:
                raise UserError(
                    self.env._(
                        "%(patrol)s is planned for later: look at the work "
                        "center then.",
                        patrol=patrol.display_name,
                    )
                )
        self._set_state(
            "done", ("planned",), inspected_by_id=self.env.uid, inspected_date=now
        )
        self.filtered("is_problem")._tell_problem()
        return True

    def action_report_exception(self):
        """Let Production report what the round found as an exception (H9.12)."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_problem or not self.workorder_id:
            raise UserError(
                self.env._(
                    "%s found no problem at a work order: there is nothing to report.",
                    self.display_name,
                )
            )
        action = self.workorder_id.action_report_exception()
        action["context"] |= {
            "default_kind": "quality",
            "default_description": self.finding,
        }
        return action

    def _tell_problem(self):
        """Tell the workshops of the work center what was found there."""
        for patrol in self.sudo():  # who is told follows from the departments
            workshops = self.env["order.department"].search(
                [("kind", "=", "production"), ("company_id", "=", patrol.company_id.id)]
            )
            fitting = workshops.filtered(
                lambda w, p=patrol: p.workcenter_id in w.workcenter_ids
            )
            people = self.env["res.users"]
            for workshop in fitting or workshops:
                people |= workshop._resolve_person()[0]
            patrol.message_post(
                body=self.env._(
                    "Problem at %(workcenter)s: %(finding)s",
                    workcenter=patrol.workcenter_id.name,
                    finding=patrol.finding,
                ),
                partner_ids=people.partner_id.ids,
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )

    # The night

    @api.model
    def _cron_plan_patrols(self):
        """Plan the rounds of today and tomorrow; what nobody made is missed."""
        companies = self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        take_turns(companies, self._plan_rounds_of)

    @api.model
    def _plan_rounds_of(self, companies):
        plans = self.env["order.patrol.plan"]
        for company in companies:
            self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "planned"),
                    ("due_date", "<", fields.Datetime.now()),
                ]
            )._set_state("missed", ("planned",))
            days = plans._get_days_ahead(company)
            rounds = [
                plan._prepare_round(day)
                for plan in plans.search([("company_id", "=", company.id)])
                for day in sorted(days)
                if plan._is_due_on(day, days)
            ]
            known = {
                (patrol.plan_id.id, patrol.planned_date)
                for patrol in self.search(
                    [("plan_id", "in", [r["plan_id"] for r in rounds])]
                    + [("planned_date", "in", [r["planned_date"] for r in rounds])]
                )
            }
            self.create(
                [
                    values
                    for values in rounds
                    if (values["plan_id"], values["planned_date"]) not in known
                    # What is over was planned for nobody.
                    and values["due_date"] > fields.Datetime.now()
                ]
            )
