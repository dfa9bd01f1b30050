from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .buying_common import BuyingCase


@tagged("post_install", "-at_install")
class TestRequisitionNeeds(BuyingCase):
    """What an order lacks comes on its one requisition (H1.6, H6.1, H8.3)."""

    def _asked(self, request):
        return {line.product_id: line.product_qty for line in request.line_ids}

    def test_what_an_instructed_order_lacks_is_asked_for(self):
        order, request = self._required()
        self.assertEqual(self._asked(request), {self.motor: 30})
        self.assertEqual(request.sale_order_id, order)
        self.assertEqual(request.state, "draft")
        self.assertEqual(request.origin, order.name)

    def test_a_person_asks_for_it_by_the_companys_policy(self):
        _order, request = self._required()
        self.assertEqual(request.requested_by, self.users["material_control"])
        self.company.sudo().order_requisition_department = "warehouse"
        _order, request = self._required()
        self.assertEqual(request.requested_by, self.users["warehouse"])

    def test_a_firm_without_that_department_asks_in_the_sellers_name(self):
        self.departments["material_control"].active = False
        order, request = self._required()
        self.assertEqual(request.requested_by, order.user_id)
        self.assertNotEqual(request.requested_by, self.env.ref("base.user_root"))

    def test_it_is_needed_when_production_starts_and_costs_what_the_vendor_asks(self):
        order, request = self._required()
        self.assertEqual(request.line_ids.date_required, order.production_start_date)
        self.assertLessEqual(request.date_required, order.finished_date)
        self.assertEqual(request.line_ids.estimated_cost, 1500)
        self.assertEqual(request.estimated_cost, 1500)

    def test_the_cron_works_the_needs_out_and_does_not_do_it_twice(self):
        order = self._instructed([(self.machine, 10)])
        self.assertFalse(order.order_requisition_ids)
        self._run_cron("require_materials")
        self.assertEqual(self._asked(order.order_requisition_ids), {self.motor: 30})
        self.assertTrue(order.order_production_instruction_ids.needs_date)
        self._run_cron("require_materials")
        self.assertEqual(len(order.order_requisition_ids.line_ids), 1)

    def test_working_it_out_again_asks_for_nothing_twice(self):
        order, request = self._required()
        order._require_materials()
        self.assertEqual(self._asked(request), {self.motor: 30})
        self._bought(request)
        order._require_materials()
        self.assertEqual(len(order.order_requisition_ids.line_ids), 1)

    def test_stock_that_is_free_is_not_bought(self):
        self._stock(self.motor, 12)
        _order, request = self._required()
        self.assertEqual(self._asked(request), {self.motor: 18})

    def test_stock_covers_one_order_only(self):
        self._stock(self.motor, 30)
        _first, nothing = self._required()
        _second, request = self._required()
        self.assertFalse(nothing)
        self.assertEqual(self._asked(request), {self.motor: 30})

    def test_two_orders_have_each_their_own_requisition(self):
        first, one = self._required()
        second, two = self._required([(self.machine, 4)])
        self.assertEqual(self._asked(one), {self.motor: 30})
        self.assertEqual(self._asked(two), {self.motor: 12})
        self.assertNotEqual(one, two)

    def test_what_comes_in_for_no_order_is_not_bought(self):
        self._confirm_purchase(self._purchase(self.motor, 10, 50))
        _order, request = self._required()
        self.assertEqual(self._asked(request), {self.motor: 20})

    def test_what_comes_in_for_another_order_is_bought_again(self):
        _first, one = self._required()
        self._bought(one)
        _second, two = self._required()
        self.assertEqual(self._asked(two), {self.motor: 30})

    def test_parts_of_parts_are_asked_for_less_what_is_there_of_each(self):
        gear = self._make_part("Gear", 5)
        drive = self._make_product("Drive", [(gear, 4), (self.motor, 1)])
        plant = self._make_product("Plant", [(drive, 2), (gear, 1)])
        self._stock(drive, 3)
        self._stock(gear, 6)
        _order, request = self._required([(plant, 5)])
        # Ten drives less three, of four gears each, five more, less six.
        self.assertEqual(self._asked(request), {gear: 27, self.motor: 7})

    def test_parts_inside_a_kit_are_asked_for(self):
        gear = self._make_part("Gear", 5)
        kit = self._make_product("Fittings", [(gear, 2)], bom_type="phantom")
        plant = self._make_product("Plant", [(kit, 3)])
        _order, request = self._required([(plant, 2)])
        self.assertEqual(self._asked(request), {gear: 12})

    def test_a_line_that_is_bought_for_the_order_is_asked_for_at_once(self):
        order = self._confirmed([(self.motor, 4)], line_values={"supply_kind": "buy"})
        order._resume_held()
        self.assertEqual(self._asked(order.order_requisition_ids), {self.motor: 4})

    def test_procurement_asks_on_the_same_requisition_and_not_twice(self):
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        buy = self.warehouse.buy_pull_id.route_id
        gear = self._make_part("Gear", 5, route_ids=[Command.set((mto | buy).ids)])
        plant = self._make_product("Plant", [(gear, 2), (self.motor, 1)])
        order = self._instructed([(plant, 5)])
        self.assertFalse(gear.purchase_request)
        request = order.order_requisition_ids
        self.assertEqual(self._asked(request), {gear: 10})
        self.assertEqual(request.requested_by, self.users["material_control"])
        self.assertEqual(request.line_ids.estimated_cost, 50)
        self.assertFalse(
            self.env["purchase.order.line"].search_count([("product_id", "=", gear.id)])
        )
        order._require_materials()
        self.assertEqual(self._asked(request), {gear: 10, self.motor: 5})

    def test_procured_material_reaches_its_manufacturing_order(self):
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        buy = self.warehouse.buy_pull_id.route_id
        gear = self._make_part("Gear", 5, route_ids=[Command.set((mto | buy).ids)])
        order = self._instructed([(self._make_product("Plant", [(gear, 2)]), 5)])
        purchase = self._bought(order.order_requisition_ids)
        raw = self._productions(order).move_raw_ids
        self.assertEqual(purchase.picking_ids.move_ids.move_dest_ids, raw)

    def test_material_control_works_the_needs_out_by_hand(self):
        order = self._instructed([(self.machine, 10)])
        action = self.as_("material_control", order).action_require_materials()
        self.assertEqual(action["res_id"], order.order_requisition_ids.id)
        with self.refused("belongs to Material Control"):
            self.as_("sales", order).action_require_materials()

    def test_nothing_missing_is_told(self):
        self._stock(self.motor, 30)
        order = self._instructed([(self.machine, 10)])
        with self.refused("lacks nothing"):
            self.as_("material_control", order).action_require_materials()

    def test_what_starts_later_is_needed_later(self):
        order, request = self._required()
        day = request.date_required
        order._move_dates(
            cause="exception",
            start=fields.Date.add(order.production_start_date, days=4),
            finished=fields.Date.add(order.finished_date, days=10),
        )
        self.assertEqual(request.date_required, fields.Date.add(day, days=4))

    def test_a_cancelled_order_asks_for_nothing_more(self):
        order, request = self._required()
        self._report(request)
        order._action_cancel()
        self.assertEqual(request.state, "rejected")
        self.assertIn("was cancelled", request.refused_reason)

    def test_what_is_ordered_for_a_cancelled_order_is_put_before_purchasing(self):
        order, request = self._required()
        purchase = self._bought(request)
        order._action_cancel()
        activity = request.activity_ids.filtered(lambda a: order.name in a.summary)
        self.assertEqual(activity.user_id, self.users["purchasing"])
        self.assertIn(purchase.name, activity.note)

    def test_an_order_has_one_open_requisition(self):
        order, request = self._required()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            request.sudo().copy({"sale_order_id": order.id})

    def test_with_the_switch_off_nothing_is_asked_for(self):
        self.company.sudo().use_order_to_delivery = False
        order = self._take_order("A", lines=[(self.machine, 10)])
        order.action_confirm()
        order._require_materials()
        self.assertFalse(order.order_requisition_ids)

    def test_with_the_switch_off_procurement_asks_as_in_oca(self):
        self.company.sudo().use_order_to_delivery = False
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        routes = mto | self.warehouse.buy_pull_id.route_id
        gear = self._make_part("Gear", 5, route_ids=[Command.set(routes.ids)])
        order = self._take_order("A", lines=[(gear, 4)])
        order.action_confirm()
        self.assertEqual(order._get_purchase_orders().order_line.product_qty, 4)
        gear.purchase_request = True
        order = self._take_order("A", lines=[(gear, 4)])
        order.action_confirm()
        line = self.env["purchase.request.line"].search([("product_id", "=", gear.id)])
        self.assertEqual(line.product_qty, 4)
        self.assertFalse(line.sale_order_id)
