from odoo import api, fields, models
from odoo.exceptions import UserError


class MrpConsumptionWarning(models.TransientModel):
    _inherit = "mrp.consumption.warning"

    over_issue_reason = fields.Char(
        string="Reason for Over-Issue",
        help="Why more is used than the bill of materials says; Material Control "
        "sees it.",
    )
    asks_reason = fields.Boolean(compute="_compute_asks_reason")

    @api.depends("mrp_production_ids")
    def _compute_asks_reason(self):
        for wizard in self:
            productions = wizard.mrp_production_ids._origin
            wizard.asks_reason = bool(productions._get_over_used())

    def action_confirm(self):
        over = self.mrp_production_ids._get_over_used()
        for production in over:
            reason = self.over_issue_reason or production.over_issue_reason
            if not reason:
                raise UserError(
                    self.env._(
                        "%(production)s uses more of %(products)s than it needs: say "
                        "why, for Material Control.",
                        production=production.name,
                        products=", ".join(p.display_name for p in over[production]),
                    )
                )
            production.over_issue_reason = reason
        return super().action_confirm()
