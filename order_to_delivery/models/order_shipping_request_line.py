from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What a person, or code, may not touch once Finance signed for it.
SIGNED_FIELDS = {"request_id", "sale_line_id", "quantity", "lot_id"}
# What nobody writes: it follows from the request, its plans and what has left.
PROTECTED_FIELDS = {"company_id", "kept_quantity", "needs_inspection"}


class OrderShippingRequestLine(models.Model):
    _name = "order.shipping.request.line"
    _description = "Line of a Shipping Request"
    _inherit = ["order.packed.line.mixin", "order.whole.read.mixin"]
    _order = "id"

    request_id = fields.Many2one(
        "order.shipping.request", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    sale_line_id = fields.Many2one(
        "sale.order.line", required=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="sale_line_id.product_id")
    product_uom_id = fields.Many2one(
        related="sale_line_id.product_uom_id", string="Unit"
    )
    quantity = fields.Float(
        digits="Product Unit", required=True, help="In the unit of the order's line."
    )
    kept_quantity = fields.Float(
        string="Left before Withdrawal",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What of a withdrawn request had already left.",
    )
    lot_id = fields.Many2one("stock.lot")
    needs_inspection = fields.Boolean(
        string="Inspected before Shipment",
        readonly=True,
        copy=False,
        help="These goods leave as Quality accepts them once more.",
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A shipping request asks for a quantity above zero."
    )

    @api.constrains("request_id", "sale_line_id")
    def _check_sale_line(self):
        for line in self:
            if line.sale_line_id.order_id != line.request_id.sale_order_id:
                raise ValidationError(
                    self.env._(
                        "%(request)s: %(product)s stands on another order. Take lines "
                        "of order %(order)s only.",
                        request=line.request_id.name,
                        product=line.product_id.display_name,
                        order=line.request_id.sale_order_id.name,
                    )
                )

    @api.model
    def _has_field_access(self, field, operation):
        is_protected = field.name in PROTECTED_FIELDS
        if operation == "write" and not self.env.su and is_protected:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        signed = SIGNED_FIELDS & vals.keys()
        if signed:
            self._check_open()
        result = super().write(vals)
        if "request_id" in signed:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_open()

    def _check_open(self):
        """Refuse everybody to change what Finance signed, whatever the route.

        :raise UserError: when a line's request is not a draft
        """
        for request in self.request_id:
            if request.state != "draft":
                raise UserError(
                    self.env._(
                        "%(request)s is signed by Finance, its lines stay as they are: "
                        "withdraw it, or have Customer Service make another request.",
                        request=request.name,
                    )
                )
