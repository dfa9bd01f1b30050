"""What products of an order are made of, all levels read at once."""

from odoo import api, models


class Bills:
    """The bills of products and of all parts below them; what has none is bought."""

    def __init__(self, products):
        self.products = products
        self.bill_of = {}
        self.kits = set()

    def is_made(self, product):
        """Tell whether a product is made, and not bought."""
        return bool(self.bill_of.get(product))

    def get_parts(self, product, quantity):
        """Return the stocked parts of a quantity, and how much of each.

        :param quantity: in the product's unit
        """
        bill = self.bill_of.get(product)
        if not bill:
            return []
        unit = product.uom_id
        quantity = unit._compute_quantity(quantity, bill.product_uom_id, round=False)
        return [
            (
                line.product_id,
                line.product_uom_id._compute_quantity(
                    needed, line.product_id.uom_id, round=False
                ),
            )
            for line, needed in self._explode(bill, product, quantity)
            if line.product_id.is_storable
        ]

    def _explode(self, bill, product, quantity):
        factor = quantity / bill.product_qty
        lines = bill.bom_line_ids
        if not self.kits.isdisjoint(lines.product_id.ids):
            # Core looks the kits up, bill by bill.
            exploded = bill.explode(product, factor)[1]
            return [(line, values["qty"]) for line, values in exploded]
        return [
            (
                line,
                line.product_uom_id.round(
                    factor * line.product_qty, rounding_method="UP"
                ),
            )
            for line in lines
            if not line._skip_bom_line(product)
        ]


class OrderMaterialBill(models.AbstractModel):
    _name = "order.material.bill"
    _description = "Bills of Materials of an Order"

    @api.model
    def _find(self, order, products):
        """Return the bills of products and all parts below, level by level."""
        bills = Bills(products)
        company = order.company_id.id
        Bom = self.env["mrp.bom"]
        while products:
            found = Bom._bom_find(products, company_id=company, bom_type="normal")
            for product in products:
                bom = found[product]
                is_made = self._is_made(product, bom)
                bills.bill_of[product] = bom if is_made else bom.browse()
            made = Bom.union(*(bills.bill_of[product] for product in products))
            parts = made.bom_line_ids.product_id
            kits = Bom._bom_find(parts, company_id=company, bom_type="phantom")
            bills.kits.update(part.id for part in parts if kits[part])
            below = self._get_below(bills, products)
            products = below - bills.products
            bills.products |= products
        return bills

    def _get_below(self, bills, products):
        below = self.env["product.product"]
        for product in products:
            below |= below.union(*(part for part, _qty in bills.get_parts(product, 1)))
        return below

    def _is_made(self, product, bom):
        """Tell whether a product with a bill is made, and not bought all the same."""
        actions = set(product.route_ids.rule_ids.mapped("action"))
        return bool(bom) and not ("buy" in actions and "manufacture" not in actions)
