"""Tries to make what has left count as if it never had."""

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

    def test_the_operation_type_of_what_was_diverted_stays(self):
        order, _request = self._get_released_order()
        vendors = self.env.ref("stock.stock_location_suppliers")
        picking = self.as_("warehouse", order.picking_ids)
        picking.move_ids.location_dest_id = vendors
        picking.move_ids.move_line_ids.location_dest_id = vendors
        picking = self._validate(picking)
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
