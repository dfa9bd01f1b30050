import re

from odoo import api, fields, models
from odoo.exceptions import UserError

# What a customer may write as a quantity: no sign, no exponent, no grouping.
QUANTITY = re.compile(r"\d{1,12}([.]\d{1,6})?")
MAX_REMARK = 500
# What whoever brings the paper writes.
RECEIVED_FIELDS = ("received_quantity", "remark")


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
    remark = fields.Char(help="What the customer says of these goods.")

    _received_not_negative = models.Constraint(
        "CHECK (received_quantity >= 0)", "Nobody receives less than nothing."
    )

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
            and field.name not in RECEIVED_FIELDS
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

    def _filter_differing(self):
        """Return the lines of which the customer says that something is wrong."""
        return self.filtered(
            lambda line: (
                (line.remark or "").strip()
                or line.product_uom_id.compare(line.difference, 0.0) != 0
            )
        )

    def _describe_difference(self):
        text = self.env._(
            "%(product)s: sent %(sent)s, received %(received)s",
            product=self.product_id.display_name,
            sent=self.sent_quantity,
            received=self.received_quantity,
        )
        return f"{text} – {self.remark}" if self.remark else text

    def _read_entry(self, text, remark):
        """Return what a customer wrote about a line, read and judged.

        :param text: the quantity as it was typed
        :return: (why it is refused or an empty text, values to write)
        """
        text = (text or "").strip()
        names = {"product": self.product_id.display_name, "entry": text[:40]}
        if not QUANTITY.fullmatch(text):
            refusal = self.env._(
                "%(product)s: “%(entry)s” is no quantity. Write a number, zero if "
                "nothing arrived.",
                **names,
            )
            return refusal, {}
        quantity = float(text)
        if self.product_uom_id.compare(quantity, self.sent_quantity) > 0:
            refusal = self.env._(
                "%(product)s: %(entry)s is more than the %(sent)g that were sent. "
                "Leave the quantity as sent and write the rest into the remark.",
                **names,
                sent=self.sent_quantity,
            )
            return refusal, {}
        remark = (remark or "").strip()[:MAX_REMARK]
        return "", {"received_quantity": quantity, "remark": remark or False}
