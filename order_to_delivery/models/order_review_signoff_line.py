from odoo import api, fields, models


class OrderReviewSignoffLine(models.Model):
    _name = "order.review.signoff.line"
    _inherit = ["order.whole.read.mixin"]
    _description = "Answer for One Line of the Order"
    _order = "id"

    # A seat's person writes only what the department answers.
    _answer_fields = frozenset({"quantity", "start_date", "finished_date", "note"})

    signoff_id = fields.Many2one(
        "order.review.signoff", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="signoff_id.company_id", store=True)
    line_key = fields.Char(required=True, readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    ordered_quantity = fields.Float(digits="Product Unit", readonly=True)
    quantity = fields.Float(digits="Product Unit")
    start_date = fields.Date()
    finished_date = fields.Date()
    note = fields.Char()

    @api.model
    def _has_field_access(self, field, operation):
        if (
            operation == "write"
            and not self.env.su
            and field.name not in self._answer_fields
        ):
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.signoff_id._check_not_signed()
        return lines

    def write(self, vals):
        self.signoff_id._check_not_signed()
        if not self.env.su:
            self.signoff_id._check_may_write()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        self.signoff_id._check_not_signed()

    def _get_sealed_values(self):
        return {
            "line_key": self.line_key,
            "quantity": repr(self.quantity),
            "start_date": fields.Date.to_string(self.start_date) or "",
            "finished_date": fields.Date.to_string(self.finished_date) or "",
            "note": self.note or "",
        }
