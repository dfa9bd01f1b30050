"""Which lines of an order are content, and the lock on them."""

from odoo import models
from odoo.tools import float_compare

from .order_snapshot_mixin import LINE_CONTENT_FIELDS

# What tells Odoo's own additions from content: turning one is turning the other.
ADDITION_FLAGS = ("is_downpayment", "is_delivery", "is_expense")
# What was chosen of a product beyond its variant: the name says it in words, and
# Production takes other components for it.
CHOICES = (
    "product_no_variant_attribute_value_ids",
    "product_custom_attribute_value_ids",
)
LINE_LOCKED_FIELDS = LINE_CONTENT_FIELDS | {"display_type", *ADDITION_FLAGS, *CHOICES}


class OrderLineContentMixin(models.AbstractModel):
    _name = "order.line.content.mixin"
    _description = "Content of an Order's Line"

    def _is_content(self):
        """Tell whether the line is content, judged by its values alone.

        Left out are sections, lines of zero quantity and what Odoo adds to a running
        order: down payments, carrier cost, reinvoiced cost. Such a line never
        carries goods and never lowers what is due.
        """
        self.ensure_one()
        if self.display_type or not self.product_uom_qty:
            return False
        is_addition = any(self[flag] for flag in ADDITION_FLAGS)
        return not is_addition or (
            self.product_id.type != "service"
            or self.product_uom_qty < 0
            or self.price_unit < 0
            # A discount above the price, or a negative tax, lowers it as well.
            or self.discount > 100
            or self.price_total < 0
        )

    def _filter_content_locked(self):
        """Return the lines whose order's content is locked."""
        # The lock holds for those too who may not read the order.
        return self.filtered(lambda line: line.sudo().order_id._is_content_closed())

    def _changes_content(self, vals):
        """Tell whether values would change what was given to the departments."""
        self.ensure_one()
        return any(
            self._fields[name].convert_to_cache(vals[name], self)
            != self._fields[name].convert_to_cache(self[name], self)
            for name in LINE_LOCKED_FIELDS & vals.keys()
        )

    def _check_locked_write(self, vals):
        """Refuse to change locked lines.

        :return: Odoo's own additions to locked orders, which must not become content
        """
        if vals.get("order_id"):
            target = self.env["sale.order"].browse(vals["order_id"])
            (self.order_id - target and target)._check_content_open()
        locked = self._filter_content_locked()
        content = locked.filtered(lambda line: line._is_content())
        changed = content.filtered(lambda line: line._changes_content(vals))
        changed.order_id._check_content_open()
        return locked - content

    def _check_no_locked_content(self):
        """Refuse lines that are content in an order whose content is locked."""
        locked = self._filter_content_locked()
        content = locked.filtered(lambda line: line._is_content())
        content.order_id._check_content_open()

    # What the line is supplied by

    def _get_supply_kind(self):
        """Return ``{line: kind}``: as chosen on the line, else by its product.

        A product with a bill of materials is made, and so is a kit with such a part;
        other kits come from stock. A bought product is *buy* only where each order is
        bought on its own (make to order, dropship), else it comes from stock.
        """
        kinds = {}
        undecided = self.browse()
        for line in self:
            is_goods = line.product_id.type == "consu"
            # Goods are always supplied: "none" would start them without a deposit.
            if line.supply_kind and not (is_goods and line.supply_kind == "none"):
                kinds[line] = line.supply_kind
            elif not is_goods:
                kinds[line] = "none"
            else:
                undecided |= line
        for company, lines in undecided.grouped("company_id").items():
            # Whoever reads an order need not see bills of materials.
            boms = (
                self.env["mrp.bom"]
                .sudo()
                ._bom_find(lines.product_id, company_id=company.id)
            )
            kits = [
                line.id for line in lines if boms[line.product_id].type == "phantom"
            ]
            made = self.browse(kits)._filter_kits_made(company)
            for line in lines:
                bom = boms[line.product_id]
                kinds[line] = "make" if line in made else line._decide_supply_kind(bom)
        return kinds

    def _filter_kits_made(self, company):
        """Return the lines of whose kit at least one part is made."""
        Product = self.env["product.product"].sudo()  # parts need not be readable
        parts = {
            kit: Product.browse(kit.product_id.sudo().get_components())  # as above
            for kit in self
        }
        products = Product.union(*parts.values())
        boms = products.env["mrp.bom"]._bom_find(
            products, company_id=company.id, bom_type="normal"
        )
        return self.filtered(lambda kit: any(boms[part] for part in parts[kit]))

    def _decide_supply_kind(self, bom):
        if bom.type == "normal":
            return "make"
        is_bought = not bom or bom.type == "subcontract"
        if is_bought and self.product_id.seller_ids and self._is_bought_per_order():
            return "buy"
        return "stock"

    def _is_bought_per_order(self):
        product = self.product_id
        rules = (
            self.route_ids | product.route_ids | product.categ_id.total_route_ids
        ).rule_ids
        buys = rules.filtered(lambda rule: rule.action == "buy")
        return bool(buys) and any(
            rule.procure_method != "make_to_stock"
            and rule.action != "buy"
            or rule.action == "buy"
            and rule.location_dest_id.usage == "customer"
            for rule in rules
        )

    def _is_at_list_price(self):
        """Tell whether the line costs at least what the price list says.

        Its taxes are the product's, and no more may leave than is paid for.
        """
        self.ensure_one()
        taxes = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        taxes = self.order_id.fiscal_position_id.map_tax(taxes)
        if self.tax_ids != taxes or self.tolerance_over > 0:
            return False
        price = self.price_unit * (1 - self.discount / 100)
        precision = self.env["decimal.precision"].precision_get("Product Price")
        listed = self._get_pricelist_price()
        return float_compare(price, listed, precision_digits=precision) >= 0
