from odoo import Command
from odoo.tests import tagged

from .inspection_common import InspectionCase


class StepsCase(InspectionCase):
    def _arrive(self, purchase, quantity=None):
        """Receive a purchase where its goods wait, and return its inspection."""
        self._receive(purchase.picking_ids, quantity)
        return self._get_inspections(purchase)


@tagged("post_install", "-at_install")
class TestInspectionTwoSteps(StepsCase):
    """H1.8: arriving is free; leaving the input for stock is the floor."""

    steps = "two_steps"

    @property
    def input(self):
        return self.warehouse.wh_input_stock_loc_id

    def test_inspection_comes_with_the_goods(self):
        purchase = self._buy()
        self.assertFalse(self._get_inspections(purchase))
        inspection = self._arrive(purchase)
        self.assertEqual(inspection.line_ids.offered_quantity, 100)
        self.assertEqual(inspection.received_by_id, self.users["warehouse"])
        self.assertEqual(self._get_stock(self.input), 100)

    def test_goods_leave_the_input_as_they_are_accepted(self):
        purchase = self._buy()
        inspection = self._arrive(purchase)
        put_away = self._get_open(purchase, self.input)
        with self._refused("100 Units more"):
            self._receive(put_away)
        self._judge(inspection)
        self._receive(put_away)
        self.assertEqual(self._get_gain(), 100)

    def test_rejected_part_stays_and_goes_back(self):
        purchase = self._buy()
        inspection = self._judge(self._arrive(purchase), 80, 20)
        returned = inspection.return_picking_ids
        self.assertEqual(returned.state, "assigned")
        put_away = self._get_open(purchase, self.input) - returned
        self.assertEqual(put_away.move_ids.product_uom_qty, 80)
        self._receive(put_away)
        self._receive(returned)
        self.assertEqual(self._get_gain(), 80)
        self.assertEqual(self._get_stock(self.input), 0)
        self.assertEqual(purchase.order_line.qty_received, 80)

    def test_fully_rejected_goods_all_go_back(self):
        purchase = self._buy()
        inspection = self._judge(self._arrive(purchase), 0, 100)
        self.assertFalse(
            self._get_open(purchase, self.input) - inspection.return_picking_ids
        )
        self._receive(inspection.return_picking_ids)
        self.assertEqual(self._get_gain(), 0)

    def test_eighty_are_judged_today_and_twenty_tomorrow(self):
        purchase = self._buy()
        self._judge(self._arrive(purchase), 80)
        put_away = self._get_open(purchase, self.input)
        with self._refused("20 Units more"):
            self._receive(put_away)
        self._receive(put_away, 80)
        self._judge(self._get_inspections(purchase))
        self._receive(self._get_open(purchase, self.input))
        self.assertEqual(self._get_gain(), 100)

    def test_two_arrivals_have_an_inspection_each(self):
        purchase = self._buy()
        first = self._arrive(purchase, 60)
        self.assertEqual(first.line_ids.offered_quantity, 60)
        self._receive(self._get_open(purchase, self.vendors))
        second = self._get_inspections(purchase) - first
        self.assertEqual(second.line_ids.offered_quantity, 40)

    def test_two_lines_of_one_product_are_not_merged(self):
        purchase = self._buy([(self.component, 60), (self.component, 40)])
        inspection = self.as_("inspector", self._arrive(purchase))
        self.assertEqual(len(inspection.line_ids), 2)
        one, other = inspection.line_ids
        other.offered_quantity = 0
        one.action_accept()
        inspection.action_judge()
        put_away = self._get_open(purchase, self.input)
        self.assertEqual(len(put_away.move_ids), 2)
        with self._refused("40 Units more"):
            self._receive(put_away)

    def test_goods_that_went_back_to_the_input_may_be_put_away_again(self):
        purchase = self._buy()
        self._judge(self._arrive(purchase))
        put_away = self._get_open(purchase, self.input)
        self._receive(put_away)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=put_away.id, active_model="stock.picking")
            .create({"picking_id": put_away.id})
        )
        wizard.product_return_moves.quantity = 30
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self._receive(back, 30)
        self.assertEqual(self._get_gain(), 70)
        again = self._get_transfer(self.input, self.warehouse.lot_stock_id, 30)
        again.move_ids.incoming_line_id = purchase.order_line
        self._receive(again)
        self.assertEqual(self._get_gain(), 100)

    def _get_transfer(self, source, destination, quantity):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.component.id,
                            "product_uom_qty": quantity,
                            "location_id": source.id,
                            "location_dest_id": destination.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def test_transfer_by_hand_from_the_input_is_refused(self):
        """A move that knows no purchase is no way around its inspection."""
        self._arrive(self._buy())
        self.company.order_unordered_receipt_policy = "refuse"
        put_away = self._get_transfer(self.input, self.warehouse.lot_stock_id, 10)
        put_away.move_ids._do_unreserve()
        with self._refused("without a purchase order"):
            self._receive(put_away, 10)

    def test_an_order_that_is_spared_spares_no_transfer_by_hand(self):
        """Goods that no one bought are not let in by whose order they name."""
        self._arrive(self._buy())
        self.company.order_unordered_receipt_policy = "refuse"
        order = self._take_order()
        order.sudo().order_to_delivery_exempt = True
        put_away = self._get_transfer(self.input, self.warehouse.lot_stock_id, 10)
        put_away.move_ids._do_unreserve()
        put_away.move_ids.reference_ids = self.env["stock.reference"].create(
            {"name": order.name, "sale_ids": [Command.link(order.id)]}
        )
        self.assertEqual(put_away.move_ids._get_customer_order(), order)
        with self._refused("without a purchase order"):
            self._receive(put_away, 10)

    def test_what_waits_is_scrapped_without_an_inspection(self):
        """cases.md: scrap asks for no impossible inspection."""
        self._arrive(self._buy())
        self._get_open(self.env["purchase.order"].search([], limit=1)).do_unreserve()
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.component.id,
                "scrap_qty": 5,
                "location_id": self.input.id,
            }
        )
        scrap.do_scrap()
        self.assertEqual(scrap.state, "done")

    def test_goods_from_stock_may_come_back_through_the_input(self):
        """What never came from a vendor is no vendor's."""
        self._receive(
            self._get_transfer(self.warehouse.lot_stock_id, self.input, 10), 10
        )
        back = self._get_open_steps()
        self._receive(back, 10)
        self.assertEqual(self._get_gain(), 0)

    def _get_open_steps(self):
        moves = self.env["stock.move"].search(
            [
                ("location_id", "=", self.input.id),
                ("state", "in", ("assigned", "confirmed", "waiting")),
            ]
        )
        return moves.picking_id


