from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .inspection_common import InspectionCase

UNORDERED = "without a purchase order"


@tagged("post_install", "-at_install")
class TestInspectionRoutes(InspectionCase):
    """H1.8: no route leads goods of a vendor into stock unseen."""

    def setUp(self):
        super().setUp()
        self.purchase = self._buy()
        self.receipt = self.purchase.picking_ids
        self.move = self.receipt.move_ids
        self.stock = self.warehouse.lot_stock_id

    def _accept(self, quantity=100):
        self._judge(self._get_inspections(self.purchase), quantity)

    def _received(self, accepted=80):
        self._accept(accepted)
        self._receive(self.receipt, accepted)
        return self.move

    def test_every_role_is_refused(self):
        self.move.picked = True
        for kind in ("warehouse", "quality", "purchasing", "supervisor"):
            with self.subTest(kind=kind), self._refused():
                self.as_(kind, self.receipt).sudo().button_validate()

    def test_move_done_by_itself_is_refused(self):
        self.move.picked = True
        with self._refused():
            self.move._action_done()

    def test_state_written_or_created_is_refused(self):
        with self._refused():
            self.move.write({"state": "done"})
        with self._refused():
            self.move.copy(
                {
                    "state": "done",
                    "picking_id": self.receipt.id,
                    "move_line_ids": [
                        Command.create(
                            {
                                "product_id": self.component.id,
                                "quantity": 5,
                                "location_id": self.vendors.id,
                                "location_dest_id": self.stock.id,
                            }
                        )
                    ],
                }
            )

    def test_several_receipts_together_are_refused_and_named(self):
        """cases.md: batch and wave."""
        other = self._buy()
        self._judge(self._get_inspections(other))
        receipts = self.receipt | other.picking_ids
        receipts.move_ids.picked = True
        with self._refused(self.purchase.name):
            self.as_("warehouse", receipts).button_validate()

    def test_quantity_raised_afterwards_is_refused(self):
        move = self._received()
        with self._refused("10 Units more"):
            move.move_line_ids.quantity = 90
        with self._refused("10 Units more"):
            move.quantity = 90
        with self._refused("You cannot change the UoM"):
            move.product_uom = self.env.ref("uom.product_uom_dozen")

    def test_operation_added_afterwards_is_refused(self):
        move = self._received()
        with self._refused():
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "product_id": self.component.id,
                    "quantity": 10,
                    "location_id": self.vendors.id,
                    "location_dest_id": self.stock.id,
                }
            )

    def test_destination_changed_afterwards_is_refused(self):
        self._judge(self._get_inspections(self.purchase), 0, 100)
        self._receive(self.receipt)
        with self._refused():
            self.receipt.move_line_ids.location_dest_id = self.stock

    def test_quantity_is_lowered_freely(self):
        move = self._received()
        move.move_line_ids.quantity = 70
        self.assertEqual(self._get_gain(), 70)

    def test_what_entered_stock_stays_done(self):
        move = self._received()
        for state in ("draft", "cancel", "assigned"):
            with self.subTest(state=state), self._refused("stays done"):
                move.write({"state": state})

    def test_what_entered_stock_stays_on_its_purchase(self):
        move = self._received()
        with self._refused("stays with it"):
            move.purchase_line_id = False
        with self._refused("stays with it"):
            move.purchase_line_id = self._buy().order_line
        other = self._get_open(self.purchase).move_ids
        with self._refused("stays on its transfer"):
            move.move_line_ids.move_id = other

    def test_move_cut_loose_from_its_purchase_is_refused(self):
        with self._refused("stays with it"):
            self.move.purchase_line_id = False

    def test_transfer_that_was_under_way_spares_no_new_purchase(self):
        old = self._buy().picking_ids
        old.sudo().order_to_delivery_exempt = True
        self.move.picking_id = old
        with self._refused():
            self._receive(old)

    def test_receipt_by_hand_follows_the_policy(self):
        """cases.md: receipt without order."""
        outcomes = {
            ("refuse", "supervisor"): False,
            ("supervisor", "warehouse"): False,
            ("supervisor", "supervisor"): True,
            ("allow", "warehouse"): True,
        }
        for (policy, kind), passes in outcomes.items():
            self.company.sudo().order_unordered_receipt_policy = policy
            picking = self.env["stock.picking"].create(
                {
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "location_id": self.vendors.id,
                    "location_dest_id": self.stock.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.component.id,
                                "product_uom_qty": 5,
                                "location_id": self.vendors.id,
                                "location_dest_id": self.stock.id,
                            }
                        )
                    ],
                }
            )
            picking.action_confirm()
            picking.move_ids.picked = True
            with self.subTest(policy=policy, kind=kind):
                picking = picking.with_user(self.users[kind]).sudo()
                if passes:
                    picking.button_validate()
                    self.assertEqual(picking.state, "done")
                else:
                    with self._refused(UNORDERED):
                        picking.button_validate()

    def test_product_added_to_a_receipt_is_refused(self):
        self._accept()
        self.env["stock.move"].create(
            {
                "product_id": self.stocked.id,
                "product_uom_qty": 5,
                "quantity": 5,
                "picking_id": self.receipt.id,
                "location_id": self.vendors.id,
                "location_dest_id": self.stock.id,
            }
        )
        with self._refused(UNORDERED):
            self._receive(self.receipt)

    def test_product_of_a_receipt_that_was_exchanged_is_not_covered(self):
        self._accept()
        self.move.move_line_ids.unlink()
        self.move.product_id = self.stocked
        with self._refused():
            self._receive(self.receipt, 100)

    def test_places_are_told_apart_by_nobody(self):
        """What has to be inspected is not a matter of who keeps the places."""
        manager = self.env["res.users"].create(
            {
                "name": "Stock Manager",
                "login": "otd_stock_manager",
                "group_ids": [
                    Command.link(self.env.ref("stock.group_stock_manager").id)
                ],
            }
        )
        place = self.stock.with_user(manager)
        for field in ("awaits_inspection", "is_quarantine"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                place.write({field: True})

    def test_quarantine_is_left_by_accepted_goods_only(self):
        self._judge(self._get_inspections(self.purchase), 0, 100, "scrap")
        self._receive(self.receipt)
        quant = self.env["stock.quant"].search(
            [("location_id", "=", self.quarantine.id)]
        )
        with self._refused(UNORDERED):
            quant.with_user(self.users["warehouse"]).sudo().move_quants(self.stock)

    def test_a_package_is_moved_out_of_quarantine_by_nobody(self):
        self._judge(self._get_inspections(self.purchase), 0, 100, "scrap")
        self._receive(self.receipt)
        package = self.env["stock.package"].create({"name": "PACK-1"})
        quant = self.env["stock.quant"].search(
            [("location_id", "=", self.quarantine.id)]
        )
        # Odoo lets managers of the stock relocate; what they are does not matter.
        wizards = self.as_("warehouse", self.env["stock.quant.relocate"]).sudo()
        wizard = wizards.create({"quant_ids": quant.ids, "dest_package_id": package.id})
        wizard.dest_location_id = self.stock
        with self._refused(UNORDERED):
            wizard.action_relocate_quants()

    def test_two_receipts_share_one_accepted_quantity(self):
        self._accept(80)
        self._receive(self.receipt, 50)
        with self._refused("20 Units more"):
            self._receive(self._get_open(self.purchase), 50)
        self._receive(self._get_open(self.purchase), 30)
        self.assertEqual(self._get_gain(), 80)

    def test_receiving_touches_the_guard_of_its_purchase(self):
        self._received()
        guards = self.env["order.quantity.guard"].search(
            [
                ("res_model", "=", "purchase.order.line"),
                ("res_id", "in", self.purchase.order_line.ids),
            ]
        )
        self.assertEqual(len(guards), 1)
        self.assertGreaterEqual(guards.version, 2)

    def test_returns_from_customers_need_no_inspection(self):
        customers = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": customers.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.component.id,
                            "product_uom_qty": 5,
                            "location_id": customers.id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
