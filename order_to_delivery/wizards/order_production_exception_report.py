from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context


class OrderProductionExceptionReport(models.TransientModel):
    _name = "order.production.exception.report"
    _description = "Report a Production Exception"

    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        required=True,
        ondelete="cascade",
    )
    workorder_id = fields.Many2one(
        "mrp.workorder",
        string="Work Order",
        domain="[('production_id', '=', production_id)]",
        ondelete="cascade",
    )
    order_names = fields.Char(
        string="Orders", compute="_compute_order_names", compute_sudo=True
    )
    kind = fields.Selection(
        selection=lambda self: self._selection_kind(), required=True
    )
    description = fields.Text(string="What Happened", required=True)
    effect_days = fields.Integer(
        string="Effect in Days",
        help="Calendar days by which the finished date is expected to move: later is "
        "positive, earlier is negative. It is only told here; no date moves by it.",
    )

    @api.model
    def _selection_kind(self):
        exceptions = self.env["order.production.exception"]
        return exceptions._fields["kind"]._description_selection(self.env)

    @api.depends("production_id")
    def _compute_order_names(self):
        for report in self:
            orders = report._get_orders()
            report.order_names = ", ".join(orders.mapped("display_name"))

    def action_report(self):
        """Report what happened to everybody concerned, at once (H9.12)."""
        self.ensure_one()
        self.check_access("write")  # only Production has rights to this dialog
        self._check_place()
        # Nobody may create one by hand, nor choose more than this dialog asks.
        exceptions = self.env["order.production.exception"].sudo()
        exceptions = exceptions.with_context(
            **clean_context(self.env.context), mail_create_nolog=True
        ).create(self._prepare_exceptions())
        exceptions._tell()
        people = ", ".join(exceptions._get_people_told().mapped("name"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(exceptions)s reported to %(people)s.",
                    exceptions=", ".join(exceptions.mapped("name")),
                    people=people or "–",
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_place(self):
        """Refuse a place that is not the user's to see, or not governed.

        :raise UserError: naming the manufacturing order
        """
        production, workorder = self.production_id, self.workorder_id
        production.check_access("read")
        is_elsewhere = workorder and workorder.production_id != production
        if is_elsewhere or not production.can_report_exception:
            raise UserError(
                self.env._(
                    "No exception is reported of %(production)s: it is cancelled, was "
                    "under way before going live, or the work order is another one's.",
                    production=production.display_name,
                )
            )

    def _get_orders(self):
        """Return the customers' orders that wait for these goods."""
        # Production need not see sale orders to say whose goods are late.
        production = self.production_id.sudo()
        if not production:
            return self.env["sale.order"]
        orders = production._get_customer_orders()[production]
        return orders._filter_gated().filtered(lambda order: order.state != "cancel")

    def _prepare_exceptions(self):
        """Return the values of one exception for each customer who waits."""
        production = self.production_id
        company = production.company_id
        own_date = production.date_finished and company._get_local_day(
            production.date_finished
        )
        return [
            {
                "company_id": company.id,
                "sale_order_id": order.id,
                "production_id": production.id,
                "workorder_id": self.workorder_id.id,
                "place": (self.workorder_id or production).display_name,
                "kind": self.kind,
                "description": self.description,
                "effect_days": self.effect_days,
                "finished_date": order.finished_date or own_date,
                "customer_answer": "waiting" if order and self.effect_days else "none",
                "reported_by_id": self.env.uid,
                "reported_date": fields.Datetime.now(),
            }
            for order in self._get_orders() or [self.env["sale.order"]]
        ]
