"""H3.4, H9.15: what came back is accepted anew before it leaves again."""

from odoo import Command
from odoo.tests import tagged

from .after_common import AfterMixin
from .shipment_common import HELD, ShippingInspectionCase

AGAIN = f"{HELD}. What came back is accepted anew"


class InspectedReturnCase(AfterMixin, ShippingInspectionCase):
    def setUp(self):
        super().setUp()
        self._plan_shipments()

    def _ship_accepted(self, **values):
        """Return an order whose goods were accepted and left, and its request."""
        order, request, inspection = self._get_released(**values)
        self._judge_shipment(inspection)
        return order, request, self._validate(order.picking_ids)

    def _inspect_again(self, request, offered, accepted=None, rejected=0):
        """Have what came back inspected, as Customer Service asks for it."""
        self.as_("customer_service", request).action_inspect_rest()
        inspection = self._get_drafts(request)
        self.assertEqual(sum(inspection.line_ids.mapped("offered_quantity")), offered)
        accepted = offered - rejected if accepted is None else accepted
        return self._judge_shipment(inspection, accepted, rejected)


@tagged("post_install", "-at_install")
class TestInspectedReturn(InspectedReturnCase):
    def test_what_came_back_leaves_again_by_no_route_until_it_is_accepted(self):
        order, request, picking = self._ship_accepted()
        returned = self._take_back(picking, 4)
        self.assertEqual(self._get_shipped(order), 6)
        again = self._give_back(returned, 4)
        self._try_all(again, text=AGAIN)
        self._inspect_again(request, 4)
        self._validate(again)
        self.assertEqual(self._get_shipped(order), 10)

    def test_only_what_was_accepted_anew_leaves_again(self):
        order, request, picking = self._ship_accepted()
        again = self._give_back(self._take_back(picking, 4), 4)
        self._inspect_again(request, 4, rejected=1)
        with self._refused("1 Units would leave"):
            self._validate(again)
        self._validate(again, 3)
        self.assertEqual(self._get_shipped(order), 9)

    def test_each_return_is_inspected_by_itself(self):
        order, request, picking = self._ship_accepted()
        for _turn in range(2):
            again = self._give_back(self._take_back(picking, 4), 4)
            with self._refused(AGAIN):
                self._validate(again)
            self._inspect_again(request, 4)
            picking = self._validate(again)
        self.assertEqual(self._get_shipped(order), 10)
        with self._refused("nothing left to inspect"):
            self.as_("customer_service", request).action_inspect_rest()

    def test_no_more_is_accepted_anew_than_came_back(self):
        _order, request, picking = self._ship_accepted()
        self._take_back(picking, 4)
        self.as_("customer_service", request).action_inspect_rest()
        inspection = self._get_drafts(request)
        self.as_("inspector", inspection.line_ids).offered_quantity = 5
        with self._refused("more would be accepted than is to be shipped"):
            self._judge_shipment(inspection, 5)

    def test_a_return_that_does_not_leave_again_blocks_nothing(self):
        order, request = self._get_released_order()
        self._judge_shipment(self._get_drafts(request))
        returned = self._take_back(self._validate(order.picking_ids, 6), 2)
        self.assertEqual(returned.state, "done")
        self.assertFalse(self._get_drafts(request), "Nobody asked for it.")
        self._validate(self._get_open(order), 4)
        self.assertEqual(self._get_shipped(order), 8)

    def test_goods_that_need_no_inspection_leave_again_without_one(self):
        self.company.sudo().order_shipment_inspection_policy = "never"
        order, _request = self._get_released_order()
        returned = self._take_back(self._validate(order.picking_ids), 4)
        # Planned since: what was released as it is stays so.
        self.company.sudo().order_shipment_inspection_policy = "always"
        self._take_back(returned, 4)
        self.assertEqual(self._get_shipped(order), 10)

    def test_goods_of_a_withdrawn_request_are_inspected_on_it_again(self):
        order, request = self._get_released_order()
        self._judge_shipment(self._get_drafts(request))
        picking = self._validate(order.picking_ids, 6)
        self.as_("customer_service", request).action_withdraw("The rest is off.")
        returned = self._take_back(picking, 2)
        self.assertTrue(request.can_inspect_rest)
        again = self._give_back(returned, 2)
        # Of the ten that were accepted, four have not left: they may, these or those.
        self._validate(again)
        again = self._give_back(self._take_back(again, 2), 2)
        self._validate(again)
        again = self._give_back(self._take_back(again, 2), 2)
        with self._refused(AGAIN):
            self._validate(again)
        self._inspect_again(request, 2)
        self._validate(again)
        self.assertEqual(self._get_shipped(order), 6)

    def test_a_replacement_is_accepted_like_all_that_leaves(self):
        order, request, picking = self._ship_accepted()
        returned, replacement = self._exchange(order, picking, 4)
        self._validate(returned)
        self._try_all(replacement, text=AGAIN)
        self._inspect_again(request, 4)
        self._validate(replacement)
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_lot_that_came_back_leaves_again_as_it_was_judged_then(self):
        self.stocked.tracking = "lot"
        lot = self.env["stock.lot"].create(
            {"name": "L1", "product_id": self.stocked.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.stocked, self.warehouse.lot_stock_id, 10, lot_id=lot
        )
        order, request, inspection = self._get_released()
        inspection.line_ids.sudo().lot_id = lot
        self._judge_shipment(inspection)
        order.picking_ids.move_ids.move_line_ids.lot_id = lot
        picking = self._validate(order.picking_ids)
        returned = self._give_back(picking, 4)
        returned.move_ids.move_line_ids.lot_id = lot
        again = self._give_back(self._validate(returned), 4)
        again.move_ids.move_line_ids.lot_id = lot
        with self._refused(AGAIN):
            self._validate(again)
        self.as_("customer_service", request).action_inspect_rest()
        self.assertEqual(self._get_drafts(request).line_ids.lot_id, lot)
        self._judge_shipment(self._get_drafts(request), 4)
        self._validate(again)
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_kit_that_came_back_is_accepted_whole(self):
        kit = self.env["product.product"].create(
            {"name": "Set", "is_storable": True, "invoice_policy": "order"}
        )
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": 1})
                    for part in (self.stocked, self.component)
                ],
            }
        )
        order, request, picking = self._ship_accepted(lines=[(kit, 10)])
        again = self._give_back(self._take_back(picking, 3), 3)
        with self._refused(AGAIN):
            self._validate(again)
        self._inspect_again(request, 3)
        self._validate(again)
        self.assertEqual(self._get_shipped(order), 10)


