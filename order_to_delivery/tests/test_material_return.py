from odoo.exceptions import AccessError
from odoo.tests import tagged

from .return_common import ReturnByTransferCase, ReturnCase

NOTHING = "has nothing to give back"


@tagged("post_install", "-at_install")
class TestMaterialReturnAtOnce(ReturnCase):
    """Where materials are used from stock, less was used (退料, H1.15)."""

    def test_what_was_reported_beyond_use_is_used_less(self):
        production = self._made()
        self._use(production, 33)
        self.assertEqual(self._get_motors(), 67)
        document = self._leave(production)
        self.assertEqual(document.line_ids.product_id, self.motor)
        self.assertEqual(document.line_ids.quantity, 3)
        before = self._get_version(production.production_group_id)
        self._give(document)
        self.assertGreater(self._get_version(production.production_group_id), before)
        self.assertEqual(document.state, "returned")
        self.assertEqual(document.returned_by_id, self.users["production"])
        self.assertEqual(self._get_motors(), 70)
        self.assertEqual(production.move_raw_ids.quantity, 30)
        self.assertFalse(document.picking_id)
        self.assertIn(
            "3 Units Motor", production.message_ids[0].body.replace("[T-MOTOR] ", "")
        )

    def test_no_more_comes_back_than_was_used(self):
        production = self._made()
        self._use(production, 33)
        document = self._leave(production)
        with self.refused("33 Units are left to give back"):
            self._give(document, 34)
        with self.refused("not below zero"):
            self._give(document, -1)
        with self.refused("how much"):
            self._give(document, 0)
        self._give(document, 10)
        self.assertEqual(production.move_raw_ids.quantity, 23)

    def test_nothing_is_left_where_nothing_was_started(self):
        production = self._made()
        with self.refused("was not started"):
            self._leave(production)
        self._start(production)
        with self.refused(NOTHING):
            self._leave(production)

    def test_each_lot_goes_back_by_its_name(self):
        part = self._make_part("Coil", 5, tracking="lot")
        product = self._make_product("Relay", [(part, 1)])
        product.bom_ids.consumption = "flexible"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": part.id} for name in ("W-1", "W-2")]
        )
        stock = self.warehouse.lot_stock_id
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                part, stock, 6, lot_id=lot
            )
        production = self._made([(product, 10)])
        self._inspect_made(production)
        worker = self.as_("production", production)
        worker.qty_producing = 10
        worker._set_qty_producing()
        worker.move_raw_ids.picked = True
        worker.button_mark_done()
        document = self._leave(production)
        self.assertEqual(document.line_ids.lot_id, lots)
        document.line_ids[1].quantity = 2
        self._give(document)
        left = {
            quant.lot_id: quant.quantity
            for quant in part.stock_quant_ids
            if quant.location_id == stock
        }
        used = sum(production.move_raw_ids.move_line_ids.mapped("quantity"))
        self.assertEqual(used, 8)
        self.assertEqual(sum(left.values()), 4)


class ReturnByTransferTests:
    def test_what_was_issued_and_not_used_goes_back_by_a_transfer(self):
        production = self._made()
        self._issue(production, 35)
        self._use(production, 30)
        self.assertEqual(self._get_motors(self.warehouse.pbm_loc_id), 5)
        document = self._leave(production)
        self.assertEqual(document.line_ids.quantity, 5)
        self._give(document)
        self.assertEqual(document.picking_id.state, "assigned")
        self.assertEqual(
            document.picking_id.location_dest_id, self.warehouse.lot_stock_id
        )
        with self.refused(NOTHING):
            self._leave(production)
        self._take_back(document)
        self.assertEqual(self._get_motors(self.warehouse.pbm_loc_id), 0)
        self.assertEqual(self._get_motors(), 70)
        with self.refused(NOTHING):
            self._leave(production)

    def test_no_more_goes_back_than_is_left(self):
        production = self._made()
        self._issue(production, 35)
        self._use(production, 32)
        document = self._leave(production)
        with self.refused("3 Units are left to give back"):
            self._give(document, 4)
        self._give(document, 2)
        with self.refused("more of .*Motor.* would come back"):
            self._take_back(document, 4)
        self._take_back(document, 2)
        self.assertEqual(self._leave(production).line_ids.quantity, 1)

    def test_what_is_needed_still_is_not_offered_and_may_go_back(self):
        """Production that was put off gives back what it was issued."""
        production = self._made()
        self._issue(production, 33)
        self._start(production)
        document = self._leave(production)
        self.assertEqual(document.line_ids.quantity, 3)
        self.assertEqual(document.line_ids.available_quantity, 33)
        self._give(document, 33)
        self._take_back(document)
        self.assertEqual(self._get_motors(), 100)

    def test_what_is_issued_beyond_need_is_seen(self):
        production = self._made()
        pick = self._issue(production, 35)
        issue = self.env["order.over.issue"].search(
            [("production_id", "=", production.id)]
        )
        self.assertEqual(issue.picking_id, pick)
        self.assertEqual(issue.over_quantity, 5)
        self.assertEqual(issue.issued_by_id, self.users["warehouse"])
        self.as_("warehouse", issue).reason = "Whole box."
        self.machine.bom_ids.consumption = "warning"
        production.invalidate_recordset()
        self._use(production, 30)
        self.assertEqual(
            self.env["order.over.issue"].search_count(
                [("production_id", "=", production.id)]
            ),
            1,
        )


