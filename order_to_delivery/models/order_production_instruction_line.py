from odoo import api, fields, models


class OrderProductionInstructionLine(models.Model):
    _name = "order.production.instruction.line"
    _inherit = ["order.whole.read.mixin"]
    _description = "Line of a Production Instruction"
    _order = "id"

    instruction_id = fields.Many2one(
        "order.production.instruction", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="instruction_id.company_id", store=True)
    line_key = fields.Char(required=True, readonly=True)
    sale_line_id = fields.Many2one(
        "sale.order.line", readonly=True, index="btree_not_null"
    )
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    product_uom_id = fields.Many2one(
        "uom.uom", string="Unit", required=True, readonly=True
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    previous_quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="What the instruction that this one replaces said.",
    )
    difference = fields.Float(digits="Product Unit", compute="_compute_difference")
    tolerance_over = fields.Float(string="Over (%)", readonly=True)
    tolerance_under = fields.Float(string="Under (%)", readonly=True)
    start_date = fields.Date()
    finished_date = fields.Date()
    department_id = fields.Many2one("order.department", string="Workshop")
    specification = fields.Text(readonly=True)
    packing = fields.Char(readonly=True)

    @api.depends("quantity", "previous_quantity")
    def _compute_difference(self):
        for line in self:
            line.difference = line.quantity - line.previous_quantity

    def _format_tolerance(self):
        """Return what may be made, with its limits, as the workshop reads it."""
        self.ensure_one()
        over, under = self.tolerance_over, self.tolerance_under
        least = self.quantity * (1 - under / 100)
        most = self.quantity * (1 + over / 100)
        return (
            f"+{over:g}% / −{under:g}%: {least:g}–{most:g} {self.product_uom_id.name}"
        )

    @api.model
    def _has_field_access(self, field, operation):
        # What is made, how much and by when comes from the order and its review.
        if operation == "write" and not self.env.su and field.name != "department_id":
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if not self.env.su:
            self.instruction_id._check_content_open()
        return super().write(vals)