@tagged("post_install", "-at_install")
class TestInspectedReturnSteps(InspectedReturnCase):
    """Picked, packed and shipped, each by a transfer of its own."""

    def setUp(self):
        super().setUp()
        self.warehouse.delivery_steps = "pick_pack_ship"

    def _take_legs(self, order, number):
        for _leg in range(number):
            leg = self._validate(self._get_open(order))
        return leg

    def test_what_was_shipped_comes_back_and_is_accepted_anew(self):
        order, request, inspection = self._get_released()
        self._judge_shipment(inspection)
        returned = self._take_back(self._take_legs(order, 3), 4)
        again = self._give_back(returned, 4)
        with self._refused(AGAIN):
            self._validate(again)
        self._inspect_again(request, 4)
        self._validate(again)
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_replacement_is_picked_freely_and_accepted_before_it_leaves(self):
        order, request, inspection = self._get_released()
        self._judge_shipment(inspection)
        last = self._take_legs(order, 3)
        returned, first = self._exchange(order, last, 4)
        self._validate(returned)
        self._validate(first)
        self._validate(self._get_open(order))
        leaving = self._get_open(order)
        with self._refused(AGAIN):
            self._validate(leaving)
        self._inspect_again(request, 4)
        self._validate(leaving)
        self.assertEqual(self._get_shipped(order), 10)
