"""How an order line is supplied, and whether its supply may start."""

from odoo import models

from .order_dates_mixin import END_OF_WORK, START_OF_WORK

# The gate that holds goods from stock and bought goods (H9.8).
DEPOSIT_GATE = "order.gate.supply.needs.deposit"


class OrderSupplyLineMixin(models.AbstractModel):
    _name = "order.supply.line.mixin"
    _description = "Supply of an Order Line"

    # Whether the goods are there

    def _is_stocked(self):
        """Tell whether it asks for goods whose stock is counted, kits included."""
        if self.display_type or self.product_id.type != "consu":
            return False
        is_storable = self.product_id.is_storable or bool(self._get_kit())
        return is_storable and self.product_uom_id.compare(self.product_uom_qty, 0) > 0

    def _get_surplus(self):
        """Return ``{line: quantity}`` of what was made beyond the order (H9.10).

        Only lines that tolerate more are looked at; how much of it may leave is for
        the release to judge.
        """
        tolerant = self.filtered(lambda line: line.tolerance_over > 0)
        if not tolerant:
            return {}
        # Who asks for the shipping need not see manufacturing orders.
        productions = (
            self.env["mrp.production"]
            .sudo()
            .search([("sale_line_id", "in", tolerant.ids), ("state", "=", "done")])
        )
        made = dict.fromkeys(tolerant, 0.0)
        for production in productions:
            line = production.sale_line_id.sudo(False)
            if production.product_id == line.product_id:
                made[line] += production.product_uom_id._compute_quantity(
                    production.qty_produced, line.product_uom_id, round=False
                )
        return {
            line: max(0.0, quantity - line.product_uom_qty)
            for line, quantity in made.items()
        }

    def _get_kit(self):
        # Whoever reads an order need not see bills of materials.
        return (
            self.env["mrp.bom"]
            .sudo()
            ._bom_find(
                self.product_id, company_id=self.company_id.id, bom_type="phantom"
            )[self.product_id]
        )

    def _get_finished(self, present):
        """Return what of the line is finished, in its unit; of a kit whole ones.

        :param present: ``{product id: quantity in the product's unit}``
        """
        finished = present.get(self.product_id.id, 0.0)
        if not set(present) <= {self.product_id.id}:
            products = self.env["product.product"]
            parts = self._get_bom_component_qty(self._get_kit())
            shares = [
                present.get(product_id, 0.0) / part["qty"]
                for product_id, part in parts.items()
                if part["qty"] and products.browse(product_id).is_storable
            ]
            finished += min(shares, default=0.0)
        unit = self.product_id.uom_id
        return unit._compute_quantity(finished, self.product_uom_id)

    def _is_complete(self, present):
        """Tell whether what is present for the line reaches what is ordered.

        :param present: ``{product id: quantity in the product's unit}``
        """
        wanted = self.product_uom_qty * (1 - (self.tolerance_under or 0.0) / 100)
        if set(present) <= {self.product_id.id}:
            unit = self.product_id.uom_id
            wanted = self.product_uom_id._compute_quantity(wanted, unit, round=False)
            return unit.compare(present.get(self.product_id.id, 0.0), wanted) >= 0
        parts = self._get_bom_component_qty(self._get_kit())
        units = self.env["uom.uom"]
        wanted = self.product_uom_id._compute_quantity(
            wanted, self.product_id.uom_id, round=False
        )
        return all(
            units.browse(part["uom"]).compare(
                present.get(product_id, 0.0), part["qty"] * wanted
            )
            >= 0
            for product_id, part in parts.items()
            if self.env["product.product"].browse(product_id).is_storable
        )

    def _get_production_dates(self):
        """Return when a manufacturing order for the line starts and has to be done."""
        order = self.order_id
        values = {}
        if order.production_start_date:
            values["date_start"] = order._get_moment(
                order.production_start_date, START_OF_WORK
            )
        finished = self.finished_date or order.finished_date
        if finished:
            values["date_deadline"] = order._get_moment(finished, END_OF_WORK)
        return values

    # Whether the supply may start

    def _filter_supply_due(self):
        """Return the lines whose supply may start now; the others simply wait.

        Lines to make wait for the production instruction that was accepted on the
        revision in force and covers their quantity; goods from stock and bought
        goods wait for the deposit (H9.8). Services are as in Odoo, save those that
        are bought: these wait for the deposit too.
        """
        gated_orders = self.order_id._filter_gated()
        gated = self.filtered(lambda line: line.order_id in gated_orders)
        if not gated:
            return self
        kinds = gated._get_supply_kind()
        to_make = gated.filtered(lambda line: kinds[line] == "make")
        held = to_make - to_make._filter_instructed()
        waiting_money = (gated - to_make).filtered(
            lambda line: kinds[line] != "none" or line.product_id.service_to_purchase
        )
        owing = waiting_money._filter_deposit_due()
        (waiting_money - owing).order_id._guard_deposit()
        return self - held - owing

    def _filter_deposit_due(self):
        """Return the lines whose order still owes the deposit of its plan."""
        reasons = self.env["order.gate"]._get_reasons("instruction", self.order_id)
        return self.filtered(
            lambda line: any(
                reason.gate == DEPOSIT_GATE for reason in reasons.get(line.order_id, ())
            )
        )

    def _filter_instructed(self):
        """Return the lines that Production accepted on the revision in force."""
        if not self:
            return self
        # Orders launch for users who may not read instructions.
        orders = self.sudo().order_id
        accepted = orders.order_production_instruction_ids.filtered(
            lambda instruction: (
                instruction.state == "accepted"
                and instruction.revision_id
                == instruction.sale_order_id.current_revision_id
            )
        )
        quantities = {
            row.sale_line_id.id: row.product_uom_id._compute_quantity(
                row.quantity, row.sale_line_id.product_uom_id, round=False
            )
            for row in accepted.line_ids
        }
        return self.filtered(
            lambda line: (
                line.id in quantities
                and line.product_uom_id.compare(
                    line.product_uom_qty, quantities[line.id]
                )
                <= 0
            )
        )

    def _filter_made_for_order(self):
        """Return the lines whose goods are made for their order, none when off."""
        gated_orders = self.order_id._filter_gated()
        gated = self.filtered(lambda line: line.order_id in gated_orders)
        if not gated:
            return gated
        kinds = gated._get_supply_kind()
        return gated.filtered(
            # A line that a change took out stays, with nothing left to make.
            lambda line: (
                kinds[line] == "make"
                and line.product_uom_id.compare(line.product_uom_qty, 0) > 0
            )
        )
