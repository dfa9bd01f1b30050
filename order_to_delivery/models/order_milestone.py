from odoo import api, fields, models

from .order_department_kind import DEPARTMENT_KINDS


class OrderMilestone(models.Model):
    _name = "order.milestone"
    _description = "Milestone of an Order"
    _order = "held_since, id"
    _rec_name = "sale_order_id"
    _log_access = False

    sale_order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    station = fields.Selection(
        selection=lambda self: self.env["order.station"]._selection_station(),
        required=True,
        readonly=True,
    )
    round = fields.Integer(required=True, default=1, readonly=True)
    line_key = fields.Char(required=True, default="", readonly=True)
    planned_start = fields.Date(readonly=True)
    planned_end = fields.Date(readonly=True)
    actual_start = fields.Datetime(readonly=True)
    actual_end = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    # The hint: what lists and desks search. No floor reads it.
    is_here = fields.Boolean(readonly=True)
    asked = fields.Char(readonly=True, help="Key of what is asked of the department.")
    department = fields.Selection(DEPARTMENT_KINDS, readonly=True)
    closed_gates = fields.Char(readonly=True)
    held_since = fields.Datetime(readonly=True)

    _place_unique = models.UniqueIndex(
        "(sale_order_id, station, round, line_key)",
        "An order passes a station once per round and line.",
    )
    _here = models.Index("(company_id, department, held_since) WHERE is_here")

    @api.depends("sale_order_id", "station")
    def _compute_display_name(self):
        labels = dict(self._fields["station"]._description_selection(self.env))
        for milestone in self:
            milestone.display_name = (
                f"{milestone.sale_order_id.name} · {labels.get(milestone.station, '')}"
            )
