from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestShipmentTies(ShippingCase):
    """Each shipment of an order is its own: its deliveries, receipts and advice."""

    def _ask(self, order, **quantities):
        """Return a request for some of what remains, in the order of its lines."""
        request = self._request_shipping(order)
        lines = self.as_("customer_service", request.line_ids)
        for number, line in enumerate(lines):
            quantity = quantities.get(f"line{number}", 0)
            if quantity:
                line.quantity = quantity
            else:
                line.unlink()
        self._sign(request)
        return request

    def _sign(self, request):
        self.as_("finance", request).action_verify()
        self.as_("customer_service", request).action_release()

    def _get_open(self, order):
        order.invalidate_recordset(["picking_ids"])
        return order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))

    def _advise(self, request, waybill):
        self.as_("logistics", request).write(
            {
                "carrier_name": "Pearl River Freight",
                "tracking_reference": waybill,
                "expected_arrival_date": fields.Date.today(),
            }
        )
        self.as_("logistics", request).action_send_advice()

    def _assert_ties(self, ties):
        """Expect ``{request: deliveries}``, and the same receipts."""
        for request, pickings in ties.items():
            request.invalidate_recordset()
            self.assertEqual(request.picking_ids, pickings)
            done = pickings.filtered(lambda picking: picking.state == "done")
            self.assertEqual(request.delivery_receipt_ids.picking_id, done)

    def test_a_delivery_belongs_to_the_request_whose_goods_it_carries(self):
        """H9.17: the second shipment's papers are not put on the first, or reverse."""
        order = self._get_ready_order()
        first = self._ask(order, line0=4)
        one = self._validate(order.picking_ids, 4)
        second = self._ask(order, line0=6)
        two = self._validate(self._get_open(order), 6)
        self._assert_ties({first: one, second: two})
        receipt = first.delivery_receipt_ids
        self.assertEqual(receipt.shipping_request_id, first)
        self.assertEqual(receipt.line_ids.sent_quantity, 4)

    def test_the_advice_of_one_shipment_is_not_due_for_the_other(self):
        """H6.5: each is advised, with its own waybill and its own receipts."""
        order = self._get_ready_order()
        first, second = self._ask(order, line0=4), self._ask(order, line0=6)
        self._validate(order.picking_ids, 4)
        self.assertTrue(first.is_shipped)
        self.assertFalse(second.is_shipped)
        with self._refused("nothing has left yet"):
            self._advise(second, "PR-2")
        self._advise(first, "PR-1")
        self._validate(self._get_open(order), 6)
        self._advise(second, "PR-2")
        links = [
            request.delivery_receipt_ids.get_portal_url().split("?")[0]
            for request in (first, second)
        ]
        mail = second.message_ids.filtered(lambda m: "PR-2" in m.body)
        self.assertIn(links[1], mail.body)
        self.assertNotIn(links[0], mail.body)

    def test_what_was_released_first_leaves_first(self):
        order = self._get_ready_order()
        old = self._request_shipping(order)
        self.as_("customer_service", old.line_ids).quantity = 6
        urgent = self._ask(order, line0=4)
        # Stamps count seconds.
        urgent.sudo().released_date -= timedelta(minutes=5)
        self._sign(old)
        one = self._validate(order.picking_ids, 3)
        two = self._validate(self._get_open(order), 1)
        three = self._validate(self._get_open(order), 6)
        self._assert_ties({urgent: one | two, old: three})

    def test_a_delivery_serves_two_requests_where_it_carries_goods_of_both(self):
        order = self._get_ready_order()
        first, second = self._ask(order, line0=4), self._ask(order, line0=6)
        both = self._validate(order.picking_ids, 5)
        rest = self._validate(self._get_open(order), 5)
        self._assert_ties({first: both, second: both | rest})
        receipts = order.order_delivery_receipt_ids
        self.assertEqual(len(receipts), 2)
        shared = receipts.filtered(lambda receipt: receipt.picking_id == both)
        self.assertEqual(shared.shipping_request_ids, first | second)
        self.assertEqual(shared.shipping_request_id, first)

    def test_the_warehouse_finds_the_request_on_what_is_still_to_leave(self):
        """H9.17: the backorder shows whose goods it carries, before it leaves."""
        order = self._get_ready_order()
        first, second = self._ask(order, line0=4), self._ask(order, line0=6)
        self.assertEqual(order.picking_ids.order_shipping_request_ids, first | second)
        self._validate(order.picking_ids, 4)
        rest = self._get_open(order)
        self.assertEqual(rest.order_shipping_request_ids, second)
        self.as_("customer_service", second).action_withdraw("The truck broke down.")
        # What was only released for it is nobody's any more.
        self._ask(order, line0=6)
        rest.invalidate_recordset(["order_shipping_request_ids"])
        self.assertNotIn(second, rest.order_shipping_request_ids)

    def test_lines_split_over_requests_go_by_line(self):
        order = self._get_ready_order(lines=[(self.stocked, 10), (self.component, 8)])
        self._stock(self.component, 100)
        order.picking_ids.action_assign()
        fuses, boards = self._ask(order, line0=10), self._ask(order, line0=8)
        self.assertEqual(boards.line_ids.product_id, self.component)
        picking = order.picking_ids
        picking.move_ids.filtered(
            lambda move: move.product_id == self.component
        ).picked = False
        warehouse = self.as_("warehouse", picking)
        fuse = warehouse.move_ids.filtered(lambda move: move.product_id == self.stocked)
        fuse.write({"quantity": 10, "picked": True})
        warehouse.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=[]
        ).button_validate()
        rest = self._validate(self._get_open(order))
        self._assert_ties({fuses: picking, boards: rest})

    def test_what_left_of_a_request_is_its_own_once_it_is_withdrawn(self):
        order = self._get_ready_order()
        first, second = self._ask(order, line0=4), self._ask(order, line0=6)
        self._validate(order.picking_ids, 4)
        with self._refused("all its goods have left"):
            self.as_("customer_service", first).action_withdraw("Wrong address.")
        self._validate(self._get_open(order), 1)
        self.as_("customer_service", second).action_withdraw("Wrong address.")
        self.assertEqual(second.line_ids.kept_quantity, 1)
        self.assertEqual(self._request_shipping(order).line_ids.quantity, 5)

    def test_the_request_that_follows_an_emergency_takes_its_delivery(self):
        """H9.17: what left ahead of its request gets it, and its receipt, too."""
        order = self._get_ready_order()
        self.grades["A"].emergency_cap_amount = 10000
        self.env["order.gate.waiver"].sudo().create(
            {
                "sale_order_id": order.id,
                "gate": "order.gate.shipping.needs.request",
                "reason": "Line down",
                "cap_amount": 10000,
                "paper_due_date": fields.Date.today(),
            }
        )
        ahead = self._validate(order.picking_ids, 4)
        receipt = order.order_delivery_receipt_ids
        self.assertFalse(receipt.shipping_request_ids)
        request = self._ask(order, line0=10)
        rest = self._get_open(order)
        self._assert_ties({request: ahead | rest})
        self.assertEqual(receipt.shipping_request_id, request)

    def test_goods_that_came_back_leave_on_their_request_again(self):
        order = self._get_ready_order()
        first, second = self._ask(order, line0=4), self._ask(order, line0=6)
        one = self._validate(order.picking_ids, 4)
        returned = self._return(one, 4)
        again = self._return(returned, 4)
        two = self._validate(self._get_open(order), 6)
        self._assert_ties({first: one | again, second: two})

    def test_picking_steps_carry_nothing_out_and_are_no_shipment(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._get_ready_order()
        request = self._ask(order, line0=10)
        self._validate(self._get_open(order))
        request.invalidate_recordset()
        self.assertFalse(request.is_shipped)
        self._validate(self._get_open(order))
        last = self._validate(self._get_open(order))
        self._assert_ties({request: last})
        self.assertTrue(request.is_shipped)

    def test_deliveries_of_two_orders_at_once_stay_apart(self):
        orders = [self._get_ready_order() for _number in range(2)]
        requests = [self._ask(order, line0=10) for order in orders]
        pickings = orders[0].picking_ids | orders[1].picking_ids
        self._set_quantity(pickings)
        self.as_("warehouse", pickings).button_validate()
        for order, request in zip(orders, requests, strict=True):
            self._assert_ties({request: order.picking_ids})

    def test_ties_cost_no_more_with_more_deliveries(self):
        self.walk_anew()
        counts = []
        for size in (2, 6):
            order = self._get_ready_order(lines=[(self.stocked, 1)] * size)
            request = self._request_shipping(order)
            self._sign(request)
            moves = order.sudo().picking_ids.move_ids
            ties = self.env["order.shipment.tie"].sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            ties._tie(order.sudo(), moves)
            before = self.env.cr.sql_log_count
            ties._tie(order.sudo(), moves)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_kits_are_told_apart_by_what_is_in_them(self):
        kit = self.env["product.product"].create(
            {"name": "Fuse Kit", "is_storable": True, "list_price": 50}
        )
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": self.stocked.id, "product_qty": 2})
                ],
            }
        )
        order = self._get_ready_order(lines=[(kit, 5)])
        first, second = self._ask(order, line0=2), self._ask(order, line0=3)
        one = self._validate(order.picking_ids, 4)
        two = self._validate(self._get_open(order), 6)
        self._assert_ties({first: one, second: two})
