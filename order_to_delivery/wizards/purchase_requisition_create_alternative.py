from odoo import Command, api, models


class PurchaseRequisitionCreateAlternative(models.TransientModel):
    _inherit = "purchase.requisition.create.alternative"

    @api.model
    def _get_alternative_line_value(self, order_line, *arguments):
        # Another vendor is asked for the same need: one of both is ordered.
        values = super()._get_alternative_line_value(order_line, *arguments)
        ties = order_line.purchase_request_lines
        return {**values, "purchase_request_lines": [Command.set(ties.ids)]}
