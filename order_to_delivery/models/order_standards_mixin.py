"""The way from an order, its line or its review to what the products have to be."""

from odoo import models


class OrderStandardsMixin(models.AbstractModel):
    _name = "order.standards.mixin"
    _description = "Document with Ordered Products"

    def action_view_standards(self):
        """Show specification and quality standard of what is ordered (H3.1)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Standards"),
            "res_model": "order.standards",
            "view_mode": "form",
            "target": "new",
            "context": self._prepare_standards(),
        }

    def _prepare_standards(self):
        """Return the defaults of the dialog: the order, and the line if it is one's."""
        return {"default_sale_order_id": self["sale_order_id"].id}
