"""Planning what an instruction started, by what was promised (H7.3, H9.10)."""

from odoo import models
from odoo.exceptions import UserError

OVER = ("done", "cancel")


class OrderInstructionPlanMixin(models.AbstractModel):
    _name = "order.instruction.plan.mixin"
    _description = "Planning of Production Instructions"

    def action_plan(self):
        """Plan the manufacturing orders as the earliest date was worked out.

        Each starts once its parts are there: Odoo's own *Plan* asks neither for
        material nor for what other manufacturing orders make. What has begun stays.

        :raise AccessError: unless the user acts for Production
        :raise UserError: for what is not accepted, or with all parts nobody sells
        """
        self._check_department("production")
        for instruction in self:
            instruction._check_can_plan()
            instruction._plan_as_promised()
        return True

    def _check_can_plan(self):
        if self.state != "accepted":
            raise UserError(
                self.env._(
                    "%s is not accepted: what it starts is planned after that.",
                    self.name,
                )
            )

    def _plan_as_promised(self):
        # Production plans what it accepted, with all that is in stock and on order.
        instruction = self.sudo()
        levels = instruction._get_levels()
        productions = instruction.env["mrp.production"].union(*levels)
        to_plan = productions.filtered(lambda mo: mo.state == "confirmed")
        if not to_plan:
            return
        to_plan.filtered("is_planned").button_unplan()
        # The earliest start that the review decided holds for what is below as well.
        floors, needs = instruction.env["order.promise.production"]._get_floors(
            to_plan, instruction.production_start_date
        )
        instruction._check_all_sold(needs)
        planned = set()
        for top in levels[0] if levels else ():
            instruction._plan_upwards(top, floors, planned)

    def _get_levels(self):
        """Return its manufacturing orders by depth: the lines' own come first."""
        levels, seen = [], self.env["mrp.production"]
        level = self.production_ids.filtered(
            lambda mo: (
                mo.state not in OVER
                and not mo.move_finished_ids.move_dest_ids.raw_material_production_id
            )
        ).sorted(lambda mo: (mo.sale_line_id.sequence, mo.sale_line_id.id, mo.id))
        while level:
            levels.append(level)
            seen |= level
            level = self._get_below(level) - seen
        return levels

    def _get_below(self, productions):
        """Return the manufacturing orders that make parts for some, in their order."""
        below = self.env["mrp.production"]
        moves = seen = productions.move_raw_ids
        while moves:
            # Parts may be picked before production, in a step of its own.
            moves = moves.move_orig_ids.filtered(lambda m: m.state not in OVER) - seen
            seen |= moves
            below |= moves.production_id
        return below

    def _check_all_sold(self, needs):
        """Refuse what could never start, with all parts at once.

        :raise UserError: naming the parts
        """
        missing = {
            need.product_id
            for its_needs in needs.values()
            for need in its_needs
            if need.kind == "nobody"
        }
        if missing:
            products = self.env["product.product"].browse(sorted(missing))
            raise UserError(
                self.env._(
                    "%(instruction)s cannot be planned, since nobody sells these: "
                    "%(products)s. Purchasing enters a vendor for each.",
                    instruction=self.name,
                    products=", ".join(products.mapped("display_name")),
                )
            )

    def _plan_upwards(self, production, floors, planned):
        """Plan what is below first, then itself, each once."""
        if production in planned:
            return
        planned.add(production)
        children = self._get_below(production)
        for child in children:
            self._plan_upwards(child, floors, planned)
        floor = floors.get(production)
        if not floor:
            return  # it has begun: its plan is what it is
        ends = [end for end in children.mapped("date_finished") if end]
        production._plan_own_from(max([floor, *ends]))
