from odoo import api, fields, models


class OrderScheduleReplanLine(models.TransientModel):
    _name = "order.schedule.replan.line"
    _description = "Effect of a New Plan"
    _order = "id"

    replan_id = fields.Many2one(
        "order.schedule.replan", required=True, ondelete="cascade"
    )
    production_id = fields.Many2one(
        "mrp.production", string="Manufacturing Order", required=True
    )
    product_id = fields.Many2one(related="production_id.product_id")
    sale_order_id = fields.Many2one("sale.order", string="Order")
    old_start = fields.Datetime(string="Start So Far")
    old_end = fields.Datetime(string="End So Far")
    new_start = fields.Datetime()
    new_end = fields.Datetime()
    finished_date = fields.Date()
    new_finished_date = fields.Date()
    promised_date = fields.Date()
    new_promised_date = fields.Date()
    days = fields.Integer(
        compute="_compute_days", help="Days by which the finished date moves."
    )

    @api.depends("finished_date", "new_finished_date")
    def _compute_days(self):
        for line in self:
            is_dated = line.finished_date and line.new_finished_date
            line.days = (
                (line.new_finished_date - line.finished_date).days if is_dated else 0
            )

    def _get_days(self):
        """Return what the effects say, by day: planning twice differs by seconds."""
        return {
            self._get_days_of(
                {
                    "production_id": line.production_id.id,
                    "sale_order_id": line.sale_order_id.id,
                    "new_end": line.new_end,
                    "new_finished_date": line.new_finished_date,
                    "new_promised_date": line.new_promised_date,
                }
            )
            for line in self
        }

    @api.model
    def _get_days_of(self, effect):
        return (
            effect["production_id"],
            effect["sale_order_id"],
            effect["new_end"] and effect["new_end"].date(),
            effect["new_finished_date"] or False,
            effect["new_promised_date"] or False,
        )
