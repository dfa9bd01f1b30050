"""A vendor's goods that nobody accepted, into stock by every route."""

from odoo import Command
from odoo.tests import tagged

from .cases import covers
from .inspection_common import REFUSED
from .receiving_common import ReceivingCase

ROUTES = (
    "form",
    "list",
    "rpc",
    "import",
    "create",
    "batch",
    "wizard",
    "cron",
    "direct",
)
UNORDERED = "without a purchase order"


@tagged("post_install", "-at_install")
class TestRoutesReceiving(ReceivingCase):
    def _by_hand(self):
        """Return a receipt that no purchase knows of."""
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.vendors.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.component.id,
                            "product_uom_qty": 5,
                            "location_id": self.vendors.id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    @covers("receive.unordered", route=ROUTES, role="warehouse")
    def test_goods_without_a_purchase_do_not_enter(self):
        self.company.sudo().order_unordered_receipt_policy = "refuse"
        self._try(self._ways_in(self._by_hand()), UNORDERED)

    @covers("receive.unjudged", route=ROUTES, role="warehouse")
    def test_goods_whose_inspection_is_a_draft_do_not_enter(self):
        purchase = self._buy()
        self.assertTrue(self._get_inspections(purchase))
        self._try(self._ways_in(purchase.picking_ids), REFUSED)

    @covers("receive.unjudged", route=ROUTES, role="warehouse")
    def test_goods_that_were_rejected_do_not_enter(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 0, 100, "concession")
        receipt = purchase.picking_ids
        stock = self.warehouse.lot_stock_id
        receipt.move_ids.location_dest_id = stock
        receipt.move_line_ids.location_dest_id = stock
        self._try(self._ways_in(receipt), REFUSED)

    @covers("receive.unjudged", route=ROUTES, role="warehouse")
    def test_inspection_of_another_product_lets_nothing_in(self):
        purchase = self._buy([(self.component, 100), (self.stocked, 100)])
        inspection = self.as_("inspector", self._get_inspections(purchase))
        other = inspection.line_ids.filtered(
            lambda line: line.product_id == self.stocked
        )
        other.action_accept()
        (inspection.line_ids - other).write(
            {"rejected_quantity": 100, "disposition": "concession"}
        )
        inspection.action_judge()
        receipt = purchase.picking_ids
        stock = self.warehouse.lot_stock_id
        receipt.move_ids.location_dest_id = stock
        receipt.move_line_ids.location_dest_id = stock
        self._try(self._ways_in(receipt), REFUSED)

    @covers("receive.backorder", route=ROUTES, role="warehouse")
    def test_backorder_does_not_enter_on_what_entered_before(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 40)
        self._receive(purchase.picking_ids, 40)
        rest = self._get_open(purchase)
        self.assertEqual(rest.move_ids.product_uom_qty, 60)
        self._try(self._ways_in(rest), REFUSED)
        self.assertEqual(self._get_gain(), 40)

    @covers("receive.backorder", route=("form", "direct"), role="warehouse")
    def test_many_serials_at_once_do_not_enter_unjudged(self):
        self.component.tracking = "serial"
        purchase = self._buy([(self.component, 3)])
        receipt = purchase.picking_ids
        receipt.move_line_ids.unlink()
        serials = self.env["stock.lot"].create(
            [{"name": f"S-{n}", "product_id": self.component.id} for n in range(3)]
        )
        move = receipt.move_ids
        for serial in serials:
            self.env["stock.move.line"].create(
                {
                    **move._prepare_move_line_vals(quantity=1),
                    "lot_id": serial.id,
                    "quantity": 1,
                }
            )
        inspection = self.as_("inspector", self._get_inspections(purchase))
        inspection.line_ids.write({"offered_quantity": 2, "lot_id": False})
        inspection.line_ids.action_accept()
        inspection.action_judge()
        ways = {
            "form": lambda: self._press("warehouse", receipt),
            "direct": lambda: receipt.sudo()._action_done(),
        }
        for act in ways.values():
            with self._refusal("1 Units more"):
                move.picked = True
                act()

    @covers("receive.partial", route=ROUTES, role="warehouse")
    def test_eighty_of_a_hundred_enter_by_whatever_route(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 80, 20)
        receipt = purchase.picking_ids.filtered(lambda p: not p.return_id)
        accepted = receipt.move_ids.filtered(
            lambda move: not move.location_dest_id.is_quarantine
        )
        self.assertEqual(accepted.product_uom_qty, 80)
        ways = self._ways_in(receipt, 81)
        ways["batch"] = lambda: (
            self._pick(receipt, 81),
            self._press("warehouse", receipt),
        )
        self.assertFalse(self._try_for(ways, 80))
        receipt.move_ids.picked = True
        self._press("warehouse", receipt)
        self.assertEqual(self._get_gain(), 80)
        self.assertEqual(self._get_stock(self.quarantine), 20)

    @covers(
        "receive.partial", route=("form", "list", "rpc", "direct"), role="warehouse"
    )
    def test_what_was_rejected_whole_is_recorded_all_the_same(self):
        purchase = self._buy()
        self._judge(self._get_inspections(purchase), 0, 100)
        receipt = purchase.picking_ids.filtered(lambda p: not p.return_id)
        ways = self._ways_in(receipt)
        for route in ("form", "list", "rpc", "direct"):
            with self.subTest(route=route), self._undone():
                ways[route]()
                self.assertEqual(receipt.state, "done")
                self.assertEqual(self._get_stock(self.quarantine), 100)
                self.assertEqual(self._get_gain(), 0)

    @covers("receive.setting", route=("form", "rpc", "direct"), role="supervisor")
    def test_no_setting_lets_goods_of_a_purchase_in_unjudged(self):
        purchase = self._buy()
        company = self.company.sudo()
        for policy in ("refuse", "supervisor", "allow"):
            company.order_unordered_receipt_policy = policy
            company.order_allow_own_inspection = True
            ways = self._ways_in(purchase.picking_ids)
            names = ("form", "rpc", "direct")
            self._try({name: ways[name] for name in names}, REFUSED)
