from odoo.tests import tagged

from .start_common import StartCase

GONE = "would consume .*Motor.* that is not there"


@tagged("post_install", "-at_install")
class TestWhatWasStartedGoesOn(StartCase):
    """Part of the output needs its part of the materials; what began ends (H1.9)."""

    def _take_away(self, quantity):
        """Have goods vanish from stock, as a stocktaking finds."""
        self._stock(self.motor, -quantity)

    def _rest(self, production):
        group = production.production_group_id.production_ids
        return group.filtered(lambda mo: mo.state not in ("done", "cancel"))

    def test_each_days_output_needs_its_own_materials(self):
        self._stock(self.motor, 9)
        production = self._made()
        with self._refusal("lacks 3 Units"):
            self._finish(production, 4)
        self._finish(production, 3)
        self.assertEqual((production.state, production.started_quantity), ("done", 3))
        rest = self._rest(production)
        self.assertEqual((rest.state, rest.product_qty), ("confirmed", 7))
        with self._refusal("lacks 21 Units"):
            self._start(rest)
        self._stock(self.motor, 21)
        self._finish(rest)
        self.assertEqual(rest.state, "done")

    def test_what_has_operations_is_cancelled_though_its_material_lacks(self):
        self._add_operation()
        self._stock(self.motor, 9)
        production = self._made()
        production.move_raw_ids._action_assign()
        self.call("production", production, "action_cancel")
        self.assertEqual(production.state, "cancel")

    def test_what_was_started_whole_is_finished_day_by_day(self):
        self._stock(self.motor, 30)
        production = self._made()
        self._start(production)
        self._finish(production, 4)
        rest = self._rest(production)
        self.assertEqual((production.state, rest.product_qty), ("done", 6))
        self._finish(rest)
        self.assertEqual(rest.state, "done")
        self.assertFalse(self._on_hand())

    def _on_hand(self):
        stock = self.warehouse.lot_stock_id
        return self.motor.with_context(location=stock.id).qty_available

    def test_more_than_was_started_is_asked_anew(self):
        self._stock(self.motor, 9)
        production = self._made()
        self.call("production", production, "write", {"qty_producing": 3})
        self.assertEqual(production.state, "progress")
        with self._refusal("lacks 21 Units"):
            self.call("production", production, "write", {"qty_producing": 10})
        self._stock(self.motor, 21)
        self.call("production", production, "write", {"qty_producing": 10})
        self.assertEqual(production.started_quantity, 10)

    def test_what_was_started_ends_when_others_book_its_goods(self):
        self._stock(self.motor, 30)
        production, other = self._made(), self._made()
        self._start(production)
        other.move_raw_ids.quantity = 30
        self._finish(production)
        self.assertEqual(production.state, "done")

    def test_goods_that_are_gone_are_not_consumed(self):
        self._stock(self.motor, 30)
        production = self._made()
        self._start(production)
        self._take_away(10)
        with self._refusal(f"{GONE}.* 10 Units are missing"):
            self._finish(production)
        self._stock(self.motor, 10)
        self._finish(production)

    def test_more_is_not_consumed_than_there_is(self):
        self._stock(self.motor, 30)
        production = self.as_("production", self._made())
        self._inspect_made(production)
        production.qty_producing = 10
        production._set_qty_producing()
        production.move_raw_ids.quantity = 31
        with self._refusal(f"{GONE}.* 1 Units are missing"):
            production.with_context(skip_consumption=True).button_mark_done()

    def test_what_was_consumed_is_not_raised_beyond_what_there_is(self):
        self._stock(self.motor, 30)
        production = self._made()
        self._finish(production)
        line = production.move_raw_ids.move_line_ids
        with self._refusal(GONE):
            self.call("production", line, "write", {"quantity": 31})
        with self._refusal(GONE):
            self.call(
                "production",
                line,
                "create",
                {
                    "move_id": line.move_id.id,
                    "product_id": self.motor.id,
                    "quantity": 1,
                    "location_id": line.location_id.id,
                    "location_dest_id": line.location_dest_id.id,
                },
            )
        self._stock(self.motor, 1)
        self.call("production", line, "write", {"quantity": 31})
        self.call("production", line, "write", {"quantity": 29})

    def test_nothing_is_consumed_from_nowhere(self):
        self._stock(self.motor, 30)
        production = self._made()
        self._finish(production)
        line = production.move_raw_ids.move_line_ids
        nowhere = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        with self._refusal(GONE):
            self.call("production", line, "write", {"location_id": nowhere.id})

    def test_components_are_not_called_consumed_before_the_start(self):
        production = self._made()
        with self._refusal("was not started"):
            production.move_raw_ids.sudo().write({"quantity": 30, "state": "done"})
            self.env.flush_all()

    def test_production_for_stock_may_owe_goods_as_in_odoo(self):
        production = self.env["mrp.production"].create(
            {"product_id": self.machine.id, "product_qty": 1}
        )
        production.action_confirm()
        self._finish(production)
        self.assertEqual(production.state, "done")

    def test_a_leftover_goes_back_by_lowering_what_was_consumed(self):
        self._stock(self.motor, 30)
        production = self._made()
        self._finish(production)
        self.assertFalse(self._on_hand())
        line = production.move_raw_ids.move_line_ids
        self.call("production", line, "write", {"quantity": 28})
        self.env.invalidate_all()
        self.assertEqual(self._on_hand(), 2)
