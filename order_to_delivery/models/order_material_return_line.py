from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderMaterialReturnLine(models.Model):
    _name = "order.material.return.line"
    _inherit = ["order.document.mixin"]
    _description = "Material That Is Given Back"
    _order = "id"
    # Which materials are left follows from the production.
    _protected_fields = frozenset({"return_id", "product_id", "lot_id"})

    return_id = fields.Many2one(
        "order.material.return", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="return_id.company_id", store=True)
    state = fields.Selection(related="return_id.state")
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    lot_id = fields.Many2one("stock.lot", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    available_quantity = fields.Float(
        string="Left",
        digits="Product Unit",
        compute="_compute_available_quantity",
        compute_sudo=True,
        help="What was issued, less what was used and given back.",
    )
    quantity = fields.Float(string="Given Back", digits="Product Unit")

    @api.depends("product_id", "lot_id", "return_id.state")
    def _compute_available_quantity(self):
        quantities = self.env["order.issue.quantity"]
        for document, lines in self.grouped("return_id").items():
            left = quantities._get_leftovers(document.production_id)
            for line in lines:
                line.available_quantity = left.get((line.product_id, line.lot_id), 0.0)

    def write(self, vals):
        if "quantity" in vals:
            self.return_id._check_state(("draft",))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_returned(self):
        self.return_id._check_state(("draft",))

    @api.constrains("quantity")
    def _check_quantity(self):
        for line in self:
            if line.quantity < 0:
                raise UserError(
                    self.env._(
                        "%(product)s: what is given back is not below zero.",
                        product=line.product_id.display_name,
                    )
                )

    def _is_beyond(self, left):
        """Tell whether more is given back than is left."""
        room = left.get((self.product_id, self.lot_id), 0.0)
        return self.product_uom_id.compare(self.quantity, max(room, 0.0)) > 0

    def _describe_room(self, left):
        room = left.get((self.product_id, self.lot_id), 0.0)
        return self.env._(
            "%(product)s: %(quantity)s %(unit)s are left to give back.",
            product=self.product_id.display_name,
            quantity=self.env["order.paper"]._format_quantity(max(room, 0.0)),
            unit=self.product_uom_id.name,
        )

    def _describe(self):
        quantity = self.env["order.paper"]._format_quantity(self.quantity)
        parts = (quantity, self.product_uom_id.name, self.product_id.display_name)
        return " ".join((*parts, self.lot_id.name) if self.lot_id else parts)
