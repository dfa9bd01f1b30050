from odoo import Command
from odoo.tests import tagged

from .shipping_common import ShippingCase

REFUSED = "above what a released shipping request allows"


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

    def _create_transfer(self, destination, validate=True, picking_type=None, **values):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": (picking_type or self.warehouse.int_type_id).id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": destination.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.stocked.id,
                            "product_uom": self.stocked.uom_id.id,
                            "product_uom_qty": 5,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": destination.id,
                            **values,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self._set_quantity(picking)
        if validate:
            picking.button_validate()
        return picking

    # Cut loose from the order

    def test_line_cleared_before_validation_is_refused(self):
        order = self._get_ready_order()
        move = order.picking_ids.move_ids
        with self._refused(f"belongs to order {order.name}"):
            self.as_("warehouse", move).sale_line_id = False

    def test_line_cleared_after_validation_is_refused(self):
        order, _request = self._get_released_order()
        move = self._validate(order.picking_ids).move_ids
        with self._refused(f"belongs to order {order.name}"):
            move.sudo().sale_line_id = False

    def test_line_of_another_order_is_refused(self):
        order = self._get_ready_order()
        released, _request = self._get_released_order()
        with self._refused(f"belongs to order {order.name}"):
            order.picking_ids.move_ids.sale_line_id = released.order_line

    def test_order_of_a_delivery_cleared_is_refused(self):
        order = self._get_ready_order()
        with self._refused(f"belongs to order {order.name}"):
            order.picking_ids.sale_id = False

    def test_product_swapped_on_the_move_still_belongs_to_the_order(self):
        order, _request = self._get_released_order()
        move = order.picking_ids.move_ids
        move._do_unreserve()
        move.product_id = self.component
        self.assertFalse(move.sale_line_id)
        self.assertEqual(move._get_customer_order(), order)
        with self._refused(f"on no line of order {order.name}"):
            self._validate(move.picking_id)

    def test_reference_and_line_gone_leaves_a_delivery_without_order(self):
        order = self._get_ready_order()
        picking = order.picking_ids
        with self._refused(f"belongs to order {order.name}"):
            picking.move_ids.write(
                {"reference_ids": [Command.clear()], "sale_line_id": False}
            )

    def test_extra_product_in_a_released_delivery_is_refused(self):
        order, _request = self._get_released_order()
        picking = order.picking_ids
        self.env["stock.move"].create(
            {
                "picking_id": picking.id,
                "product_id": self.component.id,
                "product_uom": self.component.uom_id.id,
                "product_uom_qty": 2,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        with self._refused("on no line"):
            self._validate(picking)

    def test_costly_product_on_the_line_of_a_cheap_one_is_refused(self):
        order, _request = self._get_released_order()
        picking = order.picking_ids
        self.env["stock.move"].create(
            {
                "picking_id": picking.id,
                "product_id": self.component.id,
                "product_uom": self.component.uom_id.id,
                "product_uom_qty": 2,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
                "sale_line_id": order.order_line.id,
            }
        )
        with self._refused("is not what its line"):
            self._validate(picking)

    # Without an order

    def test_delivery_without_order_follows_the_company_policy(self):
        customer = self.env.ref("stock.stock_location_customers")
        out_type = self.warehouse.out_type_id
        for policy, kind, leaves in (
            ("refuse", "supervisor", False),
            ("supervisor", "warehouse", False),
            ("supervisor", "supervisor", True),
            ("allow", "warehouse", True),
        ):
            with self.subTest(policy=policy, kind=kind):
                self.company.order_unordered_delivery_policy = policy
                picking = self._create_transfer(
                    customer, validate=False, picking_type=out_type
                )
                # The supervisor has no right on transfers of the warehouse's own.
                picking = self.as_(kind, picking).sudo()
                if leaves:
                    picking.button_validate()
                    self.assertEqual(picking.state, "done")
                else:
                    with self._refused("without an order"):
                        picking.button_validate()

    def test_scrap_to_the_customer_is_refused(self):
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.stocked.id,
                "scrap_qty": 1,
                "location_id": self.warehouse.lot_stock_id.id,
                "scrap_location_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        with self._refused("without an order"):
            self.as_("warehouse", scrap).sudo().do_scrap()

    def test_goods_relocated_to_the_customer_are_refused(self):
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.stocked.id),
                ("location_id", "=", self.warehouse.lot_stock_id.id),
            ]
        )
        with self._refused("without an order"):
            self.as_("warehouse", quant).sudo().move_quants(
                location_dest_id=self.env.ref("stock.stock_location_customers")
            )

    # What must not be blocked

    def test_transfers_inside_are_free(self):
        self._get_ready_order()
        inside = self.warehouse.lot_stock_id.copy({"name": "Shelf"})
        picking = self._create_transfer(inside)
        self.assertEqual(picking.state, "done")

    def test_scrap_is_free(self):
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.stocked.id,
                "scrap_qty": 1,
                "location_id": self.warehouse.lot_stock_id.id,
            }
        )
        scrap.do_scrap()
        self.assertEqual(scrap.state, "done")

    def test_return_to_a_vendor_is_free(self):
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self._create_transfer(
            supplier, picking_type=self.warehouse.out_type_id
        )
        self.assertEqual(picking.state, "done")

    def test_customer_returns_freely_and_gets_the_same_quantity_again(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        returned = self._return(picking, 4)
        self.assertEqual(returned.state, "done")
        self.assertEqual(self._get_shipped(order), 6)
        again = self._return(returned, 4)
        self.assertEqual(again.state, "done")
        self.assertEqual(self._get_shipped(order), 10)

    def test_return_lowered_after_the_goods_went_out_again_is_refused(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        returned = self._return(picking, 4)
        self._return(returned, 4)
        with self._refused(REFUSED):
            returned.move_line_ids.quantity = 1

    def test_pick_and_pack_are_free_and_the_last_leg_asks(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._get_ready_order()
        for _leg in range(2):
            picking = order.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            self._validate(picking)
        last = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        self.assertEqual(last.location_dest_id.usage, "customer")
        with self._refused(REFUSED):
            self._validate(last)

    def test_switch_off_leaves_core_alone(self):
        order = self._get_ready_order()
        self.company.use_order_to_delivery = False
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_order_under_way_at_going_live_is_spared(self):
        order = self._get_ready_order()
        order.sudo().order_to_delivery_exempt = True
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")
