"""Manufacturing orders that are fitted to what waits for their goods."""

from odoo import models


class OrderFittedProductionMixin(models.AbstractModel):
    _name = "order.fitted.production.mixin"
    _description = "Production Fitted to Its Order"

    def _get_planned_quantity(self):
        """Return what was made, or is still to be, in the product's unit."""
        self.ensure_one()
        if self.state != "done":
            return self.product_uom_qty
        made = self.move_finished_ids.filtered(
            lambda move: move.state == "done" and move.product_id == self.product_id
        )
        return sum(made.move_line_ids.mapped("quantity_product_uom"))

    def _get_waiting_moves(self):
        """Return the moves that wait for these goods, those of backorders included."""
        goods = self.move_finished_ids.filtered(
            lambda move: move.product_id == self.product_id
        )
        return self.move_dest_ids | goods.move_dest_ids

    def _get_open_goods(self):
        """Return the moves by which goods are still to enter stock."""
        return self.move_finished_ids.filtered(
            lambda move: (
                move.product_id == self.product_id
                and move.state not in ("done", "cancel")
            )
        )

    def _make_only(self, quantity):
        """Make only so much of what was not started; nothing is cancelled.

        :param quantity: in the unit of the manufacturing order
        """
        self.ensure_one()
        if self.product_uom_id.compare(quantity, 0) <= 0:
            # What waits for it is served by others, and not cancelled with it.
            self.move_finished_ids.propagate_cancel = False
            self.action_cancel()
        else:
            self.env["change.production.qty"].create(
                {"mo_id": self.id, "product_qty": quantity}
            ).change_prod_qty()
