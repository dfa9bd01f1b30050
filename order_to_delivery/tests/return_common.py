"""Manufacturing orders that leave some of their components over."""

from .start_common import StartCase


class ReturnCase(StartCase):
    """Ten machines of three motors each, and what is left of the motors."""

    steps = "mrp_one_step"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse.manufacture_steps = cls.steps
        cls.machine.bom_ids.consumption = "flexible"
        cls._stock(cls.motor, 100)

    def _leave(self, production, by="production"):
        """Return the draft that the button opens."""
        action = self.as_(by, production).action_return_leftovers()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _give(self, document, quantity=None, by="production"):
        document = self.as_(by, document)
        if quantity is not None:
            document.line_ids.quantity = quantity
        document.action_return()
        return document.with_env(self.env)

    def _use(self, production, quantity, produced=10):
        """Finish a manufacturing order with so many motors, as the workshop does."""
        self._inspect_made(production, produced)
        worker = self.as_("production", production)
        worker.qty_producing = produced
        worker._set_qty_producing()
        worker.move_raw_ids.write({"quantity": quantity, "picked": True})
        worker.with_context(
            skip_backorder=True, mo_ids_to_backorder=[]
        ).button_mark_done()
        self.assertEqual(production.state, "done")

    def _get_motors(self, place=None):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.motor.id),
                ("location_id", "child_of", (place or self.warehouse.lot_stock_id).id),
            ]
        )
        return sum(quants.mapped("quantity"))


class ReturnByTransferCase(ReturnCase):
    steps = "pbm"

    def _issue(self, production, quantity=30):
        """Have the warehouse bring motors to the workshop."""
        pick = production.picking_ids.filtered(
            lambda p: (
                p.state not in ("done", "cancel")
                and p.location_dest_id == self.warehouse.pbm_loc_id
            )
        )
        picking = self.as_("warehouse", pick)
        picking.action_assign()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(pick.state, "done")
        return pick

    def _take_back(self, document, quantity=None):
        picking = self.as_("warehouse", document.picking_id)
        for move in picking.move_ids:
            move.write(
                {
                    "quantity": move.product_uom_qty if quantity is None else quantity,
                    "picked": True,
                }
            )
        picking.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=[]
        ).button_validate()
