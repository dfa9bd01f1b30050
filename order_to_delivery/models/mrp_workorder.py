from odoo import fields, models


class MrpWorkorder(models.Model):
    _inherit = "mrp.workorder"

    can_report_exception = fields.Boolean(related="production_id.can_report_exception")

    def action_report_exception(self):
        """Open the dialog in which Production reports what happened here (H9.12)."""
        self.ensure_one()
        return self.production_id._get_report_action(default_workorder_id=self.id)
