from odoo.tests import tagged

from .inspection_common import REFUSED
from .subcontract_common import SubcontractCase

UNORDERED = "without a purchase order"


@tagged("post_install", "-at_install")
class TestWithSubcontracting(SubcontractCase):
    """H1.8: what a subcontractor made enters stock as Quality accepted it."""

    def test_receipt_waits_for_its_inspection_by_every_route(self):
        purchase = self._buy([(self.casting, 10)])
        receipt = purchase.picking_ids
        self.assertTrue(receipt.move_ids.is_subcontract)
        self.assertEqual(self._get_inspections(purchase).kind, "incoming")
        production = self._get_made_outside(purchase)
        self._count(receipt.move_line_ids)
        ways = {
            "form": lambda: self.call("warehouse", receipt, "button_validate"),
            "batch": lambda: self.call(
                "warehouse", self._batch(receipt), "action_done"
            ),
            "state": lambda: self.call(
                "warehouse", receipt.move_ids, "write", {"state": "done"}
            ),
            "direct": lambda: receipt.move_ids.sudo()._action_done(),
        }
        self._try(ways, REFUSED)
        self.assertNotEqual(production.state, "done")

    def test_accepted_goods_enter_and_finish_what_was_made_outside(self):
        purchase = self._arrive()
        self.assertEqual(self._get_gain(self.casting), 10)
        production = self._get_made_outside(purchase)
        self.assertEqual(production.state, "done")
        self.assertEqual(production.move_raw_ids.quantity, 20)
        self.assertFalse(self._get_stock(self.place, self.casting))

    def test_rejected_goods_are_set_apart_and_go_back_to_their_maker(self):
        purchase = self._arrive(8, 2)
        self.assertEqual(self._get_gain(self.casting), 8)
        self.assertEqual(self._get_stock(self.quarantine, self.casting), 2)
        made = self._get_made_outside(purchase)
        self.assertEqual(set(made.mapped("state")), {"done"})
        self.assertEqual(sum(made.mapped("qty_produced")), 10)
        back = self.env["stock.picking"].search([("return_id", "!=", False)])
        self.assertEqual(back.location_dest_id, self.place)
        self._receive(back)
        self.assertFalse(self._get_stock(self.quarantine, self.casting))
        # What went back comes in again by another receipt, judged anew.
        with self._refusal(UNORDERED):
            again = self._move_by_hand(
                self.casting, 2, self.place, self.warehouse.lot_stock_id
            )
            self._receive(again, 2)

    def test_backorder_is_asked_and_takes_its_production_along(self):
        purchase = self._buy([(self.casting, 10)])
        self._judge(self._get_inspections(purchase), 6)
        self._receive(purchase.picking_ids, 6)
        rest = self._get_open(purchase)
        self.assertEqual(rest.move_ids.product_uom_qty, 4)
        with self._refusal(REFUSED):
            self._receive(rest, 4)
        self._judge(self._get_inspections(purchase))
        self._receive(rest, 4)
        self.assertEqual(self._get_gain(self.casting), 10)
        made = self._get_made_outside(purchase)
        self.assertEqual(sum(made.mapped("qty_produced")), 10)

    def test_each_lot_is_judged_by_its_name(self):
        self.casting.tracking = "lot"
        purchase = self._buy([(self.casting, 10)])
        receipt = purchase.picking_ids
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.casting.id} for name in ("C-1", "C-2")]
        )
        line = receipt.move_line_ids[:1]
        line.write({"lot_id": lots[0].id, "quantity": 6})
        line.copy({"lot_id": lots[1].id, "quantity": 4})
        inspection = self.as_("inspector", self._get_inspections(purchase))
        inspection.line_ids.write({"lot_id": lots[0].id, "offered_quantity": 6})
        inspection.line_ids.action_accept()
        inspection.action_judge()
        self._count(receipt.move_line_ids)
        with self._refusal("4 Units more"):
            self.call("warehouse", receipt, "button_validate")

    def test_components_sent_to_the_subcontractor_are_not_held(self):
        resupply = self._move_by_hand(
            self.component, 20, self.warehouse.lot_stock_id, self.place
        )
        self._receive(resupply, 20)
        self.assertEqual(self._get_stock(self.place), 20)

    def test_company_that_does_not_take_part_receives_as_odoo_does(self):
        self.company.sudo().use_order_to_delivery = False
        purchase = self._buy([(self.casting, 10)])
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_gain(self.casting), 10)


@tagged("post_install", "-at_install")
class TestWithSubcontractingSteps(SubcontractCase):
    def test_goods_wait_in_the_input_with_two_and_three_steps(self):
        for steps in ("two_steps", "three_steps"):
            with self.subTest(steps=steps):
                self.warehouse.reception_steps = steps
                before = self._get_gain(self.casting)
                purchase = self._buy([(self.casting, 10)])
                self._receive(purchase.picking_ids)
                made = self._get_made_outside(purchase)
                self.assertEqual(made.state, "done")
                self._judge(self._get_inspections(purchase), 8, 2)
                while steps := self._get_open(purchase).filtered(
                    lambda p: p.state == "assigned" and not p.return_id
                ):
                    self._receive(steps)
                self.assertEqual(self._get_gain(self.casting), before + 8)
