from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .cron_turn import take_turns

# How far back the night looks for days that nobody reported.
DAYS_BACK = 7


class OrderDailyReport(models.Model):
    _name = "order.daily.report"
    _description = "Daily Production Report"
    _inherit = ["order.document.mixin", "mail.thread"]
    _order = "date desc, department_id"
    _protected_fields = frozenset(
        {"name", "state", "company_id", "handed_in_by_id", "on_behalf_of_id"}
        | {"handed_in_date"}
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    department_id = fields.Many2one(
        "order.department",
        string="Workshop",
        required=True,
        domain=[("kind", "=", "production")],
        default=lambda self: self._default_department_id(),
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="department_id.company_id", store=True, index=True
    )
    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: self.env.company._get_local_day(),
    )
    state = fields.Selection(
        [("draft", "To Hand In"), ("handed_in", "Handed In")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    line_ids = fields.One2many("order.daily.report.line", "report_id", copy=False)
    note = fields.Text(string="Remarks")
    handed_in_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    on_behalf_of_id = fields.Many2one("res.users", readonly=True, copy=False)
    handed_in_date = fields.Datetime(readonly=True, copy=False)
    hours = fields.Float(compute="_compute_totals")
    exception_count = fields.Integer(
        compute="_compute_totals", string="Lines with Exceptions"
    )

    _once = models.UniqueIndex(
        "(department_id, date)", "A workshop hands in one report a day."
    )
    _waiting = models.Index("(company_id, date) WHERE state = 'draft'")

    @api.model
    def _default_department_id(self):
        return self.env["order.department"].search(
            [
                ("kind", "=", "production"),
                ("company_id", "=", self.env.company.id),
                "|",
                ("head_id", "=", self.env.uid),
                ("member_ids.user_id", "=", self.env.uid),
            ],
            limit=1,
        )

    @api.depends("line_ids.hours", "line_ids.exceptions")
    def _compute_totals(self):
        for report in self:
            report.hours = sum(report.line_ids.mapped("hours"))
            report.exception_count = len(report.line_ids.filtered("exceptions"))

    @api.constrains("department_id", "date")
    def _check_workshop(self):
        """Refuse a report of no workshop, of the future, or with the switch off."""
        for report in self:
            company = report.company_id.sudo()  # the reader may not see it
            if report.department_id.kind != "production":
                raise UserError(
                    self.env._(
                        "%s is no workshop: choose a department of kind Production.",
                        report.department_id.name,
                    )
                )
            if (
                not company.use_order_to_delivery
                or report.date > company._get_local_day()
            ):
                raise UserError(
                    self.env._(
                        "There is nothing to report of %(workshop)s on %(day)s yet.",
                        workshop=report.department_id.name,
                        day=report.date,
                    )
                )

    @api.constrains("state")
    def _check_handed_in_floor(self):
        """Refuse a report that nobody signed, whatever the route."""
        for report in self:
            if report.state == "handed_in" and not report.handed_in_by_id:
                raise UserError(
                    self.env._(
                        "%s is signed by nobody: the head of the workshop hands it in.",
                        report.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for report in reports.sudo():  # number and figures are not chosen
            report.name = f"{report.department_id.name} {report.date}"
        reports._refresh()
        return reports

    def write(self, vals):
        if not self.env.su:
            self._check_state(("draft",))
            if {"department_id", "date", "line_ids"} & vals.keys():
                self._check_figures_kept(vals)
        return super().write(vals)

    def _check_figures_kept(self, vals):
        """Let remarks be written on lines, and nothing be moved to another day.

        :raise UserError: saying where the figures come from
        """
        commands = vals.get("line_ids", ())
        is_remark = all(
            command[0] == Command.UPDATE and set(command[2]) <= {"note"}
            for command in commands
        )
        if {"department_id", "date"} & vals.keys() or not is_remark:
            raise UserError(
                self.env._(
                    "The figures come from what was recorded that day: correct them "
                    "there, and press Refresh."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._check_state(("draft",))

    # The figures

    def action_refresh(self):
        """Read the day's figures again, keeping the remarks on the lines."""
        self._check_department("production")
        self._check_state(("draft",))
        self._refresh()
        return True

    def _refresh(self):
        # Figures are written by this method only; the callers check who may.
        for report in self.sudo():
            notes = {line._get_key(): line.note for line in report.line_ids}
            lines = report.env["order.daily.report.line"]
            report.line_ids = [
                Command.clear(),
                *(
                    Command.create({**row, "note": notes.get(lines._get_key_of(row))})
                    for row in report._get_rows()
                ),
            ]

    def _get_rows(self):
        """Return the lines that the day's facts make."""
        self.ensure_one()
        # The workshop answers for what it may not open in other apps.
        facts = self.env["order.daily.report.facts"].sudo()
        rows = facts._get_facts(self.company_id, self.date).get(
            self.department_id.id, []
        )
        productions = self.env["mrp.production"].sudo()  # as above
        productions = productions.browse([row["production_id"] for row in rows])
        orders_of = productions._get_customer_orders()
        for row, production in zip(rows, productions, strict=True):
            orders = orders_of[production]
            row["sale_order_id"] = orders[:1].id
            row["order_names"] = ", ".join(orders.mapped("name"))
        return rows

    def action_hand_in(self):
        """Sign the day's report as the head of the workshop; it stays (H9.13)."""
        self._check_department("production")
        self._check_state(("draft",))
        for report in self:
            principal = report.department_id._check_may_sign(self.env.user)
            report._check_figures()
            report._set_state(
                "handed_in",
                ("draft",),
                handed_in_by_id=self.env.uid,
                on_behalf_of_id=principal.id,
                handed_in_date=fields.Datetime.now(),
            )
        return True

    def _check_figures(self):
        """Refuse to sign figures that are not those of the day any more.

        :raise UserError: naming the report
        """
        lines = self.env["order.daily.report.line"]
        shown = {line._get_figures() for line in self.line_ids}
        if shown != {lines._get_figures_of(row) for row in self._get_rows()}:
            raise UserError(
                self.env._(
                    "%s does not say what is recorded by now: press Refresh, and look "
                    "at it again before you sign.",
                    self.name,
                )
            )

    # The night

    @api.model
    def _cron_open_daily_reports(self):
        """Open the reports that the workshops owe for the days gone by (H9.13)."""
        companies = self.env["res.company"].search(
            [("use_order_to_delivery", "=", True)]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        take_turns(companies, self._open_reports_of)

    @api.model
    def _open_reports_of(self, companies):
        facts = self.env["order.daily.report.facts"]
        for company in companies:
            today = company._get_local_day()
            days = [today - timedelta(days=n) for n in range(1, DAYS_BACK + 1)]
            known = {
                (report.department_id.id, report.date)
                for report in self.search(
                    [("company_id", "=", company.id), ("date", "in", days)]
                )
            }
            live = company.order_to_delivery_since
            first = live and company._get_local_day(live)
            self.create(
                [
                    {"department_id": department_id, "date": day}
                    for day in days
                    if not first or day >= first
                    for department_id in facts._get_facts(company, day)
                    if (department_id, day) not in known
                ]
            )
