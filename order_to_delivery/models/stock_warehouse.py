from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    order_quarantine_location_id = fields.Many2one(
        "stock.location",
        string="Quarantine",
        readonly=True,
        copy=False,
        check_company=True,
        help="Where rejected goods stand; they are not available for orders.",
    )

    def _get_quarantine_location(self):
        """Return the place for rejected goods, made when it is first needed.

        It stands beside the warehouse and not in it: what is in a warehouse counts
        as available for orders.
        """
        self.ensure_one()
        warehouse = self.sudo()  # who judges goods keeps no warehouses
        if not warehouse.order_quarantine_location_id:
            warehouse.order_quarantine_location_id = warehouse._create_quarantine()
        return warehouse.order_quarantine_location_id.with_env(self.env)

    def _create_quarantine(self):
        return self.env["stock.location"].create(
            {
                "name": self.env._("%(code)s Quarantine", code=self.code),
                "usage": "internal",
                "is_quarantine": True,
                "company_id": self.company_id.id,
                "location_id": self.view_location_id.location_id.id,
            }
        )
