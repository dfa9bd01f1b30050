from odoo import api, models


class PurchaseRequestLineMakePurchaseOrder(models.TransientModel):
    _inherit = "purchase.request.line.make.purchase.order"

    @api.model
    def _prepare_purchase_order_line(self, po, item):
        values = super()._prepare_purchase_order_line(po, item)
        if po._filter_gated():
            # OCA writes zero; left out, it is the vendor's price.
            values.pop("price_unit", None)
        return values
