"""Planning what an instruction started, by what was promised (H7.3, H9.10)."""

import logging

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class OrderInstructionPlanMixin(models.AbstractModel):
    _name = "order.instruction.plan.mixin"
    _description = "Planning of Production Instructions"

    def action_plan(self):
        """Plan the manufacturing orders as the earliest date was worked out.

        Each starts once its parts are there, those that make parts for others first.

        :raise AccessError: unless the user acts for Production
        :raise UserError: for what is not accepted, or with all parts nobody sells
        """
        self._check_department("production")
        self._check_can_plan()
        for instruction in self:
            instruction._plan_as_promised()
        return True

    def _plan_as_promised(self):
        # Production plans what it accepted, with all that is in stock and on order.
        instruction = self.sudo()
        instruction.env["order.promise.production"]._plan(
            instruction._get_own_tops(), instruction.production_start_date
        )

    def _plan_by_itself(self):
        """Plan what was accepted where the company wants it; else it waits.

        What cannot be planned is left for Production, which is told why by the button.
        """
        for instruction in self.filtered("company_id.order_plans_instructed"):
            try:
                with self.env.cr.savepoint():
                    instruction._plan_as_promised()
            except UserError as error:
                _logger.info("%s is left to be planned: %s", instruction.name, error)

    def _check_can_plan(self):
        refused = self.filtered(lambda instruction: instruction.state != "accepted")
        if refused:
            raise UserError(
                self.env._(
                    "%s is not accepted: what it starts is planned after that.",
                    ", ".join(refused.mapped("name")),
                )
            )

    def _get_own_tops(self):
        """Return its manufacturing orders that make no parts of others, by line."""
        return self.production_ids.filtered(
            lambda mo: (
                mo.state not in ("done", "cancel")
                and not mo.move_finished_ids.move_dest_ids.raw_material_production_id
            )
        ).sorted(lambda mo: (mo.sale_line_id.sequence, mo.sale_line_id.id, mo.id))
