"""What accepted instructions need is worked out apart from their acceptance."""

from odoo import api, fields, models

from .cron_turn import take_turns

BATCH = 50


class OrderInstructionNeedsMixin(models.AbstractModel):
    _name = "order.instruction.needs.mixin"
    _description = "Material Needs of Production Instructions"

    @api.model
    def _cron_require_materials(self):
        """Put on requisitions what newly instructed orders need (H6.1).

        Whoever accepts an instruction does not wait for it: all levels of each
        product are looked into.
        """
        instructions = self.search(
            [("state", "=", "accepted"), ("needs_date", "=", False)],
            order="id",
            limit=BATCH,
        )
        for instruction in instructions:
            take_turns(instruction, lambda record: record._require_materials())

    def _require_materials(self):
        """Put what the instructed orders lack on their requisitions."""
        orders = self.sale_order_id.filtered(lambda order: order.state == "sale")
        # Machines ask for material.
        orders.sudo()._require_materials()
        # Protected from everybody, and written here only.
        self.sudo().needs_date = fields.Datetime.now()
        self._plan_by_itself()
