"""All bills behind products, over all levels, kits included."""


class BillTree:
    """The bills by which products of an order and their parts are made."""

    def __init__(self, order, products):
        """Read the bills level by level, however many products there are."""
        self._bom = order.env["mrp.bom"]
        self._kits = self._bom._bom_find(
            products, company_id=order.company_id.id, bom_type="phantom"
        )
        parts = products.union(*(self._get_kit_parts(kit) for kit in products))
        self._bills = order.env["order.material.bill"]._find(order, parts)
        self._found = {}
        self._read_all()

    def _read_all(self):
        """Read at once what is asked bill by bill afterwards."""
        bills = self._bom.union(*self._kits.values(), *self._bills.bill_of.values())
        bills.bom_line_ids.mapped("product_id")
        bills.operation_ids.mapped("workcenter_id")

    def get_bills(self, product):
        """Return the bills of a product and of all its parts."""
        if product not in self._found:
            # A bill that asks for its own product ends here.
            self._found[product] = self._bom
            found = self._kits.get(product, self._bom)
            found |= self._bills.bill_of.get(product, self._bom)
            parts = [part for part, _qty in self._bills.get_parts(product, 1)]
            for part in (*parts, *self._get_kit_parts(product)):
                found |= self.get_bills(part)
            self._found[product] = found
        return self._found[product]

    def _get_kit_parts(self, product):
        return self._kits.get(product, self._bom).bom_line_ids.product_id