@tagged("post_install", "-at_install")
class TestInspectionThreeSteps(StepsCase):
    """H1.8: input and quality control are both places where goods wait."""

    steps = "three_steps"

    def test_only_leaving_for_stock_is_held(self):
        purchase = self._buy()
        inspection = self._arrive(purchase)
        to_control = self._get_open(purchase, self.warehouse.wh_input_stock_loc_id)
        self._receive(to_control)
        to_stock = self._get_open(purchase, self.warehouse.wh_qc_stock_loc_id)
        with self._refused("100 Units more"):
            self._receive(to_stock)
        inspection = self._judge(inspection, 80, 20)
        returned = inspection.return_picking_ids
        self.assertEqual(returned.location_id, self.warehouse.wh_qc_stock_loc_id)
        self._receive(to_stock)
        self._receive(returned)
        self.assertEqual(self._get_gain(), 80)

    def test_judged_in_the_input_it_is_divided_there(self):
        purchase = self._buy()
        inspection = self._judge(self._arrive(purchase), 80, 20)
        places = self.warehouse
        self._receive(
            self._get_open(purchase, places.wh_input_stock_loc_id)
            - inspection.return_picking_ids
        )
        self._receive(self._get_open(purchase, places.wh_qc_stock_loc_id))
        self.assertEqual(self._get_gain(), 80)
