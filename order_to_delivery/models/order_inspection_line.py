from odoo import api, fields, models
from odoo.exceptions import UserError

# What says which goods were judged; Quality writes the rest of a draft.
GIVEN_FIELDS = frozenset(
    {
        "inspection_id",
        "company_id",
        "purchase_line_id",
        "sale_line_id",
        "product_id",
        "product_uom_id",
        "move_id",
        "set_apart_move_id",
        "offered_product_quantity",
        "accepted_product_quantity",
        "rejected_product_quantity",
    }
)
JUDGED_FIELDS = {
    "inspection_id",
    "sale_line_id",
    "product_id",
    "product_uom_id",
    "lot_id",
    "offered_quantity",
    "accepted_quantity",
    "rejected_quantity",
    "disposition",
    "note",
}


class OrderInspectionLine(models.Model):
    _name = "order.inspection.line"
    _inherit = ["order.actor.mixin", "order.inspection.goods.mixin"]
    _description = "Line of an Inspection"
    _order = "id"

    inspection_id = fields.Many2one(
        "order.inspection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="inspection_id.company_id", store=True)
    state = fields.Selection(related="inspection_id.state")
    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="Bought on",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Ordered on",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    move_id = fields.Many2one(
        "stock.move", string="Arrival", readonly=True, index="btree_not_null"
    )
    set_apart_move_id = fields.Many2one("stock.move", readonly=True, copy=False)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    lot_id = fields.Many2one("stock.lot", domain="[('product_id', '=', product_id)]")
    product_uom_id = fields.Many2one(
        "uom.uom", string="Unit", required=True, readonly=True
    )
    offered_quantity = fields.Float(string="Quantity Offered", digits="Product Unit")
    accepted_quantity = fields.Float(string="Quantity Accepted", digits="Product Unit")
    rejected_quantity = fields.Float(string="Quantity Rejected", digits="Product Unit")
    disposition = fields.Selection(
        [
            ("return", "Return to Vendor"),
            ("rework", "Rework"),
            ("scrap", "Scrap"),
            ("concession", "Concession"),
        ]
    )
    note = fields.Text(string="Finding")
    offered_product_quantity = fields.Float(
        compute="_compute_product_quantities", store=True
    )
    accepted_product_quantity = fields.Float(
        compute="_compute_product_quantities", store=True
    )
    rejected_product_quantity = fields.Float(
        compute="_compute_product_quantities", store=True
    )

    @api.depends(
        "offered_quantity", "accepted_quantity", "rejected_quantity", "product_uom_id"
    )
    def _compute_product_quantities(self):
        """Say the quantities in the product's unit, in which goods are counted."""
        for line in self:
            for name in ("offered", "accepted", "rejected"):
                line[f"{name}_product_quantity"] = (
                    line.product_uom_id._compute_quantity(
                        line[f"{name}_quantity"], line.product_id.uom_id, round=False
                    )
                )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in GIVEN_FIELDS:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if JUDGED_FIELDS & vals.keys():
            self._check_open()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        self._check_open()

    def _check_open(self):
        """Refuse to change what was judged, whoever writes.

        :raise UserError: naming the inspection
        """
        for inspection in self.inspection_id:
            if inspection.state != "draft":
                raise UserError(
                    self.env._(
                        "%(inspection)s is judged and its result stays: inspect the "
                        "goods again instead.",
                        inspection=inspection.name,
                    )
                )

    # Two taps at the goods

    def action_accept(self):
        """Accept all that is offered on these lines."""
        self._check_department("quality")
        for line in self:
            line.write(
                {
                    "accepted_quantity": line.offered_quantity,
                    "rejected_quantity": 0.0,
                    "disposition": False,
                }
            )
        return True

    def action_reject(self):
        """Reject all that is offered on these lines: it goes back where it is from."""
        self._check_department("quality")
        for line in self:
            line.write(
                {
                    "accepted_quantity": 0.0,
                    "rejected_quantity": line.offered_quantity,
                    "disposition": line.disposition or line._get_way_back(),
                }
            )
        return True

    def _get_way_back(self):
        """Return what becomes of rejected goods unless somebody says otherwise."""
        return "return" if self.inspection_id.kind == "incoming" else "rework"

    def action_split(self):
        """Judge another lot, or another disposition, of the same goods by itself."""
        self._check_department("quality")
        for line in self:
            # Which goods are judged is not the inspector's to write, and stays.
            line.sudo().copy(
                {
                    "lot_id": False,
                    "offered_quantity": 0.0,
                    "accepted_quantity": 0.0,
                    "rejected_quantity": 0.0,
                    "disposition": False,
                    "note": False,
                }
            )
        return True

    # What a result says

    def _get_problems(self):
        """Return what is wrong with a line's result, as sentences."""
        self.ensure_one()
        names = {"product": self.product_id.display_name}
        unit = self.product_uom_id
        accepted, rejected = self.accepted_quantity, self.rejected_quantity
        problems = []
        if min(unit.compare(q, 0.0) for q in (accepted, rejected)) < 0:
            problems.append(
                self.env._("%(product)s: quantities are not below zero.", **names)
            )
        if unit.compare(accepted + rejected, self.offered_quantity):
            problems.append(
                self.env._(
                    "%(product)s: accepted and rejected together are what was offered.",
                    **names,
                )
            )
        if self._has_rejected() and not self.disposition:
            problems.append(
                self.env._(
                    "%(product)s: say what becomes of the rejected goods.", **names
                )
            )
        problems += self._get_return_problems(names)
        problems += self._get_certificate_problems()
        if self.lot_id and self.lot_id.product_id != self.product_id:
            problems.append(
                self.env._("%(product)s: the lot is another product's.", **names)
            )
        return problems

    def _get_return_problems(self, names):
        """Return why rejected goods do not go back to a vendor, as sentences."""
        if not self._has_rejected() or self.disposition != "return":
            return []
        if self.inspection_id._is_of_making():
            return [
                self.env._("%(product)s: what is made here has no vendor.", **names)
            ]
        if self.inspection_id.kind == "shipment":
            return [
                self.env._(
                    "%(product)s: what was to be shipped goes back to no vendor from "
                    "here.",
                    **names,
                )
            ]
        return []

    def _has_accepted(self):
        return self.product_uom_id.compare(self.accepted_quantity, 0.0) > 0

    def _has_rejected(self):
        return self.product_uom_id.compare(self.rejected_quantity, 0.0) > 0

    def _get_certificate_problems(self):
        """Return what is wrong where goods are accepted that nobody here sees."""
        # The transfer is the vendor's, which Quality need not see.
        is_unseen = self.accepted_quantity > 0 and self.sudo()._passes_by()
        if not is_unseen or self.inspection_id.attachment_ids:
            return []
        text = self.env._(
            "%(product)s: nobody here sees these goods; attach the vendor's "
            "certificate under Photos and Papers.",
            product=self.product_id.display_name,
        )
        return [text]
