from odoo.exceptions import AccessError
from odoo.tests import tagged

from .inspection_common import InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionDisposition(InspectionCase):
    """H1.8: rejected goods are conceded, reworked, or go back; each lot by itself."""

    def setUp(self):
        super().setUp()
        self.purchase = self._buy()
        self.inspection = self._get_inspections(self.purchase)

    def test_concession_of_the_head_lets_goods_in(self):
        self._judge(self.inspection, 80, 20, "concession")
        self._receive(self.purchase.picking_ids)
        self.assertEqual(self._get_gain(), 80)
        self.as_("quality", self.inspection).action_concede("Scratches, inside only")
        waiver = self.inspection.concession_id
        self.assertEqual(waiver.granted_by_id, self.users["quality"])
        self.assertEqual(waiver.reason, "Scratches, inside only")
        self.assertEqual(waiver.company_id, self.company)
        put_away = self._get_open(self.purchase, self.quarantine)
        self.assertEqual(put_away.state, "assigned")
        self._receive(put_away)
        self.assertEqual(self._get_gain(), 100)

    def test_concession_is_refused_to_everybody_else(self):
        self._judge(self.inspection, 80, 20, "concession")
        for kind in ("inspector", "quality_and_stock"):
            with self.subTest(kind=kind), self._refused("head of Quality", AccessError):
                self.as_(kind, self.inspection).action_concede("Fine")
        with self._refused("belongs to Quality", AccessError):
            self.as_("supervisor", self.inspection).action_concede("Fine")
        self.assertEqual(
            self.as_("quality", self.inspection).action_concede(" ")["res_model"],
            "order.inspection.concede",
        )

    def test_head_does_not_concede_what_he_rejected(self):
        self._judge(self.inspection, 80, 20, "concession", kind="quality")
        with self._refused("needs a second person"):
            self.as_("quality", self.inspection).action_concede("Fine")

    def test_nothing_is_conceded_twice_or_unasked(self):
        self._judge(self.inspection, 80, 20)
        with self._refused("asks for no concession"):
            self.as_("quality", self.inspection).action_concede("Fine")

    def test_no_more_is_conceded_than_has_come(self):
        self._judge(self.inspection, 80, 20, "concession")
        receipt = self.purchase.picking_ids
        receipt.move_ids.move_line_ids.filtered(
            lambda line: line.location_dest_id == self.quarantine
        ).unlink()
        self._receive(receipt, backorder=False)
        self.assertEqual(self._get_gain(), 80)
        with self._refused("more would be accepted than has come"):
            self.as_("quality", self.inspection).action_concede("Inside only")

    def test_conceding_touches_the_guard_of_its_purchase(self):
        self._judge(self.inspection, 80, 20, "concession")
        guard = self.env["order.quantity.guard"].search(
            [
                ("res_model", "=", "purchase.order.line"),
                ("res_id", "=", self.purchase.order_line.id),
            ]
        )
        before = guard.version
        self.as_("quality", self.inspection).action_concede("Inside only")
        guard.invalidate_recordset()
        self.assertGreater(guard.version, before)

    def test_without_its_concession_the_goods_stay_in_quarantine(self):
        self._judge(self.inspection, 80, 20, "concession")
        self._receive(self.purchase.picking_ids)
        self.as_("quality", self.inspection).action_concede("Inside only")
        self.as_("supervisor", self.inspection.concession_id).sudo().action_revoke()
        with self._refused("20 Units more"):
            self._receive(self._get_open(self.purchase, self.quarantine))

    def test_what_a_vendor_brought_is_not_offered_again_by_the_workshop(self):
        self._judge(self.inspection, 80, 20, "rework")
        with self._refused("a vendor brought"):
            self.as_("production", self.inspection).action_offer_again()
        self.assertFalse(self.inspection.next_ids)

    def test_reworked_goods_are_inspected_again(self):
        self._judge(self.inspection, 80, 20, "rework")
        self._receive(self.purchase.picking_ids)
        action = self.as_("inspector", self.inspection).action_inspect_again()
        again = self.env["order.inspection"].browse(action["res_id"])
        self.assertEqual(again.line_ids.offered_quantity, 20)
        self.assertEqual(again.previous_id, self.inspection)
        self._judge(again, 15, 5)
        self.assertEqual(self.inspection.line_ids.rejected_quantity, 20)
        put_away = self._get_open(self.purchase, self.quarantine)
        self._receive(put_away - again.return_picking_ids)
        self._receive(again.return_picking_ids)
        self.assertEqual(self._get_gain(), 95)
        self.assertEqual(self._get_stock(self.quarantine), 0)
        with self._refused("nothing to inspect again"):
            self.as_("inspector", self.inspection).action_inspect_again()

    def test_only_quality_inspects_again_and_only_what_is_judged(self):
        self.as_("inspector", self.inspection.line_ids).write(
            {"accepted_quantity": 80, "rejected_quantity": 20, "disposition": "rework"}
        )
        with self._refused("To Inspect"):
            self.as_("inspector", self.inspection).action_inspect_again()
        self.as_("inspector", self.inspection).action_judge()
        with self._refused("belongs to Quality", AccessError):
            self.as_("warehouse", self.inspection).action_inspect_again()
        self.assertFalse(self.inspection.next_ids)

    # Lots

    def _buy_lots(self):
        self.component.tracking = "lot"
        purchase = self._buy()
        lots = self.env["stock.lot"].create(
            [
                {"name": name, "product_id": self.component.id}
                for name in ("GOOD", "BAD")
            ]
        )
        move = purchase.picking_ids.move_ids
        move.move_line_ids.unlink()
        for lot, quantity in zip(lots, (80, 20), strict=True):
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "product_id": self.component.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        return purchase, lots

    def _judge_lots(self, purchase, lots):
        """Accept the first lot of a draft and reject the other."""
        inspection = self.as_("inspector", self._get_inspections(purchase))
        if len(inspection.line_ids) == 1:
            inspection.line_ids.action_split()
        for line, lot, quantity in zip(
            inspection.line_ids, lots, (80, 20), strict=True
        ):
            line.write({"lot_id": lot.id, "offered_quantity": quantity})
        inspection.line_ids[0].action_accept()
        inspection.line_ids[1].action_reject()
        inspection.action_judge()
        return inspection.with_env(self.env)

    def test_rejected_lot_goes_to_quarantine_and_back(self):
        purchase, lots = self._buy_lots()
        inspection = self._judge_lots(purchase, lots)
        self._receive(purchase.picking_ids - inspection.return_picking_ids)
        held = self.env["stock.quant"].search(
            [("location_id", "=", self.quarantine.id)]
        )
        self.assertEqual(held.lot_id, lots[1])
        self.assertEqual(held.quantity, 20)
        returned = inspection.return_picking_ids
        self.assertEqual(returned.move_line_ids.lot_id, lots[1])

    def test_accepted_lot_does_not_cover_the_rejected_one(self):
        purchase, lots = self._buy_lots()
        inspection = self._judge_lots(purchase, lots)
        receipt = purchase.picking_ids - inspection.return_picking_ids
        operations = receipt.move_line_ids
        operations.location_dest_id = self.warehouse.lot_stock_id
        with self._refused("20 Units more"):
            self._receive(receipt)

    def test_lot_of_received_goods_is_not_exchanged_afterwards(self):
        purchase, lots = self._buy_lots()
        inspection = self._judge_lots(purchase, lots)
        receipt = purchase.picking_ids - inspection.return_picking_ids
        self._receive(receipt)
        good = receipt.move_line_ids.filtered(lambda line: line.lot_id == lots[0])
        with self._refused():
            good.lot_id = lots[1]

    def test_lots_that_wait_are_offered_one_by_one(self):
        self.warehouse.reception_steps = "two_steps"
        purchase, lots = self._buy_lots()
        self._receive(purchase.picking_ids)
        inspection = self._get_inspections(purchase)
        self.assertEqual(inspection.line_ids.lot_id, lots)
        self._judge_lots(purchase, lots)
        self._receive(inspection.return_picking_ids)
        self._receive(
            self._get_open(purchase, self.warehouse.wh_input_stock_loc_id)
            - inspection.return_picking_ids
        )
        self.assertEqual(self._get_gain(), 80)
