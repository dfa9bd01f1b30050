"""Goods on their way through the factory, in the browser and in Chinese."""

from odoo import Command
from odoo.tests import HttpCase, tagged

from .inspection_common import InspectionMixin


class ShopTourCase(InspectionMixin, HttpCase):
    """An order of ten that pass two operations, and goods that a vendor brings."""

    steps = "two_steps"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()
        cls._build_incoming()
        cls.bom.operation_ids = [
            Command.create({"name": name, "workcenter_id": cls.workcenter.id})
            for name in ("Cut", "Assemble")
        ]
        cls.departments["production"].workcenter_ids = cls.workcenter
        for user in cls.users.values():
            user.lang = "zh_CN"

    def _tour(self, kind, action, name, record=None):
        """Let somebody take a tour on an action, or on one record of it."""
        module, _dot, name_of_action = action.rpartition(".")
        url = f"/odoo/action-{module or 'order_to_delivery'}.{name_of_action}"
        if record:
            url = f"{url}/{record.id}"
        self.start_tour(url, f"order_to_delivery_{name}", login=self.users[kind].login)
        self.env.invalidate_all()

    def _get_production(self, quantity=10):
        order = self._walk_to("production", grade="A", lines=[(self.product, quantity)])
        return order.order_production_instruction_ids.production_ids


@tagged("post_install", "-at_install")
class TestMakingTour(ShopTourCase):
    """H1.10, H8.5: Production works from the schedule, and waits for Quality."""

    def test_a_foreman_makes_an_operation_and_has_it_signed_off(self):
        production = self._get_production()
        first, second = production.workorder_ids
        self._tour("production", "mrp_workorder_action_schedule", "make")
        self.assertEqual((first.state, first.qty_produced), ("done", 10))
        self.assertNotIn(second.state, ("progress", "done"))
        inspection = self._get_offered(production)
        self.assertEqual(inspection.workorder_id, first)
        self.assertEqual(inspection.received_by_id, self.users["production"])


@tagged("post_install", "-at_install")
class TestReceivingTour(ShopTourCase):
    """H1.8, H1.11: the Warehouse puts into stock what Quality has accepted."""

    def test_goods_wait_in_the_input_until_they_are_accepted(self):
        purchase = self._buy()
        action = "stock.action_picking_tree_all"
        self._tour("warehouse", action, "receive", purchase.picking_ids)
        put_away = self._get_open(purchase, self.warehouse.wh_input_stock_loc_id)
        self._tour("warehouse", action, "put_away_early", put_away)
        self.assertEqual(self._get_gain(), 0)
        self._judge(self._get_inspections(purchase))
        self._tour("warehouse", action, "receive", put_away)
        self.assertEqual(self._get_gain(), 100)

    def test_what_was_made_is_put_into_stock_on_its_slip(self):
        production = self._get_production()
        self._inspect_made(production)
        self.as_("production", production).button_mark_done()
        self.env.flush_all()
        self.authenticate(*[self.users["warehouse"].login] * 2)
        report = f"order_to_delivery.report_stock_in_slip/{production.id}"
        page = self.url_open(f"/report/html/{report}").text
        self.assertIn("入库单", page)
        self.assertIn(production.name, page)


@tagged("post_install", "-at_install")
class TestMadeInspectionTour(ShopTourCase):
    """H1.10, H9.14 on a phone: Quality judges, Customer Service signs with it."""

    browser_size = "390x844"
    touch_enabled = True

    def test_operations_and_goods_are_judged_and_signed_together(self):
        production = self._get_production(100)
        first = production.workorder_ids[0]
        for workorder in (first, None):
            self._offer(production, 100, workorder)
            self._tour("inspector", "order_inspection_action", "inspect")
        finished, process = self._get_offered(production, "judged")
        self.assertEqual((process.kind, finished.kind), ("process", "finished"))
        self._tour(
            "customer_service", "order_inspection_action", "sign_together", finished
        )
        self.assertEqual(finished.second_signer_id, self.users["customer_service"])
