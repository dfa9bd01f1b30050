"""What comes back of kits, and of what leaves by several steps."""

from odoo import Command
from odoo.tests import tagged

from .after_common import AfterCase
from .shipping_common import REFUSED


@tagged("post_install", "-at_install")
class TestAfterKit(AfterCase):
    """Four sets of two boards and a fuse."""

    def setUp(self):
        super().setUp()
        self.kit = self.env["product.product"].create(
            {
                "name": "Service Set",
                "is_storable": True,
                "list_price": 50,
                "taxes_id": False,
            }
        )
        parts = {self.component: 2, self.stocked: 1}
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts.items()
                ],
            }
        )
        self.order, self.picking = self._deliver(lines=[(self.kit, 4)], quantity=None)

    def test_a_kit_comes_back_and_leaves_again_by_its_parts(self):
        one = {self.component: 2, self.stocked: 1}
        returned = self._take_back(self.picking, one)
        self._assert_quantities(self.order, 4, 3, 3)
        with self._refused(REFUSED):
            self._take_back(returned, {self.component: 3, self.stocked: 1})
        self._take_back(returned, one)
        self._assert_quantities(self.order, 4, 4, 4)

    def test_a_part_of_a_kit_does_not_set_another_part_free(self):
        returned = self._take_back(self.picking, {self.component: 2})
        self._assert_quantities(self.order, 4, 4, 3)
        line = returned.move_ids.sale_line_id
        fuse = returned.move_ids.copy(
            {
                "product_id": self.stocked.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.picking.location_dest_id.id,
                "picking_type_id": self.picking.picking_type_id.id,
                "picking_id": False,
                "sale_line_id": line.id,
                "origin_returned_move_id": False,
            }
        )
        fuse._action_confirm(merge=False)
        fuse.quantity, fuse.picked = 1, True
        with self._refused(REFUSED):
            fuse._action_done()
        self._take_back(returned)
        self._assert_quantities(self.order, 4, 4, 4)

    def test_parts_do_not_come_back_that_never_left(self):
        with self._refused("would come back than has left"):
            self._take_back(self.picking, {self.component: 9})

    def test_a_part_of_a_kit_is_exchanged_on_the_line_of_its_kit(self):
        one = {self.component: 2, self.stocked: 1}
        returned, replacement = self._exchange(self.order, self.picking, one)
        self.assertEqual(replacement.move_ids.sale_line_id, self.order.order_line)
        with self._refused(REFUSED):
            self._validate(replacement)
        self._validate(returned)
        self._validate(replacement)
        self._assert_quantities(self.order, 4, 4, 4)


@tagged("post_install", "-at_install")
class TestAfterSteps(AfterCase):
    """Picked, packed and shipped, each by a transfer of its own."""

    def setUp(self):
        super().setUp()
        self.warehouse.delivery_steps = "pick_pack_ship"
        self.order = self._get_order(deposit=0)
        self._release_all(self.order)
        self.picking = self._take_legs(3)

    def _take_legs(self, number):
        """Validate so many legs of what is open, and return the last."""
        for _leg in range(number):
            leg = self._validate(self._get_open(self.order))
        return leg

    def test_what_was_shipped_comes_back_and_leaves_again(self):
        self._assert_quantities(self.order, 10, 10, 10)
        returned = self._take_back(self.picking, 4)
        self._assert_quantities(self.order, 10, 6, 6)
        self._take_back(returned, 4)
        self._assert_quantities(self.order, 10, 10, 10)

    def test_a_replacement_is_picked_freely_and_shipped_once_it_may(self):
        returned = self._give_back(self.picking, 4, exchange=True)
        for _leg in range(2):
            self._validate(self._get_open(self.order) - returned)
        last = self._get_open(self.order) - returned
        self.assertEqual(last.move_ids.sale_line_id, self.order.order_line)
        with self._refused(REFUSED):
            self._validate(last)
        self._validate(returned)
        self._validate(last)
        self._assert_quantities(self.order, 10, 10, 10)
