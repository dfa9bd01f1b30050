from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .start_common import LACKS, StartCase


@tagged("post_install", "-at_install")
class TestStartNeedsMaterials(StartCase):
    """Production starts once its materials are complete, by whatever way (H1.9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_operation()

    def test_without_its_materials_nothing_starts_by_any_way(self):
        production = self._made()
        for route in self._starts(production):
            with self.subTest(route=route), self._refusal(LACKS):
                self._starts(production)[route]()
        self.assertEqual(production.state, "confirmed")
        self.assertFalse(production.started_quantity)

    def test_whoever_tries_is_told_so(self):
        production = self._made()
        for kind in ("production", "technical", "quality", "material_control"):
            with self.subTest(kind=kind), self._refusal(LACKS):
                self._start(production, kind)

    def test_with_its_materials_it_starts_by_each_way(self):
        self._stock(self.motor, 1000)
        for route in self._starts(self._made()):
            if route == "rpc done":
                continue  # core's own buttons finish it
            with self.subTest(route=route):
                production = self._made()
                if route == "done":
                    self._inspect_made(production)
                self._starts(production)[route]()
                self.assertIn(production.state, ("progress", "to_close", "done"))
                self.assertEqual(production.started_quantity, 10)

    def test_no_manufacturing_order_is_created_started(self):
        production = self._made()
        values = {"state": "progress", "sale_line_id": production.sale_line_id.id}
        with self._refusal("lacks 30|none of the components of its bill"):
            self.create_copy("production", production, **values)

    def test_bought_goods_that_were_judged_and_received_let_it_start(self):
        order, request = self._required()
        production = self._productions(order)
        purchase = self._bought(request)
        with self._refusal("was ordered on .* and has not come into stock.*Purchasing"):
            self._start(production)
        self._receive(purchase)
        self._start(production)
        self.assertEqual(production.state, "progress")

    def test_material_control_is_told_what_nobody_ordered(self):
        production = self._made()
        with self._refusal(r"lacks 30 Units of .*Motor in .*Stock.*Material Control"):
            self._start(production)
        self.assertIn("lacks 30", self.as_("production", production).start_reasons)

    def test_all_that_is_missing_is_told_at_once(self):
        gear = self._make_part("Gear", 5)
        plant = self._make_product("Plant", [(gear, 2), (self.motor, 1)])
        with self._refusal("Gear(.|\n)*Motor"):
            self._start(self._made([(plant, 5)]))

    def test_what_waits_for_quality_is_not_there(self):
        stock = self.warehouse.lot_stock_id
        quarantine = self.env["stock.location"].create(
            {"name": "Quarantine", "location_id": stock.id, "is_quarantine": True}
        )
        quants = self.env["stock.quant"]
        quants._update_available_quantity(self.motor, quarantine, 30)
        production = self._made()
        with self._refusal(LACKS):
            self._start(production)

    def test_what_another_order_has_reserved_is_not_there(self):
        self._stock(self.motor, 30)
        first, second = self._made(), self._made()
        self.assertEqual(first.reservation_state, "assigned")
        with self._refusal(LACKS):
            self._start(second)
        self._start(first)

    def test_what_is_booked_without_being_there_is_not_there(self):
        production = self._made()
        self.as_("production", production).move_raw_ids.quantity = 30
        with self._refusal(LACKS):
            self._start(production)

    def test_free_goods_let_one_order_start_and_not_two(self):
        first, second = self._made(), self._made()
        self._stock(self.motor, 30)
        both = self.as_("production", first | second)
        with self._refusal("lacks 30"):
            both.write({"state": "progress"})
            self.env.flush_all()
        self._start(first)
        with self._refusal(LACKS):
            self._start(second)

    def test_who_starts_on_the_same_free_goods_at_once_is_tried_again(self):
        reserved = self._made()
        self._stock(self.motor, 60)
        reserved.move_raw_ids._action_assign()
        self._start(reserved)
        self.assertFalse(self._get_version(self.motor))
        free = self._made()
        free.move_raw_ids._do_unreserve()
        self._start(free)
        self.assertTrue(self._get_version(self.motor))

    def test_a_sub_assembly_is_a_component(self):
        self.env.ref("stock.route_warehouse0_mto").active = True
        routes = self.env.ref("stock.route_warehouse0_mto")
        routes |= self.warehouse.manufacture_pull_id.route_id
        drive = self._make_product("Drive", [(self.motor, 1)])
        drive.route_ids = routes
        plant = self._make_product("Plant", [(drive, 2)])
        order = self._instructed([(plant, 5)])
        top = self._productions(order)
        below = order._get_productions() - top
        self.assertEqual(below.product_id, drive)
        with self._refusal(f"lacks 10 Units of .*Drive.*{below.name} is to finish it"):
            self._start(top)
        with self._refusal("lacks 10 Units of .*Motor"):
            self._start(below)
        self._stock(self.motor, 10)
        self._finish(below)
        self._start(top)
        self.assertEqual(top.state, "progress")

    def test_parts_of_a_kit_are_components(self):
        kit = self._make_product("Fittings", [(self.motor, 2)], bom_type="phantom")
        production = self._made([(self._make_product("Plant", [(kit, 3)]), 5)])
        with self._refusal(LACKS):
            self._start(production)
        self._stock(self.motor, 30)
        self._start(production)

    def test_what_is_not_counted_or_not_needed_is_not_asked(self):
        grease = self.env["product.product"].create({"name": "Grease", "type": "consu"})
        waste = self._make_part("Waste", 1)
        plant = self._make_product("Plant", [(grease, 1), (self.motor, 0)])
        plant.bom_ids.byproduct_ids = [
            Command.create({"product_id": waste.id, "product_qty": 1})
        ]
        production = self._made([(plant, 5)])
        self._start(production)
        self.assertEqual(production.state, "progress")

    def test_a_step_that_brings_components_comes_first(self):
        self.warehouse.manufacture_steps = "pbm"
        self._stock(self.motor, 30)
        production = self._made()
        with self._refusal("lacks 30 Units"):
            self._start(production)
        issue = production.picking_ids
        issue.move_ids.picked = True
        self.as_("warehouse", issue).button_validate()
        self._start(production)

    def test_production_for_stock_is_not_hindered(self):
        production = self.env["mrp.production"].create(
            {"product_id": self.machine.id, "product_qty": 10}
        )
        production.action_confirm()
        self._finish(production)
        self.assertEqual(production.state, "done")
        self.assertFalse(production.started_quantity)

    def test_what_was_begun_for_a_cancelled_order_is_for_stock(self):
        production = self._made()
        production.sale_line_id.order_id.sudo().state = "cancel"
        self._start(production)

    def test_with_the_switch_off_odoo_does_what_it_does(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._take_order("A", lines=[(self.machine, 10)])
        order.action_confirm()
        production = self.env["mrp.production"].create(
            {
                "product_id": self.machine.id,
                "product_qty": 10,
                "sale_line_id": order.order_line.id,
            }
        )
        production.action_confirm()
        self._finish(production)
        self.assertEqual(production.state, "done")
        self.assertFalse(production.started_quantity)

    def test_what_was_under_way_before_going_live_is_spared(self):
        production = self._made()
        production.order_to_delivery_exempt = True
        self._finish(production)
        self.assertEqual(production.state, "done")

    def test_how_much_was_started_is_written_by_nobody(self):
        production = self._made()
        for kind in ("production", "material_control"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, production).started_quantity = 10
        planner = new_test_user(self.env, "planner", groups="mrp.group_mrp_manager")
        with self.assertRaises(AccessError):
            production.with_user(planner).started_quantity = 10

    def test_many_start_with_as_many_queries_as_few(self):
        self.walk_anew()
        self._stock(self.motor, 1000)
        self._stock(self.component, 1000)
        gate = self.env["order.gate"]

        def count(number):
            made = self.env["mrp.production"].union(
                *(self._made() for _n in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(gate._get_reasons("production", made))
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertLessEqual(count(6), count(2))
