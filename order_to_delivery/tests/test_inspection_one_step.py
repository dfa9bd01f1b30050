from odoo import Command
from odoo.tests import tagged

from .inspection_common import REFUSED, InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionOneStep(InspectionCase):
    """H1.8: what a vendor brings enters stock as Quality has accepted it."""

    def test_inspection_comes_by_itself_once_the_receipt_is_ready(self):
        purchase = self._buy([(self.component, 100), (self.stocked, 7)])
        inspection = self._get_inspections(purchase)
        self.assertEqual(len(inspection), 1)
        self.assertEqual(inspection.kind, "incoming")
        self.assertEqual(inspection.picking_id, purchase.picking_ids)
        self.assertEqual(inspection.partner_id, self.vendor)
        self.assertRegex(inspection.name, r"^QI/\d{4}/\d+$")
        self.assertEqual(inspection.line_ids.mapped("offered_quantity"), [100, 7])
        purchase.picking_ids.action_assign()
        self.assertEqual(self._get_inspections(purchase), inspection)

    def test_goods_wait_until_they_are_judged(self):
        purchase = self._buy()
        with self._refused(f"(?s){REFUSED}.*Quality"):
            self._receive(purchase.picking_ids)
        self.assertEqual(self._get_gain(), 0)
        self._judge(self._get_inspections(purchase))
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_gain(), 100)
        self.assertEqual(purchase.order_line.qty_received, 100)

    def test_refusal_names_product_order_and_what_is_missing(self):
        purchase = self._buy()
        with self._refused(f"(?s)Board.*{purchase.name}: 100 Units more"):
            self._receive(purchase.picking_ids)

    def test_eighty_accepted_and_twenty_rejected_is_one_form(self):
        """cases.md: partial accept 80/20."""
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 80, 20)
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_gain(), 80)
        self.assertEqual(self._get_stock(self.quarantine), 20)
        self.assertEqual(purchase.picking_ids.mapped("state").count("done"), 1)

    def test_rejected_goods_go_back_by_a_return_that_is_prepared(self):
        purchase = self._buy()
        inspection = self._judge(self._get_inspections(purchase), 80, 20)
        returned = inspection.return_picking_ids
        self.assertEqual(returned.state, "waiting")
        self._receive(purchase.picking_ids - returned)
        self.assertEqual(returned.state, "assigned")
        self.assertEqual(returned.location_dest_id, self.vendors)
        self._receive(returned)
        self.assertEqual(self._get_stock(self.quarantine), 0)
        self.assertEqual(purchase.order_line.qty_received, 80)

    def test_purchasing_is_told_what_was_rejected(self):
        purchase = self._buy()
        inspection = self._judge(self._get_inspections(purchase), 80, 20)
        activity = purchase.activity_ids
        self.assertEqual(activity.user_id, self.users["purchasing"])
        self.assertIn(inspection.name, activity.summary)
        self.assertIn("20 Units", activity.note)
        self.assertIn(inspection.return_picking_ids.name, activity.note)

    def test_fully_rejected_receipt_can_still_be_recorded(self):
        """cases.md: fully rejected receipt must still be recordable."""
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 0, 100)
        receipt = purchase.picking_ids.filtered(lambda p: p.location_id == self.vendors)
        self._receive(receipt)
        self.assertEqual(self._get_gain(), 0)
        self.assertEqual(self._get_stock(self.quarantine), 100)

    def test_quarantine_is_not_available_for_orders(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 0, 100)
        before = self.component.free_qty
        receipt = purchase.picking_ids.filtered(lambda p: p.location_id == self.vendors)
        self._receive(receipt)
        self.component.invalidate_recordset()
        self.assertEqual(self.component.free_qty, before)
        self.assertEqual(self.component.qty_available, before)

    def test_eighty_are_judged_today_and_twenty_tomorrow(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 80)
        rest = self._get_inspections(purchase)
        self.assertEqual(rest.line_ids.offered_quantity, 20)
        with self._refused("20 Units more"):
            self._receive(purchase.picking_ids)
        self._receive(purchase.picking_ids, 80)
        self._judge(rest)
        self._receive(self._get_open(purchase))
        self.assertEqual(self._get_gain(), 100)

    def test_backorder_takes_its_inspection_along(self):
        """cases.md: backorder without checks; moves go, checks stay behind."""
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 80)
        self._receive(purchase.picking_ids, 80)
        backorder = self._get_open(purchase)
        inspection = self._get_inspections(purchase)
        self.assertEqual(inspection.picking_id, backorder)
        with self._refused("20 Units more"):
            self._receive(backorder)

    def test_what_was_accepted_once_covers_the_backorder(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase))
        self._receive(purchase.picking_ids, 60)
        self.assertFalse(self._get_inspections(purchase))
        self._receive(self._get_open(purchase))
        self.assertEqual(self._get_gain(), 100)

    def test_what_does_not_come_any_more_is_not_inspected(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 80)
        rest = self._get_inspections(purchase)
        self._receive(purchase.picking_ids, 80, backorder=False)
        self.assertEqual(rest.state, "closed")

    def test_cancelled_receipt_closes_its_inspection(self):
        purchase = self._buy()
        inspection = self._get_inspections(purchase)
        purchase.button_cancel()
        self.assertEqual(inspection.state, "closed")

    def test_untouched_product_does_not_block_the_others(self):
        purchase = self._buy([(self.component, 10), (self.stocked, 5)])
        inspection = self.as_("inspector", self._get_inspections(purchase))
        one, other = inspection.line_ids
        other.offered_quantity = 0
        one.action_accept()
        inspection.action_judge()
        receipt = self.as_("warehouse", purchase.picking_ids)
        receipt.move_ids.filtered(
            lambda m: m.product_id == self.component
        ).picked = True
        receipt.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=[]
        ).button_validate()
        self.assertEqual(self._get_gain(), 10)
        self.assertEqual(
            self._get_inspections(purchase).line_ids.product_id, self.stocked
        )

    def test_dozens_are_counted_in_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env["ir.config_parameter"].sudo().set_param("stock.propagate_uom", "1")
        purchase = self._buy([(self.component, 10, {"product_uom_id": dozen.id})])
        inspection = self._get_inspections(purchase)
        self.assertEqual(inspection.line_ids.product_uom_id, dozen)
        self._judge(inspection, 8, 2)
        with self._refused("12 Units more"):
            self._receive(self._get_open(purchase, self.vendors), 9)
        self._receive(self._get_open(purchase, self.vendors), None)
        self.assertEqual(self._get_gain(), 96)
        self.assertEqual(self._get_stock(self.quarantine), 24)

    def test_more_than_ordered_needs_more_accepted(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase))
        with self._refused("10 Units more"):
            self._receive(purchase.picking_ids, 110)

    def test_replacement_of_returned_goods_is_inspected_anew(self):
        """What went back makes no room for what nobody has seen."""
        purchase = self._buy()
        self._judge(self._get_inspections(purchase))
        receipt = self._receive(purchase.picking_ids)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=receipt.id, active_model="stock.picking")
            .create({"picking_id": receipt.id})
        )
        wizard.product_return_moves.quantity = 10
        returned = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self._receive(returned, 10)
        self.assertEqual(self._get_gain(), 90)
        purchase.order_line.product_qty = 110
        replacement = self._get_open(purchase)
        with self._refused("Units more"):
            self._receive(replacement)
        self._judge(self._get_inspections(purchase))
        self._receive(replacement)

    def test_kit_is_judged_by_its_parts(self):
        part = self.stocked
        kit = self.env["product.product"].create({"name": "Set", "is_storable": False})
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": self.component.id, "product_qty": 2}),
                    Command.create({"product_id": part.id, "product_qty": 1}),
                ],
            }
        )
        purchase = self._buy([(kit, 5)])
        inspection = self._get_inspections(purchase)
        offered = {
            line.product_id: line.offered_quantity for line in inspection.line_ids
        }
        self.assertEqual(offered, {self.component: 10, part: 5})
        with self._refused():
            self._receive(purchase.picking_ids)
        self._judge(inspection)
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_gain(), 10)
