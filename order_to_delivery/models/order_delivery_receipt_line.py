from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderDeliveryReceiptLine(models.Model):
    _name = "order.delivery.receipt.line"
    _description = "Line of a Delivery Receipt"
    _order = "id"

    receipt_id = fields.Many2one(
        "order.delivery.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        # Given by whoever creates the receipt, as there.
        readonly=False,
        precompute=True,
        store=True,
    )
    sale_line_id = fields.Many2one("sale.order.line", readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    product_uom_id = fields.Many2one(
        "uom.uom", string="Unit", required=True, readonly=True
    )
    sent_quantity = fields.Float(digits="Product Unit", readonly=True)
    received_quantity = fields.Float(digits="Product Unit")
    difference = fields.Float(compute="_compute_difference", digits="Product Unit")

    @api.depends("receipt_id.company_id")
    def _compute_company_id(self):
        for line in self:
            line.company_id = line.receipt_id.company_id

    @api.depends("sent_quantity", "received_quantity")
    def _compute_difference(self):
        for line in self:
            line.difference = line.received_quantity - line.sent_quantity

    @api.model
    def _has_field_access(self, field, operation):
        # Who writes down what came back says nothing about what was sent.
        if (
            operation == "write"
            and not self.env.su
            and field.name != "received_quantity"
        ):
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        for receipt in self.receipt_id:
            if receipt.state == "signed":
                raise UserError(
                    self.env._(
                        "The receipt of %(delivery)s is signed: what it says stays. "
                        "Note a complaint on the order instead.",
                        delivery=receipt.name,
                    )
                )
        return super().write(vals)
