"""Kits that a vendor brings, and what is done with their parts."""

from odoo import Command

from .inspection_common import InspectionCase

SETS = 5


class KitCase(InspectionCase):
    """A set of two boards, which have lots, and one lamp, bought five times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls._build_product(
            "Board", "KIT-B", is_storable=True, tracking="lot"
        )
        cls.lamp = cls._build_product("Lamp", "KIT-L", is_storable=True)
        cls.kit = cls.env["product.product"].create(
            {"name": "Set", "is_storable": False}
        )
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": cls.board.id, "product_qty": 2}),
                    Command.create({"product_id": cls.lamp.id, "product_qty": 1}),
                ],
            }
        )

    def setUp(self):
        super().setUp()
        self.purchase = self._buy([(self.kit, SETS)])
        self.receipt = self.purchase.picking_ids

    def _name_lots(self):
        """Count six boards of one lot and four of another."""
        move = self._get_move(self.receipt, self.board)
        move.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                {
                    **move._prepare_move_line_vals(),
                    "quantity": quantity,
                    "lot_name": name,
                }
                for name, quantity in (("B-1", 6), ("B-2", 4))
            ]
        )

    def _get_move(self, pickings, product):
        return pickings.move_ids.filtered(lambda move: move.product_id == product)

    def _get_line(self, inspection, product, lot=None):
        return inspection.line_ids.filtered(
            lambda line: line.product_id == product and lot in (None, line.lot_id.name)
        )

    def _accept(self, lines):
        self.as_("inspector", lines).action_accept()

    def _reject(self, lines, quantity=None):
        for line in self.as_("inspector", lines):
            rejected = line.offered_quantity if quantity is None else quantity
            line.write(
                {
                    "accepted_quantity": line.offered_quantity - rejected,
                    "rejected_quantity": rejected,
                    "disposition": "return",
                }
            )

    def _sign(self, inspection):
        self.as_("inspector", inspection).action_judge()

    def _received(self):
        self.purchase.invalidate_recordset()
        return self.purchase.order_line.qty_received


class StepsCase(KitCase):
    """Kits that wait at the input: what leaves it for stock is the floor."""

    def setUp(self):
        super().setUp()
        self._name_lots()
        self._receive(self.receipt)
        self.inspection = self._get_inspections(self.purchase)

    def _get_steps(self):
        """Return the open transfers that bring the parts into stock."""
        return self._get_open(self.purchase, self.gate_place) - (
            self.inspection.return_picking_ids
        )

    def _judge_second_lot_bad(self):
        """Accept all but the second lot of boards, and one lamp."""
        self._accept(self._get_line(self.inspection, self.board, "B-1"))
        self._reject(self._get_line(self.inspection, self.board, "B-2"))
        self._reject(self._get_line(self.inspection, self.lamp), 1)
        self._sign(self.inspection)

    def check_parts_are_offered_lot_by_lot(self):
        offered = {
            (line.product_id, line.lot_id.name): line.offered_quantity
            for line in self.inspection.line_ids
        }
        self.assertEqual(
            offered,
            {
                (self.board, "B-1"): 6,
                (self.board, "B-2"): 4,
                (self.lamp, False): SETS,
            },
        )
        self.assertEqual(self._received(), SETS)

    def check_no_part_covers_another(self):
        self._accept(self._get_line(self.inspection, self.board))
        self._reject(self._get_line(self.inspection, self.lamp))
        self._sign(self.inspection)
        step = self._get_steps()
        alive = step.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(alive.product_id, self.board)
        lamps = alive.copy(
            {"product_id": self.lamp.id, "product_uom_qty": 5, "picking_id": step.id}
        )
        lamps._action_confirm(merge=False)
        lamps.quantity = SETS
        with self._refused("Lamp.*5 Units more"):
            self._receive(step)

    def check_a_rejected_lot_does_not_go_in_for_another(self):
        self._judge_second_lot_bad()
        step = self._get_steps()
        operation = self._get_move(step, self.board).move_line_ids
        self.assertEqual(operation.lot_id.name, "B-1")
        second = self._get_line(self.inspection, self.board, "B-2").lot_id
        self.inspection.return_picking_ids.do_unreserve()
        operation.write({"lot_id": second.id, "quantity": 4})
        with self._refused("Board.*4 Units more"):
            self._receive(step)

    def check_accepted_parts_go_in_and_the_rest_goes_back(self):
        self._judge_second_lot_bad()
        self._receive(self._get_steps())
        self.assertEqual(
            (self._in_stock(self.board), self._in_stock(self.lamp)), (6, 4)
        )
        returned = self.inspection.return_picking_ids
        self.assertEqual(returned.move_line_ids.lot_id.name, "B-2")
        self._receive(returned)
        # Six boards make three sets; four have gone back.
        self.assertEqual(self._received(), 3)
        self.assertFalse(self._get_waiting())

    def check_done_steps_take_no_more_parts(self):
        self._judge_second_lot_bad()
        step = self._get_steps()
        self._receive(step)
        clerk = self.as_("warehouse", step)
        lamps = self._get_move(clerk, self.lamp)
        dozen = self.env.ref("uom.product_uom_dozen")
        for change in (
            lambda: lamps.write({"quantity": 5}),
            lambda: lamps.move_line_ids.write({"quantity": 5}),
            lambda: lamps.move_line_ids.write({"product_uom_id": dozen.id}),
            lambda: lamps.move_line_ids.copy({"quantity": 1}),
            lambda: lamps.copy({"state": "done", "quantity": 1}),
        ):
            with self._refused("Lamp"):
                change()
        self.assertEqual(self._in_stock(self.lamp), 4)

    def check_a_replacement_is_inspected_by_its_parts(self):
        self._judge_second_lot_bad()
        self._receive(self._get_steps())
        self._receive(self.inspection.return_picking_ids)
        again = self.receipt.copy()
        for move in again.move_ids:
            move.product_uom_qty = {self.board: 4, self.lamp: 1}[move.product_id]
        again.action_confirm()
        board = self._get_move(again, self.board)
        board.move_line_ids.lot_name = "B-3"
        self._receive(again)
        inspection = self._get_inspections(self.purchase)
        self.assertEqual(self._get_line(inspection, self.board).offered_quantity, 4)
        with self._refused("Board.*4 Units more"):
            self._receive(self._get_steps())
        self._judge(inspection)
        self._receive(self._get_steps())
        self.assertEqual(self._received(), SETS)
        self.assertEqual(self._in_stock(self.board), 2 * SETS)

    def _in_stock(self, product):
        return self._get_stock(self.warehouse.lot_stock_id, product)

    def _get_waiting(self):
        return self._get_stock(self.gate_place, self.board) + self._get_stock(
            self.gate_place, self.lamp
        )
