from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .buying_common import BuyingCase

READERS = (
    "production",
    "material_control",
    "purchasing",
    "warehouse",
    "customer_service",
    "deputy_general_manager",
)


@tagged("post_install", "-at_install")
class TestMaterialNeeds(BuyingCase):
    """What an order needs, over all levels, on one page (H1.6, H4.1, H6.1, H7.3)."""

    def _needs(self, order, by="material_control"):
        """Return ``{product: line}`` as somebody sees the page."""
        action = self.as_(by, order).action_view_material_needs()
        lines = self.as_(by, self.env[action["res_model"]]).search(action["domain"])
        return {line.product_id.with_env(self.env): line for line in lines}

    def _figures(self, line):
        return {
            name: line[name]
            for name in (
                "gross",
                "issued",
                "reserved",
                "free",
                "incoming",
                "short",
                "to_make",
                "to_buy",
            )
            if line[name]
        }

    def test_what_is_short_is_to_be_bought(self):
        order = self._instructed([(self.machine, 10)])
        needs = self._needs(order)
        self.assertEqual(
            self._figures(needs[self.motor]),
            {"gross": 30, "short": 30, "to_buy": 30},
        )
        self.assertEqual(needs[self.motor].needed_date, order.production_start_date)
        machine = needs[self.machine]
        self.assertEqual(self._figures(machine), {"gross": 10, "incoming": 10})
        self.assertEqual(machine.covered_by, self._productions(order).name)
        self.assertEqual((machine.level, needs[self.motor].level), (0, 1))

    def test_what_is_reserved_free_and_incoming_is_told_apart(self):
        order = self._instructed([(self.machine, 10)])
        self._stock(self.motor, 5)
        self._productions(order).move_raw_ids._action_assign()
        self._stock(self.motor, 4)
        self._confirm_purchase(self._purchase(self.motor, 8, 50))
        self.assertEqual(
            self._figures(self._needs(order)[self.motor]),
            {
                "gross": 30,
                "reserved": 5,
                "free": 4,
                "incoming": 8,
                "short": 13,
                "to_buy": 13,
            },
        )

    def test_it_names_the_requisition_and_the_purchase(self):
        order, request = self._required()
        self.assertEqual(self._needs(order)[self.motor].covered_by, request.name)
        purchase = self._bought(request)
        line = self._needs(order)[self.motor]
        self.assertEqual(line.covered_by, f"{request.name}, {purchase.name}")
        self.assertEqual(self._figures(line), {"gross": 30, "incoming": 30})

    def test_parts_of_what_has_to_be_made_are_needed(self):
        gear = self._make_part("Gear", 5)
        drive = self._make_product("Drive", [(gear, 4), (self.motor, 1)])
        plant = self._make_product("Plant", [(drive, 2), (gear, 1)])
        self._stock(drive, 3)
        self._stock(gear, 6)
        needs = self._needs(self._instructed([(plant, 5)]))
        self.assertEqual(
            self._figures(needs[drive]),
            {"gross": 10, "reserved": 3, "short": 7, "to_make": 7},
        )
        self.assertEqual(
            self._figures(needs[gear]),
            {"gross": 33, "reserved": 5, "free": 1, "short": 27, "to_buy": 27},
        )
        self.assertEqual(needs[self.motor].gross, 7)
        levels = [needs[product].level for product in (plant, drive, self.motor)]
        self.assertEqual(levels, [0, 1, 2])

    def test_what_was_issued_stays_on_the_page(self):
        self._stock(self.motor, 30)
        order = self._instructed([(self.machine, 10)])
        self._finish(self._productions(order))
        needs = self._needs(order)
        self.assertEqual(self._figures(needs[self.motor]), {"gross": 30, "issued": 30})
        self.assertEqual(
            self._figures(needs[self.machine]), {"gross": 10, "reserved": 10}
        )

    def test_it_is_worked_out_anew_and_each_reader_has_the_own(self):
        order = self._instructed([(self.machine, 10)])
        theirs = self._needs(order, "purchasing")
        before = self._needs(order)
        self._stock(self.motor, 30)
        after = self._needs(order)
        self.assertFalse(before[self.motor].exists())
        self.assertEqual(after[self.motor].free, 30)
        self.assertEqual(theirs[self.motor].short, 30)

    def test_those_who_supply_read_it_and_nobody_else(self):
        order = self._instructed([(self.machine, 10)])
        for kind in READERS:
            with self.subTest(kind=kind):
                action = self.as_(kind, order).action_view_material_needs()
                model = self.as_(kind, self.env[action["res_model"]])
                result = model.get_views([(False, "list"), (False, "kanban")])
                self.assertEqual(set(result["views"]), {"list", "kanban"})
                lines = model.search(action["domain"])
                self.assertTrue(lines.web_read({"product_id": {}, "short": {}}))
                with self.assertRaises(AccessError):
                    lines[0].short = 0
        for kind in ("sales", "finance", "logistics", "technical"):
            with self.subTest(kind=kind), self.refused("belong", AccessError):
                self.as_(kind, order).action_view_material_needs()

    def test_the_menu_shows_the_orders_that_are_made_next(self):
        later = self._instructed([(self.machine, 1)])
        day = fields.Date.add(fields.Date.today(), days=9)
        later.sudo().production_start_date = day
        first = self._instructed([(self.machine, 10)])
        needs = self.as_("production", self.env["order.material.need.line"])
        action = needs.action_open_needs()
        orders = needs.search(action["domain"]).sale_order_id
        self.assertLessEqual({first.id, later.id}, set(orders.ids))
        with self.assertRaises(AccessError):
            self.as_(
                "finance", self.env["order.material.need.line"]
            ).action_open_needs()

    def test_the_order_leads_to_its_production_and_stock(self):
        self.env.ref("stock.route_warehouse0_mto").active = True
        routes = self.env.ref("stock.route_warehouse0_mto")
        drive = self._make_product("Drive", [(self.motor, 1)])
        drive.route_ids = routes | self.warehouse.manufacture_pull_id.route_id
        plant = self._make_product("Plant", [(drive, 2)])
        order = self._instructed([(plant, 5)])
        maker = self.as_("production", order)
        self.assertEqual(maker.order_production_count, 2)
        action = maker.action_view_order_productions()
        made = self.env["mrp.production"].search(action["domain"])
        self.assertEqual(made.product_id, plant | drive)
        action = maker.action_view_order_workorders()
        self.assertEqual(
            self.env["mrp.workorder"].search(action["domain"]), made.workorder_ids
        )
        action = self.as_("warehouse", order).action_view_order_stock()
        self.assertEqual(
            self.env["product.product"].search(action["domain"]),
            plant | drive | self.motor,
        )

    def _count(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["order.material.need.line"]._work_out(order)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _plants(self, number):
        """Return products of two levels of parts each."""
        plants = []
        for turn in range(number):
            gear = self._make_part(f"Gear {turn}", 5)
            drive = self._make_product(f"Drive {turn}", [(gear, 4), (self.motor, 1)])
            plants.append(self._make_product(f"Plant {turn}", [(drive, 2), (gear, 1)]))
        return [(plant, 2) for plant in plants]

    def test_many_lines_need_as_many_queries_as_few(self):
        self.walk_anew()
        few, many = self._plants(2), self._plants(9)
        self._count(self._instructed(few))
        short = self._count(self._instructed(few))
        self.assertLessEqual(self._count(self._instructed(many)), short)