@tagged("post_install", "-at_install")
class TestMaterialReturnTwoSteps(ReturnByTransferTests, ReturnByTransferCase):
    """Where materials are brought to the workshop first (退料, H1.15)."""

    def test_roles_that_hold_no_materials_give_nothing_back(self):
        production = self._made()
        self._issue(production, 35)
        self._use(production, 30)
        for kind in ("sales", "finance", "technical"):
            with self.subTest(kind=kind), self.refused(".", AccessError):
                self._leave(production, kind)
        for kind in ("warehouse", "material_control"):
            document = self._leave(production, kind)
        for kind in ("sales", "quality"):
            with self.subTest(kind=kind), self.refused(".", AccessError):
                self._give(document, by=kind)
        with self.refused(".", AccessError):
            self.as_("production", document).state = "returned"
        with self.refused(".", AccessError):
            self.as_("production", document.line_ids).product_id = self.component
        self._give(document, by="warehouse")
        with self.refused("is Returned"):
            self._give(document, by="warehouse")
        with self.refused("is Returned"):
            self.as_("warehouse", document).unlink()
        with self.refused("is Returned"):
            self.as_("warehouse", document.line_ids).unlink()
        with self.refused("is Returned"):
            self.as_("warehouse", document.line_ids).quantity = 1

    def test_parts_of_a_production_share_what_was_issued(self):
        production = self._made()
        self._issue(production, 35)
        self._inspect_made(production, 4)
        worker = self.as_("production", production)
        worker.qty_producing = 4
        worker._set_qty_producing()
        worker.with_context(
            skip_backorder=True, mo_ids_to_backorder=production.ids
        ).button_mark_done()
        document = self._leave(production)
        self.assertEqual(document.line_ids.available_quantity, 23)
        self.assertEqual(document.line_ids.quantity, 5)


@tagged("post_install", "-at_install")
class TestMaterialReturnThreeSteps(ReturnByTransferTests, ReturnByTransferCase):
    steps = "pbm_sam"


@tagged("post_install", "-at_install")
class TestMaterialReturnStays(ReturnByTransferCase):
    """What was given back is no more and no less than was moved (H1.15)."""

    def setUp(self):
        super().setUp()
        self.production = self._made()
        self._issue(self.production, 35)
        self._use(self.production, 30)
        self.document = self._leave(self.production)
        self._give(self.document)
        self._take_back(self.document)
        self.transfer = self.document.picking_id
        self.assertEqual(self.transfer.state, "done")

    def _get_forgeries(self, kind):
        """Return the ways by which somebody could say that it was otherwise."""
        move = self.as_(kind, self.transfer.move_ids)
        line = move.move_line_ids
        other = self._make_part("Coil", 5)
        return {
            "more": lambda: move.write({"quantity": 9}),
            "less": lambda: move.write({"quantity": 1}),
            "line more": lambda: line.write({"quantity": 9}),
            "line less": lambda: line.write({"quantity": 1}),
            "line again": lambda: line.copy({"quantity": 1}),
            "unit": lambda: move.write(
                {"product_uom": self.env.ref("uom.product_uom_dozen").id}
            ),
            "goods": lambda: line.write({"product_id": other.id}),
            "from": lambda: line.write({"location_id": self.warehouse.lot_stock_id.id}),
            "to": lambda: line.write(
                {"location_dest_id": self.warehouse.pbm_loc_id.id}
            ),
            "state": lambda: move.write({"state": "cancel"}),
            "another": lambda: move.copy({"state": "done", "quantity": 1}),
            "elsewhere": lambda: move.write({"picking_id": self.transfer.copy().id}),
        }

    def test_a_done_return_is_not_edited_whoever_tries(self):
        for kind in ("warehouse", "material_control"):
            for way, forge in self._get_forgeries(kind).items():
                with self.subTest(kind=kind, way=way), self.refused("stays as it is"):
                    forge()
        for way, forge in self._get_forgeries("warehouse").items():
            if way in ("more", "less", "line again", "state"):
                self.transfer.action_toggle_is_locked()
                with self.subTest(way=way), self.refused("stays as it is"):
                    forge()
        self.assertEqual(self.transfer.move_ids.quantity, 5)
        self.assertEqual(self._get_motors(), 70)

    def test_the_rest_of_a_return_is_kept_in_its_parts(self):
        """A backorder of the return is the same document's."""
        production = self._made()
        self._issue(production, 35)
        self._use(production, 30)
        document = self._leave(production)
        self._give(document)
        self._take_back(document, 2)
        rest = document.picking_id.backorder_ids
        worker = self.as_("warehouse", rest)
        worker.move_ids.write({"quantity": 3, "picked": True})
        worker.button_validate()
        self.assertEqual(rest.state, "done")
        with self.refused("stays as it is"):
            worker.move_ids.quantity = 2
        self.assertEqual(self._get_motors(self.warehouse.pbm_loc_id), 0)

    def test_the_reason_stays_with_what_was_returned(self):
        for kind in ("production", "warehouse", "material_control"):
            with self.subTest(kind=kind), self.refused("is Returned"):
                self.as_(kind, self.document).reason = "Never mind"

    def test_another_return_takes_the_rest(self):
        """What was forgotten goes back by a document of its own."""
        production = self._made()
        self._issue(production, 35)
        self._use(production, 30)
        first = self._leave(production)
        self._give(first, 2)
        self._take_back(first)
        second = self._leave(production)
        self._give(second, 3)
        self._take_back(second)
        self.assertEqual(self._get_motors(self.warehouse.pbm_loc_id), 0)

    def test_other_transfers_inside_are_edited_as_in_core(self):
        picking = self.transfer.copy()
        picking.action_confirm()
        picking.move_ids.write({"quantity": 0, "picked": True})
        self.env["stock.quant"]._update_available_quantity(
            self.motor, self.warehouse.pbm_loc_id, 5
        )
        picking.move_ids.write({"quantity": 5, "picked": True})
        picking.button_validate()
        picking.move_ids.quantity = 4
        self.assertEqual(picking.move_ids.quantity, 4)
