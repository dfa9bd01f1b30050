from odoo import Command, api, fields, models


class OrderVendorPromiseRecord(models.TransientModel):
    _name = "order.vendor.promise.record"
    _description = "Record Vendor's Date"
    _inherit = ["order.actor.mixin"]

    purchase_line_ids = fields.Many2many("purchase.order.line", readonly=True)
    promised_date = fields.Date(
        string="Vendor's Date for All", help="Fills in the date of every line below."
    )
    reason = fields.Text(help="What the vendor says. Asked for wherever a date moves.")
    line_ids = fields.One2many(
        "order.vendor.promise.record.line",
        "record_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("purchase_line_ids")
    def _compute_line_ids(self):
        for record in self:
            record.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "purchase_line_id": line.id,
                            "promised_date": line._get_expected_day(),
                        }
                    )
                    for line in record.purchase_line_ids._origin
                ),
            ]

    @api.onchange("promised_date")
    def _onchange_promised_date(self):
        if self.promised_date:
            self.line_ids.promised_date = self.promised_date

    def action_record(self):
        """Record the days that the vendor promised (H1.7)."""
        self.ensure_one()
        self._check_department("purchasing")
        lines = self.line_ids.purchase_line_id
        lines.check_access("write")
        lines._record_promise(
            {line.purchase_line_id: line.promised_date for line in self.line_ids},
            self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
