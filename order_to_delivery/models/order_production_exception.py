from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_exception_writer_mixin import ANSWERED

OPEN = ("reported", "planned")


class OrderProductionException(models.Model):
    _name = "order.production.exception"
    _description = "Production Exception"
    _inherit = [
        "order.document.mixin",
        "order.exception.writer.mixin",
        "order.exception.notice.mixin",
    ]
    _order = "id desc"
    # Whoever is told may answer in the thread.
    _mail_post_access = "read"
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "company_id",
            "sale_order_id",
            "production_id",
            "workorder_id",
            "place",
            "finished_date",
            "reported_by_id",
            "reported_date",
            "answer_recorded_by_id",
            "planned_by_id",
            "planned_date",
            "closed_by_id",
            "closed_date",
        }
    )

    name = fields.Char(readonly=True, copy=False, required=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    workorder_id = fields.Many2one(
        "mrp.workorder", string="Work Order", readonly=True, ondelete="set null"
    )
    # Odoo deletes work orders when they are planned anew.
    place = fields.Char(readonly=True, help="Where it happened, as it was called then.")
    kind = fields.Selection(
        [
            ("material", "Material"),
            ("machine", "Machine"),
            ("quality", "Quality Defect"),
            ("people", "People"),
            ("technical", "Technical Problem"),
            ("other", "Other"),
        ],
        required=True,
        tracking=True,
    )
    description = fields.Text(string="What Happened", required=True)
    effect_days = fields.Integer(
        string="Effect in Days",
        tracking=True,
        help="Calendar days by which the finished date is expected to move: later is "
        "positive, earlier is negative. It is only told here; no date moves by it.",
    )
    finished_date = fields.Date(
        readonly=True, help="The finished date when the exception was reported."
    )
    expected_date = fields.Date(
        compute="_compute_expected_date",
        help="The finished date with the effect. It is only told here; to move the "
        "date itself, propose a change of the order.",
    )
    reported_by_id = fields.Many2one("res.users", readonly=True)
    reported_date = fields.Datetime(string="Reported on", readonly=True)
    state = fields.Selection(
        [("reported", "Reported"), ("planned", "Planned"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="reported",
        tracking=True,
    )
    emergency_plan = fields.Text()
    customer_answer = fields.Selection(
        [
            ("none", "None needed"),
            ("waiting", "Waiting"),
            ("agreed", "Agreed"),
            ("refused", "Refused"),
        ],
        string="Customer's Answer",
        required=True,
        default="none",
        tracking=True,
    )
    customer_contact = fields.Char(
        string="Answered by", help="Who answered for the customer."
    )
    answer_date = fields.Date(string="Answered on")
    answer_recorded_by_id = fields.Many2one("res.users", readonly=True)
    planned_by_id = fields.Many2one("res.users", readonly=True)
    planned_date = fields.Datetime(readonly=True)
    cause = fields.Text()
    owner_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        tracking=True,
        help="Who answers for the cause.",
    )
    closed_by_id = fields.Many2one("res.users", readonly=True)
    closed_date = fields.Datetime(readonly=True)

    _open = models.Index("(company_id, id) WHERE state IN ('reported', 'planned')")

    @api.depends("finished_date", "effect_days")
    def _compute_expected_date(self):
        for record in self:
            record.expected_date = record.finished_date and fields.Date.add(
                record.finished_date, days=record.effect_days
            )

    @api.constrains(
        "state",
        "effect_days",
        "emergency_plan",
        "customer_answer",
        "customer_contact",
        "cause",
        "owner_id",
    )
    def _check_state_floor(self):
        """Ask for all that a state needs, wherever a record comes to it."""
        for record in self:
            missing = record._get_missing()
            if missing:
                raise UserError(
                    self.env._(
                        "%(exception)s still needs: %(missing)s.",
                        exception=record.name,
                        missing="; ".join(missing),
                    )
                )

    def _get_missing(self):
        """Return all that the record lacks for its state."""
        self.ensure_one()
        if self.state == "reported":
            return []
        missing = []
        if not (self.emergency_plan or "").strip():
            missing.append(self.env._("the emergency plan (Customer Service or Sales)"))
        if self.state == "closed":
            missing += self._get_missing_for_closing()
        return missing

    def _get_missing_for_closing(self):
        missing = []
        if not self.planned_by_id and (self.emergency_plan or "").strip():
            missing.append(self.env._("Customer Service or Sales to set the plan"))
        if not (self.cause or "").strip():
            missing.append(self.env._("the cause"))
        if not self.owner_id:
            missing.append(self.env._("the owner, who answers for the cause"))
        is_answered = self.customer_answer in ANSWERED
        if self._is_customer_asked() and not is_answered:
            missing.append(self.env._("the customer's answer, as the date moves"))
        if is_answered and not (self.customer_contact or "").strip():
            missing.append(self.env._("who answered for the customer"))
        return missing

    def _is_customer_asked(self):
        """Tell whether the date of a customer's order moves."""
        return bool(self.sale_order_id and self.effect_days)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # numbers are given to everybody
        for record in records.sudo():  # the number is not chosen
            record.name = (
                sequence.with_company(record.company_id).next_by_code(self._name) or "/"
            )
        return records

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        for record in self:
            raise UserError(
                self.env._(
                    "%(exception)s was reported and stays: close it with its cause.",
                    exception=record.name,
                )
            )

    # Steps

    def action_plan(self):
        """Set the emergency plan, as who speaks with the customer (H9.12)."""
        self._check_department("customer_service", "sales")
        self.sale_order_id.check_access("write")
        self._set_state(
            "planned",
            ("reported",),
            planned_by_id=self.env.uid,
            planned_date=fields.Datetime.now(),
        )
        self._archive_activities()
        self._ask_cause()
        return True

    def action_close(self):
        """Close with cause and owner; all that is missing is named at once (H9.12)."""
        self._check_department("customer_service")
        self._set_state(
            "closed",
            OPEN,
            closed_by_id=self.env.uid,
            closed_date=fields.Datetime.now(),
        )
        self._archive_activities()
        return True
