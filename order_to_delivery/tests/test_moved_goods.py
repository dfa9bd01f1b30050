"""Goods of a held order do not leave by being hung on a delivery that may leave."""

from odoo import Command
from odoo.tests import tagged

from .cases import covers
from .shipping_common import REFUSED
from .test_routes_shipping import ShippingRouteCase

CUT = f"{REFUSED}|belongs to order|is not what its line|on no line"


@tagged("post_install", "-at_install")
class TestMovedGoods(ShippingRouteCase):
    """A held order, and another one of the same customer that is released."""

    def setUp(self):
        super().setUp()
        self.held = self._get_ready_order()
        self.free, _request = self._get_released_order()
        self.delivery = self.free.picking_ids
        self.move = self.held.picking_ids.move_ids

    def _get_ways_over(self, records):
        """Return the routes by which records change over to the free delivery."""
        target = {"picking_id": self.delivery.id}
        return {
            "rpc": lambda: self.call("warehouse", records, "write", target),
            "form": lambda: self.save("warehouse", records, **target),
            "direct": lambda: self.write_straight(records, **target),
            "command": lambda: self.call(
                "warehouse",
                self.delivery,
                "write",
                {"move_ids": [Command.link(one.id) for one in records]},
            ),
        }

    def _press_all(self, change):
        change()
        self._set_quantity(self.delivery)
        self._press("warehouse", self.delivery)

    @covers("ship.split", route=("rpc", "form", "direct"), role="warehouse")
    def test_a_held_move_in_a_released_delivery_holds_all_of_it(self):
        ways = self._get_ways_over(self.move)
        self._try(
            {
                name: lambda change=change: self._press_all(change)
                for name, change in ways.items()
            },
            self.held.name,
        )
        self.assertEqual(self._get_shipped(self.held), 0)

    @covers("ship.split", route=("rpc", "direct"), role="warehouse")
    def test_operations_of_a_held_move_leave_on_no_other_move(self):
        self.held.picking_ids.action_assign()
        other = {"move_id": self.delivery.move_ids.id, "picking_id": self.delivery.id}
        lines = self.move.move_line_ids
        self.assertEqual(sum(lines.mapped("quantity")), 10)
        self.delivery.action_assign()

        def press():
            self.delivery.move_ids.picked = True
            self.assertEqual(self.delivery.move_ids.quantity, 20)
            self._press("warehouse", self.delivery)

        self._try(
            {
                "rpc": lambda: (self.call("warehouse", lines, "write", other), press()),
                "direct": lambda: (self.write_straight(lines, **other), press()),
            },
            CUT,
        )

    def test_moves_that_are_merged_leave_no_more_than_was_released(self):
        # Odoo merges what is ordered more into the delivery that waits already.
        self.company.sudo().use_order_to_delivery = False
        self.free.sudo().order_line.product_uom_qty = 17
        self.company.sudo().use_order_to_delivery = True
        self.assertEqual(self.delivery.move_ids.mapped("product_uom_qty"), [17])
        self._try(self._get_whole_ways_out(self.delivery), REFUSED)
        self._validate(self.delivery, 10)
        self.assertEqual(self._get_shipped(self.free), 10)

    def _get_whole_ways_out(self, picking):
        """Return the routes by which all of a delivery leaves at once."""
        ways = self._ways_out(picking)
        return {name: ways[name] for name in ("form", "list", "rpc", "batch", "direct")}

    def test_a_move_that_was_split_and_merged_again_keeps_its_hold(self):
        move = self.env["stock.move"].create(self.move._split(4))
        move._action_confirm(merge=False)
        (self.move | move)._merge_moves()
        self.held.picking_ids.action_assign()
        self._try_all(self.held.picking_ids)
        self.assertEqual(self._get_shipped(self.held), 0)
