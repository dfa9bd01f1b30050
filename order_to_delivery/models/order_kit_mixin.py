"""What one unit of a kit takes of its components, as when the order was signed."""

from odoo import api, models


class OrderKitMixin(models.AbstractModel):
    _name = "order.kit.mixin"
    _description = "Components of Kits on Orders"

    @api.model
    def _get_kit_needs(self, line):
        """Return what one unit of a line takes of each component, if it is a kit.

        What was kept when the order was signed holds, whatever the bill says since.

        :return: ``{product id: quantity}`` in the unit of the component
        """
        line = line.sudo()  # a kit's bill may not be read by who ships it
        kept = line.kit_needs
        if kept and kept["product_id"] == line.product_id.id:
            return {int(key): need for key, need in kept["needs"].items()}
        kits = self._find_kits(line.product_id, line.company_id)
        return self._explode_kit(line, kits[line.product_id])

    @api.model
    def _keep_kit_needs(self, lines):
        """Keep what the lines' kits consist of, whatever their bills say later.

        Else a board more in the bill of a fuse would let boards out for fuses.
        """
        # Nobody writes by hand what a kit consists of.
        unkept = lines.sudo().filtered(
            lambda line: (
                line.product_id.type == "consu"
                and not line.display_type
                and (line.kit_needs or {}).get("product_id") != line.product_id.id
            )
        )
        for company, own in unkept.grouped("company_id").items():
            boms = self._find_kits(own.product_id, company)
            for line in own:
                line.kit_needs = {
                    "product_id": line.product_id.id,
                    "needs": self._explode_kit(line, boms[line.product_id]),
                }

    @api.model
    def _find_kits(self, products, company):
        """Return ``{product: bill}`` with the bills of those that are kits."""
        bills = self.env["mrp.bom"].sudo()  # a kit's bill may not be read by all
        return bills._bom_find(products, company_id=company.id, bom_type="phantom")

    @api.model
    def _explode_kit(self, line, bom):
        if not bom:
            return {}
        unit = line.product_uom_id._compute_quantity(
            1.0, line.product_id.uom_id, round=False
        )
        return {
            product_id: need["qty"] * unit
            for product_id, need in line._get_bom_component_qty(bom).items()
        }
