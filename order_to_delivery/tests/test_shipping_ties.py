from odoo import Command
from odoo.tests import tagged

from .shipping_common import REFUSED, ShippingCase


@tagged("post_install", "-at_install")
class TestShippingTies(ShippingCase):
    """Moves stay with their order; what belongs to none follows the policy."""

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
        self.company.sudo().order_unordered_receipt_policy = "allow"
        brought = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": supplier.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.stocked.id,
                            "product_uom_qty": 5,
                            "location_id": supplier.id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        brought.action_confirm()
        self.assertEqual(self._validate(brought).state, "done")
        self.assertEqual(self._return(brought, 5).state, "done")

    def test_customer_returns_freely_and_gets_the_same_quantity_again(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids)
        returned = self._return(picking, 4)
        self.assertEqual(returned.state, "done")
        self.assertEqual(self._get_shipped(order), 6)
        again = self._return(returned, 4)
        self.assertEqual(again.state, "done")
        self.assertEqual(self._get_shipped(order), 10)

    def test_goods_that_left_without_an_order_are_not_put_on_one_afterwards(self):
        self.company.order_unordered_delivery_policy = "allow"
        order = self._get_ready_order()
        customers = self.env.ref("stock.stock_location_customers")
        picking = self._create_transfer(
            customers, picking_type=self.warehouse.out_type_id
        )
        self.assertEqual(picking.state, "done")
        with self._refused(REFUSED):
            picking.move_ids.sale_line_id = order.order_line

    def test_more_does_not_come_back_than_has_left(self):
        order, _request = self._get_released_order()
        picking = self._validate(order.picking_ids, 4)
        with self._refused("more of it would come back than has left"):
            self._return(picking, 5)
        returned = self._return(picking, 4)
        with self._refused("more of it would come back than has left"):
            returned.move_line_ids.quantity = 5
        self.assertEqual(self._get_shipped(order), 0)

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
