from odoo import Command
from odoo.tests import tagged

from .money_common import MoneyCase
from .shipping_common import ShippingCase

CLOSED = "balance due before release"


@tagged("post_install", "-at_install")
class TestMoneyShipment(ShippingCase, MoneyCase):
    """Ten of 20 each, paid before release by what ships (H1.14, H9.15, H9.16)."""

    def _get_order(self, lines=None, **shares):
        shares = shares or {"shipment": 100}
        plan = [
            Command.create({"kind": kind, "percent": percent})
            for kind, percent in shares.items()
        ]
        return self._get_ready_order(lines=lines, payment_plan_line_ids=plan)

    def _ask(self, order, *quantities):
        """Request quantities of the order's lines."""
        request = self._request_shipping(order)
        lines = self.as_("customer_service", request.line_ids)
        for line, quantity in zip(lines, quantities, strict=True):
            line.quantity = quantity
        return request

    def _due(self, request):
        self.env.flush_all()
        request.invalidate_recordset()
        return self.as_("finance", request).order_release_due

    def _pass(self, request):
        self.as_("finance", request).action_verify()
        self.as_("customer_service", request).action_release()

    def _ship(self, order, quantity=None):
        open_ones = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        return self._validate(open_ones, quantity)

    def _judge(self):
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def test_four_leave_once_they_are_paid_and_six_wait(self):
        order = self._get_order()
        request = self._ask(order, 4)
        with self._refused(CLOSED):
            self.as_("finance", request).action_verify()
        self._pay(order, 79.98)
        with self._refused(CLOSED):
            self.as_("finance", request).action_verify()
        self._pay(order, 0.02)
        self._pass(request)
        self.assertEqual((request.amount_due, request.amount_received), (80, 80))
        self._ship(order, 4)
        self.assertEqual(self._get_shipped(order), 4)
        rest = self._ask(order, 6)
        with self._refused(CLOSED):
            self.as_("finance", rest).action_verify()
        self.assertEqual(self._due(rest), 200)
        self._pay(order, 120)
        self._pass(rest)
        self._ship(order)
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_deposit_counts_for_the_whole_order(self):
        order = self._get_order(deposit=30, shipment=70)
        self.assertEqual(self._due(self._ask(order, 4)), 116)

    def test_what_is_due_of_the_order_is_due_before_the_first_shipment(self):
        order = self._get_order(release=20, shipment=50)
        # What no line leaves for later is due before anything leaves.
        self.assertEqual(self._due(self._ask(order, 4)), 140)

    def test_what_comes_after_delivery_is_due_for_no_shipment(self):
        order = self._get_order(shipment=50, after=50)
        self.assertEqual(self._due(self._ask(order, 4)), 40)

    def test_two_requests_do_not_leave_on_the_money_of_one(self):
        order = self._get_order()
        first, second = self._ask(order, 4), self._ask(order, 6)
        self._pay(order, 120)
        for request in first + second:
            self.as_("finance", request).action_verify()
        self.as_("customer_service", second).action_release()
        with self._refused(CLOSED):
            self.as_("customer_service", first).action_release()

    def test_cents_and_thirds_add_up(self):
        shares = {"deposit": 33.33, "shipment": 66.67}
        order = self._get_order(lines=[(self.stocked, 3)], **shares)
        line = order.order_line
        order._write_content({}, {line: {"price_unit": 33.34}})
        self._put_revision_in_force(order)
        dues = [33.34 + 22.23, 33.34 + 44.45, 100.02]
        for due in dues:
            request = self._ask(order, 1)
            self.assertEqual(self._due(request), round(due, 2))
            self._pay(order, round(due - self._received(order) - 0.02, 2))
            with self._refused(CLOSED):
                self.as_("finance", request).action_verify()
            self._pay(order, 0.02)
            self._pass(request)
        self.assertEqual(self._received(order), order.amount_total)

    def test_lines_count_by_their_worth_and_services_go_along(self):
        order = self._get_order(
            lines=[(self.stocked, 10), (self.component, 10), (self.service, 1)]
        )
        fuses, boards, service = order.order_line
        prices = {fuses: 30, boards: 10, service: 100}
        order._write_content(
            {},
            {
                line: {"price_unit": price, "tax_ids": False}
                for line, price in prices.items()
            },
        )
        self.assertEqual(order.amount_total, 500)
        self.assertEqual(self._due(self._ask(order, 5, 1)), 200)

    def test_a_changed_price_counts_for_what_has_left_as_well(self):
        order = self._get_order()
        self._pay(order, 80)
        self._pass(self._ask(order, 4))
        self._ship(order, 4)
        order._write_content({}, {order.order_line: {"price_unit": 30}})
        self.assertEqual(self._due(self._ask(order, 3)), 210)

    def test_free_goods_leave_without_money(self):
        order = self._get_order()
        order._write_content({}, {order.order_line: {"price_unit": 0}})
        self._put_revision_in_force(order)
        self._pass(self._ask(order, 4))
        self._ship(order, 4)
        self.assertEqual(self._get_shipped(order), 4)

    # Money that goes

    def test_lost_money_withdraws_what_it_paid_and_stops_it_at_the_door(self):
        order = self._get_order()
        payment = self._pay(order, 80)
        request = self._ask(order, 4)
        self._pass(request)
        self.as_("finance", payment).action_reject()
        with self._refused("balance due before release"):
            self._ship(order, 4)
        self._judge()
        self.assertEqual(request.state, "withdrawn")

    def test_a_refund_of_what_waits_holds_nothing_that_is_paid(self):
        order = self._get_order()
        self._pay(order, 200)
        request = self._ask(order, 4)
        self._pass(request)
        self.as_("finance", self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": order.partner_invoice_id.id,
                "amount": 120,
                "sale_order_id": order.id,
            }
        ).action_post()
        self._judge()
        self.assertEqual(request.state, "released")
        self._ship(order, 4)
        self.assertEqual(self._get_shipped(order), 4)

    def test_a_credit_note_lowers_what_was_received_by_what_it_frees(self):
        order = self._get_order()
        invoice = self._invoice(order)
        self._reconcile(self._pay_untied(order, 80), invoice)
        request = self._ask(order, 4)
        self._pass(request)
        self._credit(invoice)
        self._judge()
        covered = order._is_covered(self._received(order), 80)
        self.assertEqual(request.state, "released" if covered else "withdrawn")
        self.assertTrue(covered)

    # Asked for

    def test_the_notice_asks_for_what_is_to_ship(self):
        order = self._get_order()
        self.assertEqual(order._get_balance_due(), 200)
        request = self._ask(order, 4)
        self.assertEqual(order._get_balance_due(), 80)
        self.assertEqual(order._get_next_payment(), 80)
        self._pay(order, 80)
        self.assertEqual(order._get_balance_due(), 0)
        self._pass(request)
        self._ship(order, 4)
        order.invalidate_recordset()
        self.assertEqual(order._get_balance_due(), 120)
        self._ask(order, 2)
        self.assertEqual(order._get_balance_due(), 40)

    def test_the_order_waits_for_collection_until_it_is_covered(self):
        order = self._get_order()
        self._ask(order, 4)

        def places():
            progress = self.env["order.progress"].sudo()
            [(_facts, all_places)] = progress._get_places(order)
            return {place.station: place for place in all_places}

        self.assertFalse(places()["collection"].end)
        self._pay(order, 80)
        self.env.cr.precommit.data.clear()
        self.assertTrue(places()["collection"].end)

    def test_what_requests_have_due_is_told_for_a_crowd_at_once(self):
        self.walk_anew()
        orders = [self._get_order() for _i in range(3)]
        requests = self.env["order.shipping.request"].union(
            *(self._ask(order, 4) for order in orders)
        )
        gates = self.env["order.gate"]

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(gates._get_reasons("release", records)), len(records))
            return self.env.cr.sql_log_count - before

        count(requests)
        self.assertEqual(count(requests), count(requests[:1]))
