from odoo import Command
from odoo.tests import tagged

from .making_case import OVER_ACCEPTED, MakingCase


@tagged("post_install", "-at_install")
class TestMakingKinds(MakingCase):
    """Merged and split orders, sub-assemblies, by-products, lots (H1.11)."""

    def test_merged_orders_keep_what_was_accepted_and_moved(self):
        production, first, _second = self._get_routed(100)
        self._accept_made(production, 70, first)
        self._accept_made(production, 70)
        self._finish_part(production, 40)
        other = self._get_production(self.routed, 50)
        rest = self._get_rest(production)
        action = self.as_("production", rest | other).action_merge()
        merged = self.env["mrp.production"].browse(action["res_id"])
        self.assertEqual(merged.product_qty, 110)
        self.assertEqual(production.production_group_id, merged.production_group_id)
        self._finish_part(merged, 30)
        rest = self._get_rest(merged)
        with self.refused(OVER_ACCEPTED):
            self._finish_part(rest, 80)
        self._inspect_made(rest, 80)
        self._finish_part(rest, 80)
        self.assertEqual(self._get_stocked(self.routed), 150)

    def test_a_split_order_shares_what_was_accepted(self):
        production = self._get_production()
        self._accept_made(production, 5)
        parts = production.sudo()._split_productions({production: [5, 5]})
        self._finish_part(parts[0], 5, backorder=False)
        with self.refused(OVER_ACCEPTED):
            self._finish_part(parts[1], 5, backorder=False)

    def test_a_sub_assembly_is_inspected_as_well(self):
        inner = self._make_product("Inner", [(self.component, 1)])
        outer = self._make_product("Outer", [(inner, 1)])
        order = self._instructed([(outer, 4)])
        reference = order.sudo().stock_reference_ids[:1]
        sub = self.env["mrp.production"].create(
            {
                "product_id": inner.id,
                "product_qty": 4,
                "reference_ids": [Command.link(reference.id)],
            }
        )
        sub.action_confirm()
        self.assertFalse(sub.sale_line_id)
        with self.refused(OVER_ACCEPTED):
            self._call("production", sub, "button_mark_done")
        with self.refused("stays with it"):
            self._call("sales", reference, "write", {"sale_ids": [Command.clear()]})
        inspection = self._accept_made(sub)
        # Customer Service looks at what the customer gets.
        self.assertFalse(inspection.needs_second_signature)
        self._call("production", sub, "button_mark_done")
        self.assertEqual(sub.state, "done")

    def test_byproducts_scrap_and_unbuilding_are_not_asked(self):
        waste = self._make_product("Waste")
        self.bom.byproduct_ids = [
            Command.create({"product_id": waste.id, "product_qty": 1})
        ]
        production = self._get_production()
        self._accept_made(production)
        self._call("production", production, "button_mark_done")
        self.assertEqual(self._get_stocked(waste), 10)
        scrap = self.as_("production", self.env["stock.scrap"]).create(
            {
                "product_id": self.product.id,
                "production_id": production.id,
                "scrap_qty": 1,
            }
        )
        scrap.do_scrap()
        self.assertEqual(self._get_stocked(self.product), 9)
        unbuild = self.env["mrp.unbuild"].create(
            {"mo_id": production.id, "product_id": self.product.id, "product_qty": 2}
        )
        unbuild.action_unbuild()
        self.assertEqual(self._get_stocked(self.product), 7)

    def test_each_serial_number_may_be_judged_by_name(self):
        self.product.tracking = "serial"
        production = self._get_production(quantity=3)
        lots = self.env["stock.lot"].create(
            [{"name": f"SN-{n}", "product_id": self.product.id} for n in range(3)]
        )
        inspection = self._offer(production, lot_ids=[Command.set(lots.ids)])
        self.assertEqual(inspection.line_ids.lot_id, lots)
        judge = self.as_("quality", inspection)
        judge.line_ids[:2].action_accept()
        judge.line_ids[2:].action_reject()
        self.assertEqual(judge.line_ids[2:].disposition, "rework")
        judge.action_judge()
        self._sign_made(inspection)
        production.lot_producing_ids = lots
        production.qty_producing = 3
        with self.refused(OVER_ACCEPTED):
            self._finish_part(production, 3, backorder=False)
        production.lot_producing_ids = lots[:2]
        self._finish_part(production, 2)
        self.assertEqual(self._get_stocked(self.product), 2)

    def test_a_lot_is_not_another_one(self):
        self.product.tracking = "lot"
        production = self._get_production()
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.product.id} for name in ("L-1", "L-2")]
        )
        inspection = self._offer(production, lot_ids=[Command.set(lots.ids)])
        judge = self.as_("quality", inspection)
        judge.line_ids[0].action_accept()
        judge.line_ids[1].action_reject()
        judge.action_judge()
        self._sign_made(inspection)
        production.lot_producing_ids = lots[1]
        with self.refused(OVER_ACCEPTED):
            self._finish_part(production, 5)
        production.lot_producing_ids = lots[0]
        self._finish_part(production, 5)
        self.assertEqual(self._get_stocked(self.product), 5)

    def test_many_serials_at_once_are_asked_for(self):
        self.product.tracking = "serial"
        production = self._get_production(quantity=3)
        self._accept_made(production, 2)
        parts = production.sudo()._split_productions({production: [1, 1, 1]})
        for number, part in enumerate(parts):
            part.lot_producing_ids = self.env["stock.lot"].create(
                {"name": f"SN-{number}", "product_id": self.product.id}
            )
            part.qty_producing = 1
            part._set_qty_producing()
        with self.refused(OVER_ACCEPTED):
            self._call("production", parts, "button_mark_done")
        self._call("production", parts[:2], "button_mark_done")
        self.assertEqual(self._get_stocked(self.product), 2)

    def test_what_subcontractors_make_is_left_to_its_receipt(self):
        production = self._get_production()
        self.assertFalse(production._is_subcontracted())
