"""Tries to make what has left count as if it never had."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .shipping_common import REFUSED
from .thief_common import ThiefCase


@tagged("post_install", "-at_install")
class TestThiefWays(ThiefCase):
    def _move_as_warehouse(self, source, destination, kind, **values):
        transfer = self.env["stock.picking"].with_user(self.users["warehouse"])
        transfer = transfer.create(
            {
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
            }
        )
        move = transfer.move_ids.create(
            {
                "picking_id": transfer.id,
                "product_id": self.stocked.id,
                "product_uom": self.stocked.uom_id.id,
                "product_uom_qty": 10,
                "location_id": source.id,
                "location_dest_id": destination.id,
                **values,
            }
        )
        transfer.action_confirm()
        move.quantity = 10
        move.picked = True
        transfer.with_context(skip_backorder=True).button_validate()
        return move

    def _divert(self, order, place):
        """Validate the delivery of an order to some other place."""
        picking = self.as_("warehouse", order.picking_ids)
        picking.move_ids.location_dest_id = place
        picking.move_ids.move_line_ids.location_dest_id = place
        return self._validate(picking)

    def _create_place(self, usage):
        values = {"name": "Yard", "usage": usage, "company_id": self.company.id}
        return self.env["stock.location"].sudo().create(values)

    def test_the_operation_type_of_what_was_diverted_stays(self):
        order, _request = self._get_released_order()
        picking = self._divert(order, self._create_place("internal"))
        move = self.as_("warehouse", picking.move_ids)
        with self.assertRaisesRegex(UserError, "counts as such"):
            move.picking_type_id = self.warehouse.int_type_id

    def test_what_is_written_off_at_the_customers_is_not_back(self):
        order, _request = self._get_released_order()
        self._validate(order.picking_ids)
        loss = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        line = order.sudo().order_line
        self._move_as_warehouse(
            self.customers, loss, self.warehouse.int_type_id, sale_line_id=line.id
        )
        with self.assertRaisesRegex(UserError, REFUSED):
            self._ship_more(order)

    def test_a_foreign_return_is_not_hung_on_an_order_afterwards(self):
        order, _request = self._get_released_order()
        self._validate(order.picking_ids)
        stock, kind = self.warehouse.lot_stock_id, self.warehouse.in_type_id
        moves = self._move_as_warehouse(self.customers, stock, kind)
        moves |= self._move_as_warehouse(self.customers, stock, kind)
        with self.assertRaisesRegex(UserError, "more of it would come back"):
            moves.sale_line_id = order.sudo().order_line

    # Vendors

    def _send_to_vendor(self, **values):
        stock, kind = self.warehouse.lot_stock_id, self.warehouse.out_type_id
        vendors = self.env.ref("stock.stock_location_suppliers")
        return self._move_as_warehouse(stock, vendors, kind, **values)

    def _buy(self, quantity):
        """Return the line of a purchase of which so much was received."""
        vendor = self.env["res.partner"].create({"name": "Wire Works"})
        self.company.use_order_to_delivery = False
        line = {"product_id": self.stocked.id, "product_qty": quantity}
        purchase = self.env["purchase.order"].create(
            {"partner_id": vendor.id, "order_line": [Command.create(line)]}
        )
        purchase.button_confirm()
        # What he brings is inspected; what he is given back is asked for.
        self.company.use_order_to_delivery = quantity < 0
        moves = purchase.order_line.move_ids
        moves.write({"quantity": abs(quantity), "picked": True})
        moves._action_done()
        self.company.use_order_to_delivery = True
        return purchase.order_line

    def test_goods_without_a_purchase_do_not_go_to_vendors(self):
        with self.assertRaisesRegex(UserError, "did not bring it"):
            self._send_to_vendor()

    def test_no_more_goes_to_a_vendor_than_he_brought(self):
        line = self._buy(10)
        self._send_to_vendor(purchase_line_id=line.id)
        with self.assertRaisesRegex(UserError, "more of it would go to the vendor"):
            self._send_to_vendor(purchase_line_id=line.id)

    def test_a_purchase_below_zero_gives_its_goods_back(self):
        line = self._buy(-10)
        self.assertEqual(line.move_ids.state, "done")
        with self.assertRaisesRegex(UserError, "more of it would go to the vendor"):
            self._send_to_vendor(purchase_line_id=line.id)

    def test_a_return_of_no_receipt_does_not_go_to_vendors(self):
        order, _request = self._get_released_order()
        done = self._validate(order.picking_ids).move_ids
        with self.assertRaisesRegex(UserError, "did not bring it"):
            self._send_to_vendor(origin_returned_move_id=done.id)

    def test_what_is_sold_does_not_go_to_vendors_by_an_internal_transfer(self):
        order, _request = self._get_released_order(quantity=1)
        vendors = self.env.ref("stock.stock_location_suppliers")
        with self.assertRaisesRegex(UserError, REFUSED):
            self._create_transfer(vendors, sale_line_id=order.order_line.id)

    # Places of the company

    def test_what_is_diverted_into_transit_has_left(self):
        order, _request = self._get_released_order()
        self._divert(order, self._create_place("transit"))
        with self.assertRaisesRegex(UserError, REFUSED):
            self._ship_more(order)

    def test_what_goes_on_from_transit_to_its_order_leaves_once(self):
        order, _request = self._get_released_order()
        transit, customers = self._create_place("transit"), self.customers
        second = self._get_chained(order, transit, customers)
        kind = self.warehouse.out_type_id
        self._move_as_warehouse(
            self.warehouse.lot_stock_id,
            transit,
            kind,
            sale_line_id=order.order_line.id,
            move_dest_ids=[Command.link(second.id)],
        )
        self.assertEqual(self._get_shipped(order), 0)

    def _get_chained(self, order, source, destination):
        return self.env["stock.move"].create(
            {
                "product_id": self.stocked.id,
                "product_uom_qty": 10,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "sale_line_id": order.order_line.id,
            }
        )

    def test_the_kind_of_a_place_where_goods_left_stays(self):
        order, _request = self._get_released_order()
        place = self._create_place("customer")
        self._divert(order, place)
        self._move_as_warehouse(place, self.customers, self.warehouse.int_type_id)
        for values in ({"usage": "internal"}, {"usage": "transit"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "stays as it"):
                self.steal(place).write(values)
        self.steal(place).write({"name": "Yard of the Customer", "usage": "customer"})

    def test_the_kind_of_an_operation_by_which_goods_left_stays(self):
        order, _request = self._get_released_order()
        self._validate(order.picking_ids)
        kind = self.steal(self.warehouse.out_type_id)
        with self.assertRaisesRegex(UserError, "stays as it"):
            kind.code = "internal"
        kind.name = "Sending Out"

    def test_what_is_too_little_to_be_counted_does_not_leave(self):
        self.stocked.uom_id = self.env.ref("uom.product_uom_ton")
        order, _request = self._get_released_order(quantity=1)
        with self._refused("too little to be counted"):
            self._ship_kilos(order, 4)
        self._ship_kilos(order, 40)
        self.assertAlmostEqual(self._get_shipped(order), 0.04)

    def _ship_kilos(self, order, quantity):
        transfer = self._create_transfer(
            self.customers,
            validate=False,
            picking_type=self.warehouse.out_type_id,
            sale_line_id=order.order_line.id,
            product_uom=self.env.ref("uom.product_uom_kgm").id,
            product_uom_qty=quantity,
        )
        transfer.partner_id = order.partner_shipping_id
        transfer.button_validate()
