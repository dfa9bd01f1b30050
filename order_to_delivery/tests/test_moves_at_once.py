"""What is looked up at once for all moves says what core would, move by move."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderToDeliveryCase


@tagged("post_install", "-at_install")
class TestMovesAtOnce(OrderToDeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.goods = cls.env["product.product"].create(
            [
                {"name": name, "type": "consu", "is_storable": True}
                for name in ("Fuse", "Relay")
            ]
        )
        cls.stranger = cls.env["res.company"].create({"name": "Another Factory"})
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch", "parent_id": company.id}
        )
        cls.env.flush_all()

    def _move(self, product, destination, **values):
        return self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": 2,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": destination.id,
                "warehouse_id": self.warehouse.id,
                **values,
            }
        )

    def _get_stock(self, company):
        """Return where another company keeps its stock."""
        warehouses = self.env["stock.warehouse"]
        found = warehouses.search([("company_id", "=", company.id)], limit=1)
        values = {"name": company.name, "code": "OTH", "company_id": company.id}
        return (found or warehouses.create(values)).lot_stock_id

    def _finish(self, moves):
        moves._action_confirm()
        for move in moves:
            move.quantity = 2
        moves.picked = True
        return moves._action_done()

    def _push(self, source, destination):
        """Create a route of the warehouse that pushes goods on."""
        self.warehouse.route_ids |= self.env["stock.route"].create(
            {
                "name": "Further on",
                "warehouse_selectable": True,
                "rule_ids": [
                    Command.create(
                        {
                            "name": "Further on",
                            "action": "push",
                            "picking_type_id": self.warehouse.int_type_id.id,
                            "location_src_id": source.id,
                            "location_dest_id": destination.id,
                            "warehouse_id": self.warehouse.id,
                        }
                    )
                ],
            }
        )

    def _place(self, name, parent=None, **values):
        parent = parent or self.warehouse.view_location_id
        return self.env["stock.location"].create(
            {"name": name, "location_id": parent.id, "usage": "internal", **values}
        )

    # Companies

    def test_goods_of_one_company_and_of_none_are_passed_without_a_domain(self):
        moves = self._move(self.goods[0], self._place("Shelf"))
        moves |= self._move(self.goods[1], self.warehouse.view_location_id)
        self.assertTrue(moves._is_of_one_company(None))
        self._finish(moves)
        self.assertTrue(moves.move_line_ids._is_of_one_company(None))

    def test_a_place_of_another_company_is_refused_in_the_words_of_core(self):
        foreign = self._get_stock(self.stranger)
        fitting = self._move(self.goods[0], self.customers)
        move = self._move(self.goods[1], self.customers)
        move.location_id = foreign
        for moves in (move, fitting | move):
            with self.assertRaisesRegex(UserError, "company inconsistencies"):
                moves._action_confirm()
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.customers.id,
            }
        )
        picking.location_dest_id = foreign
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            picking._check_company(["location_dest_id"])

    def test_goods_of_another_company_are_refused_beside_those_that_fit(self):
        moves = self._move(self.goods[0], self.customers)
        moves |= self._move(self.goods[1], self.customers)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET company_id = %s WHERE id = %s",
            [self.stranger.id, self.goods[1].product_tmpl_id.id],
        )
        self.env.invalidate_all()
        self.assertFalse(moves._is_of_one_company(["product_id"]))
        with self.assertRaisesRegex(UserError, "Relay"):
            moves._check_company(["product_id"])
        moves[0]._check_company(["product_id"])

    def test_a_branch_moves_what_belongs_to_its_parent(self):
        self.goods.company_id = self.env.company
        move = self._move(
            self.goods[0],
            self.customers,
            location_id=self._get_stock(self.branch).id,
            warehouse_id=False,
            company_id=self.branch.id,
        )
        self.assertFalse(move._is_of_one_company(["product_id"]))
        move._check_company(["product_id"])

    # Goods that are pushed on

    def test_goods_are_pushed_on_from_a_place_and_from_its_parent(self):
        shelf = self._place("Shelf")
        inner = self._place("Inner", shelf)
        self._push(shelf, self._place("Further"))
        self.env.cr.precommit.data.clear()  # as at the end of a transaction
        moves = self._move(self.goods[0], shelf) | self._move(self.goods[1], inner)
        self._finish(moves)
        self.assertEqual(
            moves.move_dest_ids.mapped("location_dest_id.name"), ["Further"]
        )
        self.assertEqual(len(moves.move_dest_ids), 2)

    def test_a_rule_made_in_the_same_transaction_pushes_on(self):
        shelf = self._place("Shelf")
        rules = self.env["stock.rule"]
        first = self._finish(self._move(self.goods[0], shelf))
        self.assertFalse(first.move_dest_ids)
        self._push(shelf, self._place("Further"))
        second = self._finish(self._move(self.goods[1], shelf))
        self.assertEqual(second.move_dest_ids.location_dest_id.name, "Further")
        # One that is changed, and perhaps changed back, is looked for as by core.
        self.env.cr.precommit.data.clear()
        self.assertIn(shelf.id, rules._get_push_sources())
        self.warehouse.route_ids.rule_ids.filtered(
            lambda rule: rule.location_src_id == shelf
        ).location_src_id = self._place("Elsewhere")
        self.assertIsNone(rules._get_push_sources())

    def test_no_rule_is_searched_where_nothing_is_pushed_on(self):
        rules = self.env["stock.rule"]
        self.env.cr.precommit.data.clear()  # as at the end of a transaction
        values = {"warehouse_id": self.warehouse}
        rules._get_push_rule(self.goods[0], self.customers, values)
        before = self.env.cr.sql_log_count
        for product in self.goods:
            self.assertFalse(rules._get_push_rule(product, self.customers, values))
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_saying_that_a_move_is_followed_by_no_other_changes_nothing(self):
        move = self._move(self.goods[0], self.customers)
        other = self._move(self.goods[1], self.customers)
        move.move_dest_ids = [Command.link(other.id)]
        self.env.flush_all()
        with self.assertQueryCount(0):
            move.move_dest_ids = []
            self.env.flush_all()
        self.assertEqual(move.move_dest_ids, other)
        move.move_dest_ids = [Command.clear()]
        self.assertFalse(move.move_dest_ids)
