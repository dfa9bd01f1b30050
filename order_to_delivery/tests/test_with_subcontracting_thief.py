from odoo.tests import tagged

from .inspection_common import REFUSED
from .subcontract_common import SubcontractCase

UNORDERED = "without a purchase order"


@tagged("post_install", "-at_install")
class TestWithSubcontractingThief(SubcontractCase):
    """Somebody who wants castings in stock that nobody inspected (H1.8)."""

    def setUp(self):
        super().setUp()
        self.company.sudo().order_unordered_receipt_policy = "refuse"
        self.stock = self.warehouse.lot_stock_id

    def _made_outside(self):
        """Report what was made outside, past its receipt; it stands there."""
        purchase = self._buy([(self.casting, 10)])
        production = self._get_made_outside(purchase).sudo()
        production.button_mark_done()
        self.assertEqual(self._get_stock(self.place, self.casting), 10)
        return purchase

    def test_goods_reported_outside_do_not_enter_without_their_receipt(self):
        purchase = self._made_outside()
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.casting.id), ("location_id", "=", self.place.id)]
        )

        def by_hand(**values):
            picking = self._move_by_hand(
                self.casting, 10, self.place, self.stock, **values
            )
            self._receive(picking, 10)

        ways = {
            "transfer": by_hand,
            "place": lambda: quant.sudo().move_quants(self.stock),
        }
        self._try(ways, UNORDERED)
        line = purchase.order_line.id
        ways = {
            "line": lambda: by_hand(purchase_line_id=line),
            "bought on": lambda: by_hand(incoming_line_id=line),
        }
        self._try(ways, REFUSED)

    def test_goods_do_not_enter_by_way_of_the_input(self):
        self.warehouse.reception_steps = "two_steps"
        self._made_outside()
        entrance = self.warehouse.wh_input_stock_loc_id
        arrive = self._move_by_hand(self.casting, 10, self.place, entrance)
        self._receive(arrive, 10)
        put_away = arrive.move_ids.move_dest_ids.picking_id or self._move_by_hand(
            self.casting, 10, entrance, self.stock
        )
        with self._refusal(UNORDERED):
            self._receive(put_away, 10)

    def test_no_more_components_come_back_than_were_sent(self):
        sent = self._move_by_hand(self.component, 20, self.stock, self.place)
        self._receive(sent, 20)
        self._receive(self._move_by_hand(self.component, 5, self.place, self.stock), 5)
        with self._refusal(UNORDERED):
            self._receive(
                self._move_by_hand(self.component, 16, self.place, self.stock), 16
            )
        self._receive(
            self._move_by_hand(self.component, 15, self.place, self.stock), 15
        )
        self.assertEqual(self._get_gain(), 0)

    def test_goods_in_quarantine_are_not_washed_at_the_subcontractor(self):
        self._judge(self._get_inspections(self._buy()), 0, 100, "scrap")
        purchase = self.env["purchase.order"].search([], limit=1)
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_stock(self.quarantine), 100)
        with self._refusal(UNORDERED):
            self._receive(
                self._move_by_hand(self.component, 10, self.quarantine, self.place), 10
            )

    def test_components_that_a_vendor_sends_to_the_subcontractor_are_judged(self):
        kind = self.company.dropship_subcontractor_pick_type_id
        purchase = self._buy(picking_type_id=kind.id, dest_address_id=self.vendor.id)
        self.assertEqual(purchase.picking_ids.location_dest_id, self.place)
        with self._refusal(REFUSED):
            self._receive(purchase.picking_ids)
        inspection = self._get_inspections(purchase)
        with self._refusal("attach the vendor's certificate"):
            self._judge(inspection)
        self._certify(inspection)
        self._judge(inspection)
        self._receive(purchase.picking_ids)
        self.assertEqual(self._get_stock(self.place), 100)
