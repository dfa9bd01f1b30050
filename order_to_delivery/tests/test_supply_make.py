from odoo import Command, fields
from odoo.tests import tagged

from .supply_common import SupplyCase


@tagged("post_install", "-at_install")
class TestSupplyMake(SupplyCase):
    """Goods to make are made when Production has accepted, and not before."""

    def test_confirming_launches_nothing_to_make(self):
        order = self._confirmed()
        self.assertFalse(self._delivered(order))
        self.assertFalse(order.stock_reference_ids.production_ids)

    def test_issuing_launches_nothing(self):
        order = self._confirmed()
        self._issue_instruction(order)
        self.assertFalse(self._delivered(order))

    def test_accepting_makes_what_stock_does_not_cover(self):
        self._stock(self.product, 4)
        order = self._instructed()
        production = self._productions(order)
        self.assertEqual(production.product_qty, 6)
        self.assertEqual(production.state, "confirmed")
        moves = self._delivered(order)
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 10)
        self.assertEqual(production.move_dest_ids.product_uom_qty, 6)
        self.assertEqual(
            order.order_production_instruction_ids.production_ids, production
        )

    def test_stock_that_covers_all_needs_no_production(self):
        self._stock(self.product, 10)
        order = self._instructed()
        self.assertFalse(self._productions(order))
        self.assertEqual(self._delivered(order).state, "assigned")

    def test_two_lines_share_the_stock(self):
        self._stock(self.product, 15)
        order = self._instructed([(self.product, 10), (self.product, 10)])
        self.assertEqual(self._productions(order).product_qty, 5)

    def test_stock_that_an_earlier_delivery_waits_for_covers_nothing(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        self._stock(self.product, 10)
        first = self._instructed()
        self.assertFalse(self._productions(first))
        second = self._instructed()
        self.assertEqual(self._productions(second).product_qty, 10)

    def test_the_goods_made_are_kept_for_their_order(self):
        order = self._instructed()
        self._stock_other_demand()
        self._finish(self._productions(order))
        self.assertEqual(self._delivered(order).state, "assigned")

    def _stock_other_demand(self):
        """Let somebody else wait for the same product."""
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 10,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_suppliers").id,
            }
        )
        move._action_confirm()

    def test_production_starts_and_ends_when_the_review_said(self):
        order = self._instructed()
        production = self._productions(order)
        local = self.company._get_local_day
        self.assertEqual(local(production.date_start), order.production_start_date)
        self.assertEqual(local(production.date_deadline), order.finished_date)
        self.assertEqual(
            local(self._delivered(order).date_deadline), local(order.commitment_date)
        )

    def test_accepting_is_done_once(self):
        order = self._instructed()
        order._launch_held_supply()
        order._launch_held_supply()
        self.assertEqual(len(self._productions(order)), 1)
        self.assertEqual(sum(self._delivered(order).mapped("product_uom_qty")), 10)

    def test_a_locked_order_is_launched_and_stays_locked(self):
        order = self._confirmed()
        order.locked = True
        self._issue_instruction(order)
        self._accept_instruction(order)
        self.assertTrue(order.locked)
        self.assertEqual(self._productions(order).product_qty, 10)

    def test_a_raised_quantity_waits_for_the_new_instruction(self):
        order = self._instructed()
        order._write_content({}, {order.order_line: {"product_uom_qty": 14}})
        order._launch_held_supply()
        self.assertEqual(self._productions(order).product_qty, 10)
        self._change(order)
        order._launch_held_supply()
        self.assertEqual(self._productions(order).product_qty, 10)
        new = self._issue_instruction(order)
        self._accept_instruction(order)
        productions = self._productions(order)
        self.assertEqual(sorted(productions.mapped("product_qty")), [4, 10])
        self.assertEqual(new.production_ids.product_qty, 4)
        self.assertEqual(sum(self._delivered(order).mapped("product_uom_qty")), 14)

    def test_the_goods_of_a_raised_quantity_are_kept_for_the_order_too(self):
        order = self._instructed()
        self._change(order, 14)
        self._issue_instruction(order)
        self._accept_instruction(order)
        self._stock_other_demand()
        for production in self._productions(order):
            self._finish(production)
        self.assertEqual(set(self._delivered(order).mapped("state")), {"assigned"})

    def test_a_new_line_waits_for_the_new_instruction(self):
        order = self._instructed()
        new = Command.create({"product_id": self.product.id, "product_uom_qty": 3})
        order._write_content({"order_line": [new]})
        self.assertFalse(order.order_line[1].move_ids)
        self.assertEqual(len(self._productions(order)), 1)

    def test_a_reduced_quantity_is_taken_from_what_is_being_made(self):
        self._stock(self.product, 4)
        order = self._instructed()
        order._write_content({}, {order.order_line: {"product_uom_qty": 7}})
        moves = self._delivered(order).filtered("product_uom_qty")
        self.assertEqual(sorted(moves.mapped("product_uom_qty")), [3, 4])

    def test_a_three_level_product_makes_its_top_for_the_order(self):
        part = self._make_product("Part", [(self.component, 1)])
        assembly = self._make_product("Assembly", [(part, 2)])
        top = self._make_product("Machine", [(assembly, 1)])
        order = self._instructed([(top, 5)])
        self.assertEqual(self._productions(order).product_id, top)
        self.assertEqual(
            order.order_production_instruction_ids.production_ids.product_id, top
        )

    def test_sub_assemblies_on_order_belong_to_the_instruction(self):
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        manufacture = self.warehouse.manufacture_pull_id.route_id
        part = self._make_product("Part", [(self.component, 1)])
        part.route_ids = mto | manufacture
        top = self._make_product("Machine", [(part, 2)])
        order = self._instructed([(top, 5)])
        productions = order.order_production_instruction_ids.production_ids
        self.assertEqual(productions.product_id, top | part)

    def test_all_parts_of_a_kit_that_are_made_are_made(self):
        kit = self._make_product(
            "Kit", [(self.product, 2), (self.stocked, 3)], bom_type="phantom"
        )
        order = self._confirmed([(kit, 4)])
        self.assertFalse(self._delivered(order))
        self._issue_instruction(order)
        self._accept_instruction(order)
        production = self._productions(order)
        self.assertEqual(production.product_id, self.product)
        self.assertEqual(production.product_qty, 8)
        fuse = self._delivered(order).filtered(lambda m: m.product_id == self.stocked)
        self.assertEqual((fuse.product_uom_qty, fuse.state), (12, "assigned"))

    def test_a_pick_pack_ship_warehouse_takes_from_production_first(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._instructed()
        production = self._productions(order)
        pick = self._delivered(order)
        self.assertEqual(pick.picking_type_id, self.warehouse.pick_type_id)
        self.assertEqual(production.move_dest_ids, pick)
        self._finish(production)
        self.assertEqual(pick.state, "assigned")

    def test_a_three_step_manufacture_brings_the_goods_to_their_order(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        self._stock(self.component, 100)
        order = self._instructed()
        production = self._productions(order)
        for picking in production.picking_ids.filtered(lambda p: p.state == "assigned"):
            picking.move_ids.picked = True
            picking._action_done()
        self._finish(production)
        store = production.move_finished_ids.move_dest_ids.filtered(
            lambda m: m.picking_type_id == self.warehouse.sam_type_id
        )
        store.picked = True
        store._action_done()
        self.assertEqual(
            self._delivered(order)
            .filtered(
                lambda m: (
                    m.state != "done"
                    and m.picking_type_id == self.warehouse.out_type_id
                )
            )
            .state,
            "assigned",
        )

    def test_a_unit_of_the_order_is_converted(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._stock(self.product, 5)
        order = self._take_order("A", lines=[(self.product, 1)])
        order.order_line.product_uom_id = dozen
        self._confirm(order)
        self._issue_instruction(order)
        self._accept_instruction(order)
        self.assertEqual(self._productions(order).product_uom_qty, 7)

    def test_a_warehouse_that_does_not_manufacture_is_named(self):
        self.warehouse.manufacture_to_resupply = False
        self.warehouse.manufacture_pull_id.active = False
        order = self._confirmed()
        self._issue_instruction(order)
        with self.refused("does not manufacture"):
            self._accept_instruction(order)

    def test_with_the_switch_off_odoo_does_what_it_does(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._take_order("A")
        order.action_confirm()
        self.assertEqual(self._delivered(order).product_uom_qty, 10)
        self.assertFalse(self._productions(order))

    def test_an_order_under_way_before_going_live_is_not_held(self):
        order = self._take_order("A")
        order.order_to_delivery_exempt = True
        order.action_confirm()
        self.assertEqual(self._delivered(order).product_uom_qty, 10)

    def test_dates_that_move_take_everything_planned_along(self):
        order = self._instructed()
        old = order.finished_date
        order._move_dates(
            cause="exception",
            finished=fields.Date.add(old, days=10),
        )
        local = self.company._get_local_day
        production = self._productions(order)
        self.assertEqual(order.finished_date, fields.Date.add(old, days=10))
        self.assertEqual(local(order.commitment_date), order.finished_date)
        self.assertEqual(local(production.date_deadline), order.finished_date)
        self.assertEqual(
            local(self._delivered(order).date_deadline), order.finished_date
        )
        moved = order.order_date_change_ids.filtered(lambda c: c.cause == "exception")
        self.assertEqual(moved.mapped("days"), [5, 10])

    def test_a_promise_alone_leaves_production_alone(self):
        order = self._instructed()
        production = self._productions(order)
        deadline = production.date_deadline
        day = fields.Date.add(order.finished_date, days=30)
        order._move_dates(cause="customer", promise=day)
        self.assertEqual(production.date_deadline, deadline)
        self.assertEqual(
            self.company._get_local_day(self._delivered(order).date_deadline), day
        )

    def test_a_promise_is_never_earlier_than_the_finished_date(self):
        order = self._instructed()
        with self.refused("cannot be promised"):
            order._move_dates(cause="customer", promise=order.production_start_date)
