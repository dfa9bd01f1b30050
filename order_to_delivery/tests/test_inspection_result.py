from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KINDS
from .inspection_common import InspectionCase

STAYS = "is [Jj]udged"


@tagged("post_install", "-at_install")
class TestInspectionResult(InspectionCase):
    """H1.8: Quality signs quantities, and a signed result stays."""

    def setUp(self):
        super().setUp()
        self.purchase = self._buy()
        self.inspection = self._get_inspections(self.purchase)
        self.line = self.as_("inspector", self.inspection.line_ids)

    def _sign(self):
        self.as_("inspector", self.inspection).action_judge()

    # What a result says

    def test_accepted_and_rejected_together_are_what_was_offered(self):
        self.line.write({"accepted_quantity": 80, "rejected_quantity": 10})
        with self._refused(
            "(?s)together are what was offered.*becomes of the rejected"
        ):
            self._sign()

    def test_quantities_are_not_below_zero(self):
        self.line.write(
            {
                "accepted_quantity": 120,
                "rejected_quantity": -20,
            }
        )
        with self._refused("not below zero"):
            self._sign()

    def test_nothing_offered_is_no_result(self):
        self.line.offered_quantity = 0
        with self._refused("Nothing was offered"):
            self._sign()

    def test_no_more_is_accepted_than_has_come(self):
        self.line.write({"offered_quantity": 200, "accepted_quantity": 200})
        with self._refused("more would be accepted than has come"):
            self._sign()

    def test_signed_result_says_who_and_when(self):
        self._judge(self.inspection, 80, 20)
        self.assertEqual(self.inspection.inspector_id, self.users["inspector"])
        self.assertTrue(self.inspection.inspected_date)
        self.assertEqual(self.inspection.result, "partly")

    # Who signs, and what stays

    def test_only_quality_judges(self):
        self.line.action_accept()
        for kind in set(KINDS) - {"quality"}:
            with self.subTest(kind=kind):
                inspection = self.as_(kind, self.inspection)
                with self._refused("belongs to Quality", AccessError):
                    inspection.action_judge()
                with self._refused("belongs to Quality", AccessError):
                    inspection.action_accept_all()
                for step in ("action_accept", "action_reject", "action_split"):
                    with self._refused("belongs to Quality", AccessError):
                        getattr(inspection.line_ids, step)()
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    inspection.line_ids.write({"accepted_quantity": 1})

    def test_state_and_signature_are_written_by_no_route(self):
        inspection = self.as_("inspector", self.inspection)
        for values in (
            {"state": "judged"},
            {"inspector_id": self.users["inspector"].id},
            {"received_by_id": False},
            {"concession_id": False},
            {"purchase_id": False},
            {"name": "QI/0"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                inspection.write(values)
        with self.assertRaises(AccessError):
            inspection.create({"kind": "incoming", "state": "judged"})
        with self.assertRaises(AccessError):
            inspection.with_context(default_state="judged").create({"kind": "incoming"})
        with self.assertRaises(AccessError):
            inspection.unlink()

    def test_a_result_stays_whoever_would_change_it(self):
        """Not even the server adds to it, takes from it, or gives it other goods."""
        self._judge(self.inspection, 80, 20)
        inspection = self.as_("inspector", self.inspection)
        server = self.inspection.sudo()
        for change in (
            inspection.action_accept_all,
            inspection.action_judge,
            inspection.line_ids.action_split,
            lambda: inspection.write({"kind": "finished"}),
            lambda: server.write({"picking_id": False}),
            server.line_ids.copy,
            server.line_ids.unlink,
            server.unlink,
        ):
            with self._refused(STAYS):
                change()

    def test_what_is_judged_is_not_chosen_by_the_inspector(self):
        """cases.md: inspection linked, but for another item."""
        other = self._buy([(self.stocked, 5)])
        for values in (
            {"purchase_line_id": other.order_line.id},
            {"product_id": self.stocked.id},
            {"inspection_id": self._get_inspections(other).id},
            {"accepted_product_quantity": 1000},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.line.write(values)

    def test_draft_and_rejected_inspections_let_nothing_in(self):
        """cases.md: inspection linked, but draft or rejected."""
        self.line.write({"accepted_quantity": 100})
        with self._refused():
            self._receive(self.purchase.picking_ids)
        self.line.write(
            {"accepted_quantity": 0, "rejected_quantity": 100, "disposition": "scrap"}
        )
        self._sign()
        receipt = self.purchase.picking_ids
        receipt.move_ids.move_line_ids.location_dest_id = self.warehouse.lot_stock_id
        with self._refused():
            self._receive(receipt)

    def test_inspection_of_another_product_lets_nothing_in(self):
        other = self._buy([(self.stocked, 100)])
        self._judge(self._get_inspections(other))
        with self._refused():
            self._receive(self.purchase.picking_ids)

    def test_result_cannot_be_flipped(self):
        self._judge(self.inspection, 80, 20)
        for values in (
            {"accepted_quantity": 100, "rejected_quantity": 0},
            {"disposition": "concession"},
            {"offered_quantity": 10},
            {"lot_id": False},
        ):
            with self.subTest(values=values), self._refused("its result stays"):
                self.line.write(values)
        with self._refused("this step is not open"):
            self._sign()
        for step in ("action_accept", "action_reject", "action_split"):
            with self.subTest(step=step), self._refused("its result stays"):
                getattr(self.line, step)()

    def test_inspector_does_not_judge_what_he_received(self):
        self.warehouse.reception_steps = "two_steps"
        purchase = self._buy()
        self._receive(purchase.picking_ids, kind="quality_and_stock")
        inspection = self._get_inspections(purchase)
        with self._refused("You received the goods"):
            self._judge(inspection, kind="quality_and_stock")
        self.company.sudo().order_allow_own_inspection = True
        self._judge(inspection, kind="quality_and_stock")

    def test_who_judged_does_not_receive(self):
        self._judge(self.inspection, kind="quality_and_stock")
        with self._refused("You judged"):
            self._receive(self.purchase.picking_ids, kind="quality_and_stock")
        self._receive(self.purchase.picking_ids)

    # Two taps

    def test_two_taps_judge_a_whole_receipt(self):
        inspection = self.as_("inspector", self.inspection)
        inspection.action_accept_all()
        inspection.action_judge()
        self.assertEqual(inspection.result, "accepted")
        self.assertEqual(inspection.line_ids.accepted_quantity, 100)

    def test_accept_all_leaves_what_was_judged_already(self):
        purchase = self._buy([(self.component, 10), (self.stocked, 5)])
        inspection = self.as_("inspector", self._get_inspections(purchase))
        inspection.line_ids[0].action_reject()
        inspection.action_accept_all()
        self.assertEqual(inspection.line_ids.mapped("accepted_quantity"), [0, 5])
