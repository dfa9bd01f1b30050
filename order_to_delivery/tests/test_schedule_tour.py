from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from .common import FactoryMixin


class TourMixin(FactoryMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        cls._build_factory()
        cls.bom.operation_ids = [
            Command.create({"name": "Assemble", "workcenter_id": cls.workcenter.id})
        ]
        cls.departments["production"].workcenter_ids = cls.workcenter
        for kind in ("production", "quality"):
            cls.users[kind].lang = "zh_CN"

    def _tour(self, kind, action, name):
        self.start_tour(
            f"/odoo/action-order_to_delivery.{action}",
            f"order_to_delivery_{name}",
            login=self.users[kind].login,
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestScheduleTour(TourMixin, HttpCase):
    """H7.4 in the browser, in Chinese: Production plans anew from the board."""

    def test_production_sees_the_effect_and_keeps_the_plan(self):
        order = self._walk_to("production", grade="A")
        production = order.order_production_instruction_ids.production_ids
        self._tour("production", "mrp_workorder_action_schedule", "schedule")
        self.assertTrue(production.workorder_ids.date_start)
        self.assertIn("Another order goes first", production.message_ids[:1].preview)


@tagged("post_install", "-at_install")
class TestPatrolTour(TourMixin, HttpCase):
    """H1.10 on a phone, in Chinese: Quality goes round."""

    browser_size = "390x844"
    touch_enabled = True

    def test_quality_ticks_a_round(self):
        plan = self.env["order.patrol.plan"].create(
            {"name": "Wiring torque", "workcenter_id": self.workcenter.id}
        )
        now = fields.Datetime.now()
        patrol = self.env["order.patrol"].create(
            {
                "plan_id": plan.id,
                "planned_date": now - timedelta(hours=1),
                "due_date": now + timedelta(hours=1),
            }
        )
        self._tour("quality", "order_patrol_action", "patrol")
        self.assertEqual((patrol.state, patrol.finding), ("done", "In order"))
