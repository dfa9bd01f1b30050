from odoo import api, fields, models

# Above this share of its hours a work center has too much to do.
FULL = 100.0


def _hours(string, text):
    return fields.Float(string, readonly=True, help=text)


class OrderLoadLine(models.TransientModel):
    _name = "order.load.line"
    _description = "Load of a Work Center on a Day"
    _inherit = ["order.actor.mixin"]
    _order = "day, workcenter_id, id"
    _rec_name = "workcenter_id"

    workcenter_id = fields.Many2one(
        "mrp.workcenter", string="Work Center", readonly=True, index=True
    )
    day = fields.Date(readonly=True)
    available = _hours("Available Hours", "The hours in which the work center works.")
    planned = _hours("Planned Hours", "What is planned there, or should be done.")
    not_planned = _hours(
        "Hours Not Planned Yet",
        "What its manufacturing order needs there from its start on, without a time.",
    )
    percent = fields.Float(
        string="Load",
        digits=(9, 1),
        readonly=True,
        aggregator=None,
        help="Planned and not planned yet, in percent of the hours available.",
    )
    is_over = fields.Boolean(string="Overload", readonly=True)
    workorder_ids = fields.Json(readonly=True)

    @api.model
    def action_open_load(self):
        """Open the load of the work centers from today on (H7.1).

        :raise AccessError: for who neither plans production nor supplies it
        """
        self.check_access("read")
        self._work_out(self.env.companies)
        # Which action it is is configuration.
        action = self.env["ir.actions.act_window"].sudo()
        action = action._for_xml_id("order_to_delivery.order_load_action_list")
        return {**action, "domain": [("create_uid", "=", self.env.uid)]}

    @api.model
    def _work_out(self, companies):
        """Work out the load anew, and return the lines.

        The reader's own lines: what he saw before is thrown away.
        """
        # Work is counted whoever may see its orders; hours are no secret.
        lines = self.sudo()
        lines.search([("create_uid", "=", self.env.uid)]).unlink()
        workcenters = lines.env["mrp.workcenter"].search(
            [("company_id", "in", companies.ids)]
        )
        first = self.env.company._get_local_day()
        days = lines.env["order.load"]._get_days(workcenters, first)
        return lines.create(
            [
                self._prepare_line(workcenter, date, day)
                for (workcenter, date), day in days.items()
            ]
        ).with_env(self.env)

    @api.model
    def _prepare_line(self, workcenter, date, day):
        taken = day.planned + day.not_planned
        percent = taken / day.available * 100 if day.available else 0.0
        return {
            "workcenter_id": workcenter.id,
            "day": date,
            "available": day.available / 60,
            "planned": day.planned / 60,
            "not_planned": day.not_planned / 60,
            "percent": percent,
            # Work on a day off has no hours at all.
            "is_over": round(percent, 2) > FULL or bool(taken and not day.available),
            "workorder_ids": sorted(day.workorder_ids),
        }

    def action_view_work(self):
        """Open the work orders behind a load, each with its customer's order."""
        self.ensure_one()
        self.check_access("read")
        # Which action it is is configuration.
        action = self.env["ir.actions.act_window"].sudo()
        action = action._for_xml_id("order_to_delivery.order_load_action_work")
        return {
            **action,
            "display_name": f"{self.workcenter_id.name} · {self.day}",
            "domain": [("id", "in", self.workorder_ids or [])],
        }
