"""H1.8: a kit that a vendor brings is judged, stocked and given back by its parts."""

from odoo.tests import tagged

from .kit_common import SETS, KitCase, StepsCase


@tagged("post_install", "-at_install")
class TestKitsOneStep(KitCase):
    """Judged at the receipt; its rejected part goes to quarantine by it."""

    def setUp(self):
        super().setUp()
        self.inspection = self._get_inspections(self.purchase)

    def _split_lots(self):
        """Judge two lots by name: the second is rejected, and so is a lamp."""
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.board.id} for name in ("B-1", "B-2")]
        )
        move = self._get_move(self.receipt, self.board)
        move.move_line_ids.unlink()
        for lot, quantity in zip(lots, (6, 4), strict=True):
            values = move._prepare_move_line_vals(quantity=quantity)
            self.env["stock.move.line"].create({**values, "lot_id": lot.id})
        boards = self._get_line(self.inspection, self.board)
        self.as_("inspector", boards).action_split()
        boards = self._get_line(self.inspection, self.board)
        for line, lot, quantity in zip(boards, lots, (6, 4), strict=True):
            line.write({"lot_id": lot.id, "offered_quantity": quantity})
        self._accept(boards[0])
        self._reject(boards[1])
        self._reject(self._get_line(self.inspection, self.lamp), 1)
        self._sign(self.inspection)

    def test_parts_are_offered_each_by_itself(self):
        offered = {
            line.product_id: line.offered_quantity for line in self.inspection.line_ids
        }
        self.assertEqual(offered, {self.board: 2 * SETS, self.lamp: SETS})

    def test_accepted_parts_go_in_and_the_rest_goes_back(self):
        self._split_lots()
        self._receive(self.receipt)
        stock = self.warehouse.lot_stock_id
        boards = self._get_stock(stock, self.board)
        self.assertEqual((boards, self._get_stock(stock, self.lamp)), (6, 4))
        self.assertEqual(self._received(), SETS)
        returned = self.inspection.return_picking_ids
        self.assertEqual(returned.move_line_ids.lot_id.name, "B-2")
        self._receive(returned)
        self.assertEqual(self._received(), 3)

    def test_one_part_does_not_cover_another(self):
        self._name_lots()
        self._accept(self._get_line(self.inspection, self.board))
        lamp = self._get_line(self.inspection, self.lamp)
        lamp.offered_quantity = 0
        self._sign(self.inspection)
        with self._refused("Lamp.*5 Units more"):
            self._receive(self.receipt)


@tagged("post_install", "-at_install")
class TestKitsTwoSteps(StepsCase):
    steps = "two_steps"

    @property
    def gate_place(self):
        return self.warehouse.wh_input_stock_loc_id

    def test_parts_are_offered_lot_by_lot(self):
        self.check_parts_are_offered_lot_by_lot()

    def test_no_part_covers_another(self):
        self.check_no_part_covers_another()

    def test_a_rejected_lot_does_not_go_in_for_another(self):
        self.check_a_rejected_lot_does_not_go_in_for_another()

    def test_accepted_parts_go_in_and_the_rest_goes_back(self):
        self.check_accepted_parts_go_in_and_the_rest_goes_back()

    def test_done_steps_take_no_more_parts(self):
        self.check_done_steps_take_no_more_parts()

    def test_a_replacement_is_inspected_by_its_parts(self):
        self.check_a_replacement_is_inspected_by_its_parts()


@tagged("post_install", "-at_install")
class TestKitsThreeSteps(StepsCase):
    steps = "three_steps"

    @property
    def gate_place(self):
        return self.warehouse.wh_qc_stock_loc_id

    def _get_steps(self):
        to_control = self._get_open(
            self.purchase, self.warehouse.wh_input_stock_loc_id
        ) - (self.inspection.return_picking_ids)
        if to_control:
            self._receive(to_control)
        return super()._get_steps()

    def test_parts_are_offered_lot_by_lot(self):
        self.check_parts_are_offered_lot_by_lot()

    def test_no_part_covers_another(self):
        self.check_no_part_covers_another()

    def test_accepted_parts_go_in_and_the_rest_goes_back(self):
        self.check_accepted_parts_go_in_and_the_rest_goes_back()

    def test_a_rejected_lot_does_not_go_in_for_another(self):
        self.check_a_rejected_lot_does_not_go_in_for_another()

    def test_done_steps_take_no_more_parts(self):
        self.check_done_steps_take_no_more_parts()

    def test_a_replacement_is_inspected_by_its_parts(self):
        self.check_a_replacement_is_inspected_by_its_parts()
