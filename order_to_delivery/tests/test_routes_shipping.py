"""Goods that no released request covers, out of the door by every route."""

from odoo.tests import tagged

from .cases import covers
from .common import KINDS
from .routes_common import RouteMixin
from .shipping_common import REFUSED, ShippingCase

ROUTES = (
    "form",
    "list",
    "rpc",
    "import",
    "create",
    "batch",
    "wizard",
    "cron",
    "direct",
)
NO_BACKORDER_QUESTION = {"skip_backorder": True, "picking_ids_not_to_backorder": []}


class ShippingRouteCase(RouteMixin, ShippingCase):
    def _ways_out(self, picking, kind="warehouse"):
        """Return the routes by which a delivery's goods might leave."""
        move = picking.move_ids[:1]
        return {
            "form": lambda: self._validate_form(kind, picking),
            "list": lambda: self._validate_from_list(kind, picking),
            "rpc": lambda: (
                self._set_quantity(picking),
                self._press(kind, picking),
            ),
            "from draft": lambda: self._press(kind, picking),
            "import": lambda: self.import_(kind, move, quantity=1, state="done"),
            "import of quantities": lambda: (
                self.import_(kind, move, quantity=1, picked=True),
                self._press(kind, picking),
            ),
            "create": lambda: self.create_copy(
                kind, move, state="done", quantity=1, picked=True
            ),
            "batch": lambda: self._validate_with_others(kind, picking),
            "wizard": lambda: self._validate_in_part(kind, picking),
            "direct": lambda: (
                self._set_quantity(picking),
                move.sudo()._action_done(),
            ),
            "direct, no backorder": lambda: (
                self._set_quantity(picking, 1),
                move.sudo()._action_done(cancel_backorder=True),
            ),
            "direct, state": lambda: (
                self._set_quantity(picking, 1),
                self.write_straight(move, state="done"),
            ),
            "direct, picking": lambda: (
                self._set_quantity(picking, 1),
                picking.sudo()._action_done(),
            ),
        }

    def _press(self, kind, picking):
        context = NO_BACKORDER_QUESTION
        return self.call(kind, picking, "button_validate", context=context)

    def _validate_form(self, kind, picking):
        moves = [
            (1, move.id, {"quantity": move.product_uom_qty, "picked": True})
            for move in picking.move_ids
        ]
        self.save(kind, picking, move_ids=moves)
        self._press(kind, picking)

    def _validate_from_list(self, kind, picking):
        self._set_quantity(picking)
        action = self.env.ref("stock.action_validate_picking")
        context = {"active_model": "stock.picking", "active_ids": picking.ids}
        self.as_(kind, action).with_context(**context, **NO_BACKORDER_QUESTION).run()

    def _validate_with_others(self, kind, picking):
        free = self._create_transfer(self.warehouse.lot_stock_id, validate=False)
        self._set_quantity(picking)
        if "stock.picking.batch" not in self.env:
            self._press(kind, free | picking)
            return
        batch = self.env["stock.picking.batch"].create(
            {"picking_ids": [(4, one.id) for one in free | picking]}
        )
        batch.action_confirm()
        self.as_(kind, batch).with_context(**NO_BACKORDER_QUESTION).action_done()

    def _validate_in_part(self, kind, picking):
        self._set_quantity(picking, 1)
        wizard = self.as_(kind, self.env["stock.backorder.confirmation"]).create(
            {
                "pick_ids": [(4, picking.id)],
                "backorder_confirmation_line_ids": [
                    (0, 0, {"picking_id": picking.id, "to_backorder": True})
                ],
            }
        )
        wizard.with_context(button_validate_picking_ids=picking.ids).process()

    def _try_all(self, picking, kind="warehouse", text=REFUSED):
        self._try(self._ways_out(picking, kind), text)
        state = picking.state
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        self.env.flush_all()
        self.assertEqual(picking.state, state, "No scheduled job ships.")


