"""From an order to its material needs, its stock, and what is made for it."""

from odoo import fields, models

MAKERS = (
    "order_to_delivery.group_production,order_to_delivery.group_material_control,"
    "order_to_delivery.group_quality,order_to_delivery.group_technical"
)


class OrderMaterialMixin(models.AbstractModel):
    _name = "order.material.mixin"
    _description = "Materials and Production of an Order"

    order_production_count = fields.Integer(
        string="Manufacturing Orders",
        compute="_compute_order_production_count",
        compute_sudo=True,
        groups=MAKERS,
    )

    def _compute_order_production_count(self):
        for order in self:
            order.order_production_count = len(order._get_productions())

    def _get_productions(self):
        """Return what is made for an order, sub-assemblies included."""
        # Whose they are is asked for whoever may open them.
        return self.sudo().stock_reference_ids.production_ids.filtered(
            lambda mo: mo.state != "cancel" and not mo.orderpoint_id
        )

    def action_view_material_needs(self):
        """Open what the order needs, over all levels (H1.6, H6.1).

        :raise AccessError: for who has no part in its supply
        """
        self._check_department(
            "production",
            "material_control",
            "purchasing",
            "warehouse",
            "customer_service",
            "deputy_general_manager",
        )
        return self.env["order.material.need.line"]._work_out(self)._get_action_open()

    def action_view_links(self):
        """Open the page of all that the order leads to (H1.15)."""
        self.ensure_one()
        self.check_access("read")
        links = self.env["order.link"]._work_out(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Related Documents of %s", self.name),
            "res_model": links._name,
            "views": [(False, "kanban"), (False, "list")],
            "domain": [("id", "in", links.ids)],
        }

    def action_view_order_productions(self):
        """Open what is made for the order, sub-assemblies included (H1.15)."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Manufacturing Orders"),
            "res_model": "mrp.production",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", self._get_productions().ids)],
            "context": {"create": False},
        }

    def action_view_order_workorders(self):
        """Open the operations of what is made for the order (H1.15)."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Work Orders"),
            "res_model": "mrp.workorder",
            "views": [(False, "list"), (False, "form")],
            "domain": [("production_id", "in", self._get_productions().ids)],
            "context": {"create": False},
        }

    def action_view_order_stock(self):
        """Open the stock of the order's goods and of what goes into them (H4.1)."""
        self.check_access("read")
        # What it is made of is asked for whoever may see stock.
        products = self.sudo().order_line.product_id.filtered("is_storable")
        products |= self._get_productions().move_raw_ids.product_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stock of the Order"),
            "res_model": "product.product",
            "views": [
                (self.env.ref("stock.product_product_stock_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", products.ids)],
            "context": {"create": False},
        }
