"""The floor under what production for an order consumes."""

from odoo import api, models
from odoo.exceptions import UserError

from .order_start_material import REAL_USAGES

# Writing these on a done operation takes the same quantity from elsewhere.
SOURCE_FIELDS = {"product_id", "location_id", "lot_id", "package_id", "owner_id"}


class OrderConsumptionMixin(models.AbstractModel):
    _name = "order.consumption.mixin"
    _inherit = ["order.leftover.move.mixin"]
    _description = "Components That Production Consumes"

    # What the picking slip says of a component

    def _get_slip_needed(self):
        """Return what the manufacturing order needs, or needed, of a component."""
        production = self.raw_material_production_id
        if self.state != "done":
            return self.product_uom_qty
        # Core clears the need of what was not used at all.
        return self.product_uom_qty or self.unit_factor * production.product_qty

    def _get_slip_specification(self):
        """Return what tells a component from others of its name."""
        product = self.product_id
        variant = product.product_template_attribute_value_ids._get_combination_name()
        texts = (variant, product.description_picking)
        return ", ".join(text for text in texts if text)

    # Issued ahead of use

    def _note_over_issued(self):
        """Note what transfers brought to a workshop beyond its need (H1.9)."""
        issued = self.filtered(
            lambda move: (
                move.state == "done"
                and move.picking_type_id.code == "internal"
                and move.move_dest_ids.raw_material_production_id
            )
        )
        if not issued:
            return
        # It follows from what was issued, whoever did.
        productions = issued.sudo().move_dest_ids.raw_material_production_id
        quantities = productions.env["order.issue.quantity"]
        for production in productions._filter_gated():
            over = quantities._get_over_issued(production)
            productions.env["order.over.issue"]._note(
                production, over, issued.picking_id[:1]
            )

    # The floor

    @api.constrains("state")
    def _check_consumption_floor(self):
        """Ask the gates wherever components are consumed for an order."""
        self._ask_consumption()

    def _get_consumed(self):
        """Return ``{move: quantity}`` of components consumed, in the product's unit."""
        return {
            move: sum(move.move_line_ids.mapped("quantity_product_uom"))
            for move in self
            if move.state == "done"
            and move.raw_material_production_id
            # The switch is the company's, which the user may not see.
            and move.company_id.sudo().use_order_to_delivery
        }

    def _ask_consumption(self, before=None):
        """Refuse with all reasons that more is consumed than there is.

        :param before: ``{move: quantity}`` consumed before a change
        """
        before = before or {}
        more = self.browse(
            move.id
            for move, quantity in self._get_consumed().items()
            if move.product_id.uom_id.compare(quantity, before.get(move, 0.0)) > 0
        )
        if not more:
            return
        gate = self.env["order.gate"]
        closed = gate._ask_gates("production", more)
        if closed:
            raise UserError(gate._format_refusal(closed))

    def _filter_consuming(self):
        """Return the done moves by which components went into an order's goods."""
        consumed = self.filtered(
            lambda move: (
                move.state == "done"
                and move.raw_material_production_id
                and move.product_id.is_storable
                and move.location_dest_id.usage == "production"
            )
        )
        productions = consumed.raw_material_production_id._filter_gated()
        orders_of = productions._get_starting_orders()
        return consumed.filtered(
            lambda move: orders_of.get(move.raw_material_production_id)
        )

    def _get_overdrawn(self):
        """Return ``{move: quantity}`` consumed from a place where it was not."""
        if not self:
            return {}
        operations = self.move_line_ids
        below_zero = {
            tuple(key): -quantity
            for *key, quantity in self.env["stock.quant"]._read_group(
                [
                    ("product_id", "in", operations.product_id.ids),
                    ("location_id", "in", operations.location_id.ids),
                    ("quantity", "<", 0),
                ],
                ["product_id", "location_id", "lot_id", "package_id", "owner_id"],
                ["quantity:sum"],
            )
        }
        overdrawn = {}
        for move in self:
            lines = move.move_line_ids
            real = lines.filtered(lambda line: line.location_id.usage in REAL_USAGES)
            sources = {_get_source(line) for line in real}
            quantity = sum(below_zero.get(source, 0.0) for source in sources)
            quantity += sum((lines - real).mapped("quantity_product_uom"))
            if move.product_id.uom_id.compare(quantity, 0) > 0:
                overdrawn[move] = quantity
        return overdrawn


def _get_source(line):
    return (
        line.product_id,
        line.location_id,
        line.lot_id,
        line.package_id,
        line.owner_id,
    )