@tagged("post_install", "-at_install")
class TestRoutesShipping(ShippingRouteCase):
    @covers("ship.routes", "ship.behind", route=ROUTES, role="warehouse")
    def test_goods_without_a_request_do_not_leave_and_a_retry_works(self):
        order = self._get_ready_order()
        self._try_all(order.picking_ids)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self._validate(order.picking_ids)
        self.assertEqual(self._get_shipped(order), 10)

    @covers("ship.late", route=ROUTES, role="warehouse")
    def test_goods_whose_request_was_withdrawn_after_picking_do_not_leave(self):
        order, request = self._get_released_order()
        self._set_quantity(order.picking_ids)
        self.call("finance", request, "action_withdraw", "Wrong address")
        self._try_all(order.picking_ids)

    @covers("ship.late", route=ROUTES, role="warehouse")
    def test_goods_of_a_cancelled_order_do_not_leave(self):
        order, _request = self._get_released_order()
        order.sudo().state = "cancel"
        self._try_all(order.picking_ids)

    @covers("ship.backorder", route=ROUTES, role="warehouse")
    def test_backorder_does_not_leave_on_the_request_of_what_left(self):
        order, _request = self._get_released_order(quantity=4)
        self._validate(order.picking_ids, 4)
        self._try_all(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.assertEqual(self._get_shipped(order), 4)

    @covers("ship.split", route=ROUTES, role="warehouse")
    def test_split_move_does_not_leave_beyond_its_request(self):
        order, _request = self._get_released_order(quantity=4)
        picking = order.picking_ids
        self._validate(picking, 4)
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        rest.move_ids._action_assign()
        split = self.env["stock.move"].create(rest.move_ids._split(3))
        split._action_confirm(merge=False)
        self._try_all(rest)

    @covers("ship.manual", route=ROUTES, role="warehouse")
    def test_copy_of_a_blocked_delivery_does_not_leave(self):
        order = self._get_ready_order()
        picking = order.picking_ids.copy()
        picking.action_confirm()
        self._try_all(picking, text=f"{REFUSED}|without an order|no line")

    @covers("ship.manual", route=ROUTES, role="warehouse")
    def test_delivery_made_by_hand_does_not_leave(self):
        self.company.sudo().order_unordered_delivery_policy = "refuse"
        customers = self.env.ref("stock.stock_location_customers")
        picking = self._create_transfer(
            customers, validate=False, picking_type=self.warehouse.out_type_id
        )
        self._try_all(picking, text="without an order")

    @covers("ship.bulk", route=ROUTES, role="warehouse")
    def test_held_order_does_not_leave_among_released_ones(self):
        held = self._get_ready_order()
        released, _request = self._get_released_order()
        self._set_quantity(released.picking_ids)
        self._set_quantity(held.picking_ids)
        both = held.picking_ids | released.picking_ids
        with self._refusal(held.name):
            self._press("warehouse", both)
        self._try_all(held.picking_ids)
        self._validate(released.picking_ids)
        self.assertEqual(self._get_shipped(released), 10)

    @covers("ship.invoicing", route="rpc", role="finance")
    def test_what_has_left_is_invoiced_while_the_rest_is_held(self):
        self.stocked.invoice_policy = "delivery"
        order, request = self._get_released_order()
        self._validate(order.picking_ids, 4)
        self.call("finance", request, "action_withdraw", "The rest waits")
        order.invalidate_recordset()
        invoice = self.as_("finance", order)._create_invoices()
        self.assertEqual(invoice.invoice_line_ids[:1].quantity, 4)

    @covers("ship.routes", route=("form", "list", "rpc", "wizard"), role=KINDS)
    def test_no_role_ships_without_a_request(self):
        order = self._get_ready_order()
        picking = order.picking_ids
        for kind in KINDS:
            for route in ("form", "list", "rpc", "wizard"):
                with self.subTest(kind=kind, route=route), self._refusal():
                    self._ways_out(picking, kind)[route]()
        self.assertEqual(self._get_shipped(order), 0)


@tagged("post_install", "-at_install")
class TestRoutesLeft(ShippingRouteCase):
    """What has left counts as left, whatever is done to its move afterwards."""

    def setUp(self):
        super().setUp()
        self.order, _request = self._get_released_order()
        self.picking = self._validate(self.order.picking_ids)
        self.move = self.picking.move_ids

    def _assert_nothing_more_leaves(self):
        move = self.env["stock.move"].create(
            {
                "product_id": self.stocked.id,
                "product_uom_qty": 10,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.picking.location_dest_id.id,
                "sale_line_id": self.order.order_line.id,
                "picking_type_id": self.picking.picking_type_id.id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 10, True
        with self._refusal(REFUSED):
            move._action_done()

    @covers("ship.routes", "ship.split", route=("rpc", "import", "direct"), role=KINDS)
    def test_move_that_left_is_not_taken_back_by_its_state(self):
        for state in ("cancel", "draft", "assigned"):
            for kind in ("warehouse", "logistics", "supervisor"):
                self._try_state(kind, state)
        with self._refusal("has left"):
            self.write_straight(self.move, state="cancel")
        self._assert_nothing_more_leaves()

    def _try_state(self, kind, state):
        with self.subTest(kind=kind, state=state):
            with self._refusal():
                self.call(kind, self.move, "write", {"state": state})
            with self._refusal():
                self.import_(kind, self.move, state=state)

    def test_operation_that_left_is_not_hung_on_another_move(self):
        other = self._get_ready_order()
        with self._refusal():
            self.call(
                "warehouse",
                self.move.move_line_ids,
                "write",
                {"move_id": other.picking_ids.move_ids.id},
            )

    def test_goods_do_not_come_back_that_never_left(self):
        move = self.env["stock.move"].create(
            {
                "product_id": self.stocked.id,
                "product_uom_qty": 100,
                "location_id": self.picking.location_dest_id.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "sale_line_id": self.order.order_line.id,
                "picking_type_id": self.warehouse.in_type_id.id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 100, True
        with self._refusal("more .* than"):
            move._action_done()

    def test_delivery_that_was_sent_to_a_vendor_still_counts(self):
        order = self._get_ready_order()
        vendors = self.env.ref("stock.stock_location_suppliers")
        picking = order.picking_ids
        picking.location_dest_id = vendors
        picking.move_ids.location_dest_id = vendors
        picking.move_ids.move_line_ids.location_dest_id = vendors
        with self._refusal(REFUSED):
            self._validate(picking)

    def test_manufacturing_straight_to_the_customer_asks_the_gates(self):
        self.company.sudo().order_unordered_delivery_policy = "refuse"
        production = self.env["mrp.production"].create(
            {"product_id": self.product.id, "product_qty": 1, "bom_id": self.bom.id}
        )
        production.location_dest_id = self.env.ref("stock.stock_location_customers")
        production.move_finished_ids.location_dest_id = production.location_dest_id
        production.action_confirm()
        production.qty_producing = 1
        production._set_qty_producing()
        with self._refusal("without an order"):
            production.button_mark_done()
