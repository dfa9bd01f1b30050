"""Neighbours of what is held: copies, merged moves, numbers that a refusal takes."""

from odoo.tests import tagged

from .cases import covers
from .money_common import MoneyCase
from .shipping_common import REFUSED
from .test_routes_shipping import ShippingRouteCase

DOORS = ("form", "list", "rpc", "import", "create", "batch", "wizard", "cron", "direct")


@tagged("post_install", "-at_install")
class TestCopiedOrders(ShippingRouteCase, MoneyCase):
    """A copy of an order has gone no way at all, whatever the order had."""

    def _assert_begins_anew(self, copy):
        self.assertEqual(copy.state, "draft")
        self.assertEqual(self._received(copy), 0)
        for name in (
            "order_review_ids",
            "order_confirmation_ids",
            "order_gate_waiver_ids",
            "order_production_instruction_ids",
            "order_shipping_request_ids",
            "current_revision_id",
            "completion_date",
            "balance_notice_date",
        ):
            self.assertFalse(copy[name], name)
        self._try(
            {
                "button": lambda: self.call("sales", copy, "action_confirm"),
                "rpc": lambda: self.call("sales", copy, "write", {"state": "sale"}),
                "import": lambda: self.import_("sales", copy, state="sale"),
                "direct": lambda: self.write_straight(copy, state="sale"),
            }
        )

    def _copy(self, order, kind="sales"):
        ids = self.call(kind, order, "copy")
        self.env.invalidate_all()
        return self.env["sale.order"].browse(ids).sudo()

    @covers("ship.manual", route=("rpc", "import", "direct"), role="sales")
    def test_copies_of_a_quotation_begin_anew(self):
        blocked = self._walk_to("signature")
        self._assert_begins_anew(self._copy(blocked))

    @covers("ship.manual", route=("rpc", "import", "direct"), role="sales")
    def test_copies_of_what_was_released_begin_anew(self):
        order = self._walk_to("shipping", grade="A", lines=[(self.stocked, 10)])
        self._pay(order, 20)
        self.env.flush_all()
        copy = self._copy(order)
        self._assert_begins_anew(copy)
        self._validate(order.picking_ids)
        self.assertFalse(copy.picking_ids)


@tagged("post_install", "-at_install")
class TestMergedMoves(ShippingRouteCase):
    @covers("ship.split", route=DOORS, role="warehouse")
    def test_moves_that_are_merged_again_leave_no_further_than_released(self):
        order, _request = self._get_released_order(quantity=4)
        move = order.picking_ids.move_ids
        part = self.env["stock.move"].create(move._split(6))
        part._action_confirm(merge=False)
        (move | part)._merge_moves()
        picking = order.picking_ids
        self.assertEqual(picking.move_ids.product_uom_qty, 10)
        picking.action_assign()
        routes = self._ways_out(picking)
        # One leaves alone, which is released.
        for name in list(routes):
            if name in ("create", "wizard", "import of quantities") or ", " in name:
                del routes[name]
        self._try(routes)
        self._validate(picking, 4)
        self._try_all(order.picking_ids.filtered(lambda p: p.state != "done"))

    @covers("ship.split", route="rpc", role="warehouse")
    def test_what_is_ordered_more_does_not_leave_with_what_was_released(self):
        order, _request = self._get_released_order()
        line = order.order_line
        order._write_content({}, {line: {"product_uom_qty": 12}})
        self._put_revision_in_force(order)
        line.sudo()._action_launch_stock_rule(previous_product_uom_qty={line.id: 10})
        moves = order.picking_ids.move_ids.filtered(lambda m: m.state != "done")
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 12)
        for picking in moves.picking_id:
            with self._refusal(REFUSED):
                self._set_quantity(picking)
                self._press("warehouse", picking)
        self.assertEqual(self._get_shipped(order), 0)


@tagged("post_install", "-at_install")
class TestNumbersOfRefusals(ShippingRouteCase):
    def _numbers(self):
        self.env.invalidate_all()
        return {
            sequence.display_name: sequence.number_next_actual
            for sequence in self.env["ir.sequence"].sudo().search([])
        }

    @covers("ship.behind", route=("form", "list", "rpc", "wizard"), role="warehouse")
    def test_a_refused_delivery_takes_no_number(self):
        """What sequences gave out is not given back, though all else is undone."""
        order = self._get_ready_order()
        routes = self._ways_out(order.picking_ids)
        for name in ("form", "list", "rpc", "from draft", "wizard", "direct"):
            with self.subTest(route=name):
                before = self._numbers()
                self._try({name: routes[name]}, REFUSED)
                self.assertEqual(self._numbers(), before)
