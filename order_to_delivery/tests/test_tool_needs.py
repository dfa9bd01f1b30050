from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .buying_common import BuyingCase


@tagged("post_install", "-at_install")
class TestToolNeeds(BuyingCase):
    """Tools and test equipment are confirmed against the plan (H6.2, H8.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.die = cls._make_part("Die", 1850, is_tool=True)
        cls.tester = cls._make_part("Tester", 4200, is_tool=True)
        cls.gauge = cls._make_part("Gauge", 30, is_tool=True, is_storable=False)
        workcenter = cls.env["mrp.workcenter"].create({"name": "Press"})
        cls.machine.bom_ids.operation_ids = [
            Command.create(
                {
                    "name": "Press",
                    "workcenter_id": workcenter.id,
                    "tool_ids": [
                        Command.set((cls.die | cls.tester | cls.gauge).ids),
                    ],
                }
            )
        ]

    def setUp(self):
        super().setUp()
        self._stock(self.tester, 2)
        self.order = self._instructed([(self.machine, 10)])

    def _needs(self, by="material_control"):
        """Return ``{product: line}`` of the tools on the order's page of needs."""
        action = self.as_(by, self.order).action_view_material_needs()
        lines = self.as_(by, self.env[action["res_model"]]).search(
            [*action["domain"], ("is_tool", "=", True)]
        )
        return {line.product_id.with_env(self.env): line for line in lines}

    def test_the_page_of_needs_shows_tools_on_hand_and_short(self):
        needs = self._needs()
        figures = {
            tool: (line.gross, line.free, line.short) for tool, line in needs.items()
        }
        self.assertEqual(
            figures,
            {self.die: (1, 0, 1), self.tester: (1, 2, 0), self.gauge: (1, 0, 0)},
        )

    def test_materials_come_before_tools(self):
        action = self.as_("production", self.order).action_view_material_needs()
        lines = self.as_("production", self.env[action["res_model"]])
        lines = lines.search(action["domain"])
        self.assertEqual(lines.mapped("is_tool"), sorted(lines.mapped("is_tool")))

    def test_what_is_made_already_needs_no_tools(self):
        self._productions(self.order).action_cancel()
        self.assertFalse(self._needs())

    def test_the_work_order_shows_them(self):
        workorder = self._productions(self.order).workorder_ids
        tools = self.as_("production", workorder).tool_ids
        self.assertEqual(tools.with_env(self.env), self.die | self.tester | self.gauge)

    def test_a_tool_that_is_short_is_asked_for_on_the_orders_requisition(self):
        action = self._needs()[self.die].action_ask_tool()
        request = self.env["purchase.request"].browse(action["res_id"])
        self.assertEqual(request.sale_order_id, self.order)
        line = request.line_ids.filtered(lambda line: line.product_id == self.die)
        self.assertEqual((line.product_qty, line.estimated_cost), (1, 1850))
        need = self._needs()[self.die]
        self.assertEqual((need.incoming, need.short), (1, 0))
        self.assertEqual(need.covered_by, request.name)

    def test_a_tool_is_not_asked_for_twice(self):
        stale = self._needs()[self.die]
        stale.action_ask_tool()
        with self.refused("stands on its requisition already"):
            stale.action_ask_tool()
        with self.refused("is no tool that is short"):
            self._needs()[self.tester].action_ask_tool()

    def test_nobody_else_asks_for_tools(self):
        for kind in ("purchasing", "customer_service", "deputy_general_manager"):
            need = self._needs(kind)[self.die]
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                need.action_ask_tool()

    def test_less_of_the_goods_takes_no_tool_off_the_requisition(self):
        action = self._needs()[self.die].action_ask_tool()
        request = self.env["purchase.request"].browse(action["res_id"])
        self.order.sudo()._release_surplus()
        line = request.line_ids.filtered(lambda line: line.product_id == self.die)
        self.assertEqual((line.product_qty, line.cancelled), (1, False))

    def test_a_tool_is_bought_for_no_order_too(self):
        form = Form(self.as_("material_control", self.env["purchase.request"]))
        with form.line_ids.new() as line:
            line.product_id = self.die
            line.product_qty = 1
        request = form.save().with_env(self.env)
        self._approve(request)
        found = self.as_("material_control", self.env["purchase.request"]).search(
            [("line_ids.product_id.is_tool", "=", True)]
        )
        self.assertEqual(found.with_env(self.env), request)
        self.assertFalse(request.sale_order_id)
