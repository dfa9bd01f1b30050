from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderMonitoringCheck(models.Model):
    _name = "order.monitoring.check"
    _description = "Monitoring Point of an Order"
    _inherit = ["order.document.mixin"]
    _order = "due_date, id"
    _rec_name = "point_id"
    _protected_fields = frozenset(
        {
            "sale_order_id",
            "point_id",
            "due_date",
            "state",
            "checked_by_id",
            "checked_date",
        }
    )

    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index=True,
        ondelete="cascade",
        required=True,
        readonly=True,
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="sale_order_id.company_id", store=True)
    point_id = fields.Many2one(
        "order.monitoring.point",
        string="What Is Watched",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="point_id.kind", string="Watched for")
    due_date = fields.Date(string="Due", compute="_compute_due_date", store=True)
    state = fields.Selection(
        [("open", "To Check"), ("checked", "Checked")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
    )
    finding = fields.Text(help="What was found. It stays once the point is ticked.")
    is_problem = fields.Boolean(
        string="Problem", help="Production is told of it at once."
    )
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checked_date = fields.Datetime(string="Checked on", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(sale_order_id, point_id)", "An order has each monitoring point once."
    )
    _open = models.Index("(due_date, sale_order_id) WHERE state = 'open'")

    # The order says when its dates move: by dependencies, every date that is written
    # where nothing is governed would look for points.
    @api.depends("sale_order_id", "point_id")
    def _compute_due_date(self):
        for check in self:
            order, point = check.sale_order_id, check.point_id
            day = {
                "start": order.production_start_date,
                "finished": order.finished_date,
                "promise": order.commitment_date and order._get_promise_day(),
            }.get(point.due_at)
            check.due_date = day and day - timedelta(days=point.days_before)

    @api.constrains("state", "finding", "is_problem")
    def _check_finding(self):
        """Keep a tick from being empty, whatever the route."""
        for check in self:
            if check.state == "checked" and not (
                (check.finding or "").strip() and check.checked_by_id
            ):
                raise UserError(
                    self.env._(
                        "%(point)s of %(order)s: write down what was found before it "
                        "is ticked.",
                        point=check.point_id.name,
                        order=check.sale_order_id.name,
                    )
                )

    def write(self, vals):
        if not self.env.su and {"finding", "is_problem"} & vals.keys():
            self._check_department("customer_service")
            self._check_state(("open",))
        return super().write(vals)

    def action_check(self):
        """Tick points with date and finding, as customer service found it (H9.11)."""
        self._check_department("customer_service")
        self._set_state(
            "checked",
            ("open",),
            checked_by_id=self.env.uid,
            checked_date=fields.Datetime.now(),
        )
        self.filtered("is_problem")._tell_problem()
        return True

    def _tell_problem(self):
        """Tell Production and Quality of what customer service found."""
        departments = self.env["order.department"].search(
            [
                ("kind", "in", ("production", "quality")),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        for check in self.sudo():  # the thread is written for everybody concerned
            people = self.env["res.users"]
            for department in departments:
                if department.company_id == check.company_id:
                    people |= department._resolve_person()[0]
            check.sale_order_id.message_post(
                body=self.env._(
                    "Customer Service found a problem. %(point)s: %(finding)s",
                    point=check.point_id.name,
                    finding=check.finding,
                ),
                partner_ids=(people - self.env.user).partner_id.ids,
                subtype_xmlid="mail.mt_note",
                author_id=self.env.user.partner_id.id,
            )
