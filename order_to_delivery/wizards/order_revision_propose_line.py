import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class OrderRevisionProposeLine(models.TransientModel):
    _name = "order.revision.propose.line"
    _description = "Line of a Proposed Change"

    proposal_id = fields.Many2one(
        "order.revision.propose", required=True, ondelete="cascade"
    )
    sale_line_id = fields.Many2one("sale.order.line", string="Line")
    product_id = fields.Many2one(
        "product.product", required=True, domain=[("sale_ok", "=", True)]
    )
    product_uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_from_product",
        store=True,
        readonly=False,
    )
    quantity = fields.Float(digits="Product Unit", default=1.0)
    price_unit = fields.Float(
        digits="Product Price",
        compute="_compute_from_product",
        store=True,
        readonly=False,
    )
    discount = fields.Float(digits="Discount")
    specification = fields.Text()
    change_kind = fields.Selection(
        selection=lambda self: (
            self.env["sale.order.line"]._fields["change_kind"].selection
        ),
        string="Product Is",
    )
    keeps_old_recipe = fields.Boolean(string="Old Recipe")

    @api.depends("product_id")
    def _compute_from_product(self):
        for line in self:
            if line.sale_line_id or not line.product_id:
                continue
            order = line.proposal_id.sale_order_id
            line.product_uom_id = line.product_id.uom_id
            line.price_unit = order.pricelist_id._get_product_price(
                line.product_id, line.quantity or 1.0, currency=order.currency_id
            )

    def _change_snapshot(self, order, contents):
        """Put what this line proposes into the contents per line key."""
        if not self.sale_line_id:
            if self.quantity > 0:
                contents[uuid.uuid4().hex] = self._prepare_new_content(order)
            return
        if self.sale_line_id.order_id != order:
            raise UserError(
                self.env._("A proposal changes the lines of its own order.")
            )
        key = self.sale_line_id.line_key
        self._check_not_below_delivered()
        if self.quantity <= 0:
            contents.pop(key, None)
            return
        precision = self.env["decimal.precision"].precision_get
        contents[key]["goods"] |= {
            "product_uom_qty": float_repr(self.quantity, precision("Product Unit")),
            "specification": self.specification or "",
            "change_kind": self.change_kind or "",
        }
        contents[key]["goods"].pop("keeps_old_recipe", None)
        if self.keeps_old_recipe:
            contents[key]["goods"]["keeps_old_recipe"] = True
        contents[key]["price"] |= {
            "price_unit": float_repr(self.price_unit, precision("Product Price")),
            "discount": float_repr(self.discount, precision("Discount")),
        }

    def _prepare_new_content(self, order):
        """Return the content of a line that the order does not have yet."""
        line = self.env["sale.order.line"].new(
            {
                "order_id": order.id,
                "product_id": self.product_id.id,
                "product_uom_id": self.product_uom_id.id,
                "product_uom_qty": self.quantity,
                "price_unit": self.price_unit,
                "discount": self.discount,
                "specification": self.specification,
                "change_kind": self.change_kind,
                "keeps_old_recipe": self.keeps_old_recipe,
            }
        )
        line.supply_kind = line._get_supply_kind()[line]
        return order._prepare_snapshot_line(line)

    def _check_not_below_delivered(self):
        delivered = self.sale_line_id.sudo().qty_delivered  # no secret to Sales
        unit = self.sale_line_id.product_uom_id
        if unit.compare(self.quantity, delivered) < 0:
            raise UserError(
                self.env._(
                    "%(product)s: more was delivered already than is proposed.",
                    product=self.product_id.display_name,
                )
            )
