from odoo import api, fields, models
from odoo.tools import float_round

FIGURES = (
    "planned_quantity",
    "made_quantity",
    "accepted_quantity",
    "hours",
    "scrap_quantity",
)


class OrderDailyReportLine(models.Model):
    _name = "order.daily.report.line"
    _description = "Line of a Daily Production Report"
    _order = "id"

    report_id = fields.Many2one(
        "order.daily.report",
        string="Daily Report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True)
    department_id = fields.Many2one(related="report_id.department_id", store=True)
    date = fields.Date(related="report_id.date", store=True)
    state = fields.Selection(related="report_id.state")
    sale_order_id = fields.Many2one(
        "sale.order", string="Order", index="btree_not_null", ondelete="set null"
    )
    order_names = fields.Char(string="Orders")
    production_id = fields.Many2one(
        "mrp.production", string="Manufacturing Order", ondelete="set null"
    )
    production_names = fields.Char(string="Manufacturing Orders")
    product_id = fields.Many2one("product.product", required=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", required=True)
    planned_quantity = fields.Float(
        string="Quantity Planned",
        digits="Product Unit",
        help="What its manufacturing orders are for.",
    )
    made_quantity = fields.Float(string="Quantity Made", digits="Product Unit")
    accepted_quantity = fields.Float(
        string="Quantity Accepted",
        digits="Product Unit",
        help="What Quality accepted of the finished goods on the day.",
    )
    hours = fields.Float(digits=(16, 2))
    scrap_quantity = fields.Float(string="Quantity Scrapped", digits="Product Unit")
    component_scraps = fields.Integer(
        string="Scraps of Parts", help="Scrap slips of what goes into the product."
    )
    exceptions = fields.Char()
    note = fields.Char(string="Remark")

    @api.model
    def _has_field_access(self, field, operation):
        # The figures come from what was recorded that day.
        if operation == "write" and not self.env.su and field.name != "note":
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if not self.env.su:
            self.report_id._check_state(("draft",))
        return super().write(vals)

    def _get_key(self):
        return (self.order_names or self.production_names, self.product_id.id)

    @api.model
    def _get_key_of(self, row):
        return (row["order_names"] or row["production_names"], row["product_id"])

    def _get_figures(self):
        """Return what the line says, as it is compared with the day's facts."""
        self.ensure_one()
        return (
            *self._get_key(),
            *(float_round(self[name], precision_digits=2) for name in FIGURES),
            self.component_scraps,
            self.exceptions or "",
        )

    @api.model
    def _get_figures_of(self, row):
        return (
            *self._get_key_of(row),
            *(float_round(row[name], precision_digits=2) for name in FIGURES),
            row["component_scraps"] or 0,
            row["exceptions"] or "",
        )
