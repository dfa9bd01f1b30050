"""Reordering rules are worked out anew as in Odoo, whatever is moved."""

from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestReorderingRules(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.other = cls.env["stock.warehouse"].create(
            {"name": "Second Warehouse", "code": "WH2"}
        )
        cls.goods = cls.env["product.product"].create(
            [
                {"name": name, "type": "consu", "is_storable": True}
                for name in ("Fuse", "Relay")
            ]
        )
        places = cls.warehouse.lot_stock_id | cls.other.lot_stock_id
        for product in cls.goods:
            for place in places:
                cls.env["stock.quant"]._update_available_quantity(product, place, 10)
        cls.rules = cls.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "product_id": product.id,
                    "warehouse_id": warehouse.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "product_min_qty": 8,
                    "product_max_qty": 20,
                }
                for product in cls.goods
                for warehouse in (cls.warehouse, cls.other)
            ]
        )
        cls.env.flush_all()

    def _move(self, product, quantity, source, destination):
        return self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": destination.id,
            }
        )

    def test_a_rule_orders_what_a_move_will_take(self):
        fuse, relay = self.goods
        self.assertEqual(self.rules.mapped("qty_to_order"), [0, 0, 0, 0])
        move = self._move(fuse, 5, self.warehouse.lot_stock_id, self.customers)
        move._action_confirm()
        self.assertEqual(self.rules.mapped("qty_to_order"), [15, 0, 0, 0])
        move._action_cancel()
        self.assertEqual(self.rules.mapped("qty_to_order"), [0, 0, 0, 0])
        moves = self._move(relay, 4, self.other.lot_stock_id, self.customers)
        moves |= self._move(fuse, 3, self.warehouse.lot_stock_id, self.customers)
        moves._action_confirm()
        self.assertEqual(self.rules.mapped("qty_to_order"), [13, 0, 0, 14])

    def test_a_rule_orders_what_a_move_between_warehouses_takes(self):
        fuse = self.goods[0]
        self.assertFalse(any(self.rules.mapped("qty_to_order")))
        move = self._move(fuse, 6, self.warehouse.lot_stock_id, self.other.lot_stock_id)
        move._action_confirm()
        self.assertEqual(self.rules.mapped("qty_to_order"), [16, 0, 0, 0])

    def test_all_rules_of_a_transfer_are_found_with_one_query(self):
        self.walk_anew()
        moves = self.env["stock.move"].concat(
            *(
                self._move(product, 1, place, self.customers)
                for product in self.goods
                for place in (self.warehouse.lot_stock_id, self.other.lot_stock_id)
            )
        )
        self.env.flush_all()
        moves._update_orderpoints()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        moves._update_orderpoints()
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
