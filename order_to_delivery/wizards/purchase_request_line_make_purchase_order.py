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

    def make_purchase_order(self):
        action = super().make_purchase_order()
        purchases = self.env["purchase.order"].search(action["domain"])
        if len(purchases) == 1 and purchases._filter_gated():
            # Nobody has to look for the only one in a list.
            action.update(
                view_mode="form", views=[(False, "form")], res_id=purchases.id
            )
        return action
