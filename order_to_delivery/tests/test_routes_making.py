"""Goods that nobody signed for, on to the next operation or into stock, every way."""

from odoo import Command
from odoo.tests import tagged

from .cases import covers
from .making_case import OVER_ACCEPTED, UNSIGNED, MakingCase
from .routes_common import RouteMixin

ROUTES = ("form", "list", "rpc", "import", "create", "wizard", "direct")
UNASKED = {"skip_backorder": True, "skip_consumption": True}


class MakingRouteCase(RouteMixin, MakingCase):
    def _ways_done(self, production, kind="production"):
        """Return the routes by which a manufacturing order's goods enter stock."""
        move = production.move_finished_ids[:1]
        return {
            "form": lambda: (
                self.save(kind, production, qty_producing=production.product_qty),
                self._press(kind, production),
            ),
            "list": lambda: self._press(kind, production | production.browse()),
            "rpc": lambda: self._press(kind, production),
            "import": lambda: (
                self.import_(kind, production, qty_producing=production.product_qty),
                self._press(kind, production),
            ),
            "create": lambda: self.create_copy(
                kind,
                move,
                state="done",
                quantity=1,
                picked=True,
                production_id=production.id,
            ),
            "wizard": lambda: self._press_in_part(kind, production),
            "direct": lambda: (
                production.sudo().write({"qty_producing": production.product_qty}),
                production.sudo()._post_inventory(),
            ),
            "direct, move": lambda: (
                move.write({"quantity": production.product_qty, "picked": True}),
                move.sudo()._action_done(),
            ),
        }

    def _press(self, kind, productions):
        self.call(kind, productions, "button_mark_done", context=UNASKED)

    def _press_in_part(self, kind, production):
        worker = self.as_(kind, production)
        worker.qty_producing = 1
        worker._set_qty_producing()
        action = worker.with_context(skip_consumption=True).button_mark_done()
        wizard = self.as_(kind, self.env["mrp.production.backorder"])
        wizard.with_context(**action["context"]).create({}).action_backorder()
        self.env.flush_all()

    def _ways_on(self, workorder, kind="production"):
        """Return the routes by which an operation is begun, or finished."""
        production = workorder.production_id
        return {
            "form": lambda: self.call(kind, workorder, "button_start"),
            "list": lambda: self.call(kind, workorder, "set_state", "progress"),
            "rpc": lambda: self.call(kind, workorder, "button_finish"),
            "import": lambda: self.import_(kind, workorder, state="progress"),
            "create": lambda: self.create_copy(
                kind,
                workorder,
                state="done",
                blocked_by_workorder_ids=[
                    Command.set(workorder.blocked_by_workorder_ids.ids)
                ],
            ),
            "wizard": lambda: self._press_in_part(kind, production),
            "direct": lambda: self.write_straight(workorder, state="done"),
        }


@tagged("post_install", "-at_install")
class TestRoutesMaking(MakingRouteCase):
    @covers("make.signoff", route=ROUTES, role="production")
    def test_the_next_operation_waits_by_every_route(self):
        _production, first, second = self._get_routed()
        self.as_("production", first).button_finish()
        self._try(self._ways_on(second), UNSIGNED)

    @covers("make.signoff", route=ROUTES, role="production")
    def test_the_next_operation_is_not_begun_first_by_any_route(self):
        _production, _first, second = self._get_routed()
        self._try(self._ways_on(second), UNSIGNED)

    @covers("make.serials", route=ROUTES, role="production")
    def test_the_rest_of_a_part_does_not_enter_on_what_entered_before(self):
        production = self._get_production()
        self._accept_made(production, 4)
        self._finish_part(production, 4)
        rest = self._get_rest(production)
        self._try(self._ways_done(rest), OVER_ACCEPTED)
        self.assertEqual(self._get_stocked(self.product), 4)

    @covers("make.serials", route=("form", "list", "rpc", "direct"), role="production")
    def test_serials_that_nobody_judged_do_not_enter(self):
        self.product.tracking = "serial"
        production = self._get_production(quantity=2)
        self._accept_made(production, 1)
        lots = self.env["stock.lot"].create(
            [{"name": f"SN-{n}", "product_id": self.product.id} for n in range(2)]
        )
        production.lot_producing_ids = lots
        production.qty_producing = 2
        ways = self._ways_done(production)
        for name in ("create", "wizard", "direct, move", "import"):
            del ways[name]
        self._try(ways, OVER_ACCEPTED)

    @covers("make.second", route=ROUTES, role="production")
    def test_a_second_order_does_not_enter_on_what_the_first_was_accepted_for(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10)
        second = self.env["mrp.production"].create(
            {
                "product_id": self.product.id,
                "product_qty": 10,
                "sale_line_id": production.sale_line_id.id,
                "reference_ids": [Command.set(production.reference_ids.ids)],
            }
        )
        second.action_confirm()
        self._try(self._ways_done(second), OVER_ACCEPTED)
        self.assertEqual(self._get_stocked(self.product), 10)

    @covers("make.scrap", route=("form", "rpc", "direct"), role="production")
    def test_scrap_asks_for_no_inspection(self):
        production = self._get_production()
        self._accept_made(production)
        self._finish_part(production, 10)
        scraps = self.as_("production", self.env["stock.scrap"])
        for product, act in (
            (self.product, lambda scrap: scrap.action_validate()),
            (self.component, lambda scrap: self._call("production", scrap, "do_scrap")),
            (self.product, lambda scrap: scrap.sudo().do_scrap()),
        ):
            scrap = scraps.create(
                {
                    "product_id": product.id,
                    "production_id": production.id,
                    "scrap_qty": 1,
                }
            )
            act(scrap)
            self.assertEqual(scrap.state, "done")
        self.assertEqual(self._get_stocked(self.product), 8)
