from odoo import api, fields, models
from odoo.tools import SQL

# Said of a place by the addon, never by a user: it decides what has to be inspected.
SAID_BY_US = {"is_quarantine", "awaits_inspection"}


class StockLocation(models.Model):
    _name = "stock.location"
    _inherit = ["stock.location", "order.kept.kind.mixin"]
    _kind_fields = ("usage", "company_id")

    is_quarantine = fields.Boolean(
        string="Quarantine",
        readonly=True,
        copy=False,
        help="Rejected goods stand here until it is decided what becomes of them.",
    )
    awaits_inspection = fields.Boolean(
        compute="_compute_awaits_inspection",
        store=True,
        recursive=True,
        help="Goods that a vendor brought stand here until Quality has judged them.",
    )

    @api.depends(
        "is_quarantine",
        "location_id.awaits_inspection",
        "warehouse_id.wh_input_stock_loc_id",
        "warehouse_id.wh_qc_stock_loc_id",
    )
    def _compute_awaits_inspection(self):
        for location in self:
            warehouse = location.warehouse_id
            steps = warehouse.wh_input_stock_loc_id | warehouse.wh_qc_stock_loc_id
            location.awaits_inspection = (
                location.is_quarantine
                or location.location_id.awaits_inspection
                or location._origin in steps
            )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in SAID_BY_US:
            return False
        return super()._has_field_access(field, operation)

    def _query_moved_here(self):
        return SQL(
            """
            EXISTS (SELECT 1 FROM stock_move_line operation
                     WHERE operation.move_id = move.id
                       AND (operation.location_id = ANY(%(places)s)
                            OR operation.location_dest_id = ANY(%(places)s)))
            """,
            places=self.ids,
        )

    def _is_outside(self):
        """Tell whether goods there are a customer's, or another company's.

        Transit without a company leads to another company; transit of one's own
        only to another warehouse.
        """
        self.ensure_one()
        return self.usage == "customer" or (
            self.usage == "transit" and not self.company_id
        )

    def _is_vendor_side(self):
        """Tell whether goods there are a vendor's, or another company's."""
        self.ensure_one()
        return self.usage == "supplier" or (
            self.usage == "transit" and not self.company_id
        )

    def _is_subcontractor_place(self):
        """Tell whether goods there are in a subcontractor's hands."""
        self.ensure_one()
        if "subcontracting_location_id" not in self.env["res.company"]._fields:
            return False
        return bool(self.is_subcontract())
