from odoo.tests import tagged

from .shipping_common import REFUSED, ShippingCase


@tagged("post_install", "-at_install")
class TestShippingFloor(ShippingCase):
    """Goods leave on a released request only, and never above it, by any route."""

    # Without a request

    def test_delivery_waits_for_its_request(self):
        order = self._get_ready_order()
        picking = order.picking_ids
        with self._refused(REFUSED):
            self._validate(picking)

    def test_refusal_names_delivery_order_and_who_can_mend_it(self):
        order = self._get_ready_order()
        with self._refused(f"(?s){order.name}.*Customer Service"):
            self._validate(order.picking_ids)

    def test_delivery_waits_while_its_request_is_only_verified(self):
        order = self._get_ready_order()
        self._request_shipping(order)
        self._verify(order)
        with self._refused(REFUSED):
            self._validate(order.picking_ids)

    def test_released_goods_leave(self):
        order, _request = self._get_released_order()
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")
        self.assertEqual(self._get_shipped(order), 10)

    def test_every_role_is_refused_by_rpc(self):
        order = self._get_ready_order()
        self._set_quantity(order.picking_ids)
        for kind in ("warehouse", "logistics", "supervisor", "sales"):
            with self.subTest(kind=kind), self._refused(REFUSED):
                self.as_(kind, order.picking_ids).sudo().button_validate()

    # Above the request

    def test_more_than_released_is_refused(self):
        order, _request = self._get_released_order(quantity=4)
        with self._refused(REFUSED):
            self._validate(order.picking_ids, 5)

    def test_backorder_waits_for_the_next_request(self):
        order, _request = self._get_released_order(quantity=4)
        self._validate(order.picking_ids, 4)
        backorder = order.picking_ids.filtered(lambda p: p.state != "done")
        self.assertEqual(backorder.move_ids.product_uom_qty, 6)
        with self._refused(REFUSED):
            self._validate(backorder, 1)

    def test_two_partial_deliveries_share_one_request(self):
        order, _request = self._get_released_order(quantity=6)
        self._validate(order.picking_ids, 4)
        backorder = order.picking_ids.filtered(lambda p: p.state != "done")
        with self._refused(REFUSED):
            self._validate(backorder, 3)
        self._validate(backorder, 2)
        self.assertEqual(self._get_shipped(order), 6)

    def test_batch_is_refused_as_a_whole_and_names_the_blocked_order(self):
        open_order, _request = self._get_released_order()
        blocked_order = self._get_ready_order()
        pickings = open_order.picking_ids | blocked_order.picking_ids
        self._set_quantity(pickings)
        with self._refused(blocked_order.name):
            self.as_("warehouse", pickings).button_validate()

    def test_dozens_are_counted_in_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order, _request = self._get_released_order(
            lines=[(self.stocked, 24)], quantity=12
        )
        picking = order.picking_ids
        move = picking.move_ids
        move.move_line_ids.write({"product_uom_id": dozen.id, "quantity": 2})
        move.picked = True
        with self._refused(REFUSED):
            self.as_("warehouse", picking).button_validate()

    # Beneath the delivery

    def test_move_itself_is_refused(self):
        order = self._get_ready_order()
        self._set_quantity(order.picking_ids)
        with self._refused(REFUSED):
            order.picking_ids.move_ids._action_done()

    def test_state_written_straight_is_refused(self):
        order = self._get_ready_order()
        with self._refused(REFUSED):
            order.picking_ids.move_ids.sudo().write({"state": "done"})

    def test_done_move_created_straight_is_refused(self):
        order = self._get_ready_order()
        move = order.picking_ids.move_ids
        with self._refused(REFUSED):
            self.env["stock.move"].create(
                {
                    "product_id": move.product_id.id,
                    "product_uom": move.product_uom.id,
                    "product_uom_qty": 3,
                    "quantity": 3,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                    "sale_line_id": move.sale_line_id.id,
                    "state": "done",
                }
            )

    def test_move_added_to_a_done_delivery_is_refused(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        with self._refused(REFUSED):
            self.env["stock.move"].create(
                {
                    "picking_id": picking.id,
                    "product_id": self.stocked.id,
                    "product_uom": self.stocked.uom_id.id,
                    "product_uom_qty": 3,
                    "quantity": 3,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                    "sale_line_id": order.order_line.id,
                }
            )

    def test_operation_added_to_a_done_move_is_refused(self):
        order, _request = self._get_released_order()
        move = self._validate(order.picking_ids).move_ids
        with self._refused(REFUSED):
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "product_id": move.product_id.id,
                    "product_uom_id": move.product_uom.id,
                    "quantity": 1,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )

    def test_operation_added_to_a_done_delivery_is_refused(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        with self._refused("without an order|on no line|above what"):
            self.as_("warehouse", self.env["stock.move.line"]).create(
                {
                    "picking_id": picking.id,
                    "product_id": self.stocked.id,
                    "product_uom_id": self.stocked.uom_id.id,
                    "quantity": 1,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                }
            )

    def test_quantity_raised_on_a_done_move_is_refused(self):
        order, _request = self._get_released_order()
        move = self._validate(order.picking_ids).move_ids
        with self._refused(REFUSED):
            self.as_("warehouse", move).quantity = 11

    def test_quantity_raised_on_a_done_operation_is_refused(self):
        order, _request = self._get_released_order()
        operation = self._validate(order.picking_ids).move_line_ids
        with self._refused(REFUSED):
            self.as_("warehouse", operation).quantity = 11

    def test_quantity_lowered_on_a_done_operation_is_kept(self):
        order, _request = self._get_released_order()
        operation = self._validate(order.picking_ids).move_line_ids
        self.as_("warehouse", operation).quantity = 9
        self.assertEqual(self._get_shipped(order), 9)

    def test_unit_changed_to_dozens_on_a_done_operation_is_refused(self):
        order, _request = self._get_released_order()
        operation = self._validate(order.picking_ids).move_line_ids
        dozen = self.env.ref("uom.product_uom_dozen")
        for context in ({}, {"skip_uom_conversion": True}):
            with self.subTest(context=context), self._refused(REFUSED):
                operation.with_context(**context).product_uom_id = dozen

    def test_destination_turned_to_the_customer_on_a_done_operation_is_refused(self):
        order = self._get_ready_order()
        move = order.picking_ids.move_ids
        inside = self.warehouse.lot_stock_id.copy({"name": "Shelf"})
        customer = move.location_dest_id
        internal = self._create_transfer(inside, sale_line_id=move.sale_line_id.id)
        operation = internal.move_line_ids
        with self._refused(REFUSED):
            operation.location_dest_id = customer

    def test_internal_transfer_whose_operations_go_to_the_customer_is_refused(self):
        order = self._get_ready_order()
        customer = order.picking_ids.location_dest_id
        inside = self.warehouse.lot_stock_id.copy({"name": "Shelf"})
        picking = self._create_transfer(
            inside, sale_line_id=order.order_line.id, validate=False
        )
        picking.move_line_ids.location_dest_id = customer
        with self._refused(REFUSED):
            picking.button_validate()

    def test_delivery_diverted_to_a_place_inside_is_refused(self):
        order = self._get_ready_order()
        picking = order.picking_ids
        picking.location_dest_id = self.warehouse.lot_stock_id.copy({"name": "Truck"})
        self._set_quantity(picking)
        picking.move_line_ids.location_dest_id = picking.location_dest_id
        with self._refused(REFUSED):
            self.as_("warehouse", picking).button_validate()
