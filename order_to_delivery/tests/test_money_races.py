"""At the commit of each release and shipment, the money then received covers it."""

import logging

from odoo import Command
from odoo.tests import tagged

from .race_common import ROUNDS, RaceCase
from .shipping_common import ShippingCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "races")
class TestMoneyRaces(RaceCase):
    # The steps of shipping are the same, on whatever transactions.
    _get_ready_order = ShippingCase._get_ready_order
    _put_revision_in_force = ShippingCase._put_revision_in_force

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        _logger.info("%s rounds of each race, seed %s", ROUNDS, cls.seed)

    @classmethod
    def _build_factory(cls):
        super()._build_factory()
        # All before release, the paper may follow: only money is at stake here.
        cls.grades["R"] = cls.grades["A"].copy(
            {
                "code": "TR",
                "payment_plan_line_ids": [
                    Command.create({"kind": "release", "percent": 100})
                ],
            }
        )
        cls.partners["R"] = cls.partners["A"].copy({"name": "Customer R"})
        cls.partners["R"].sudo().customer_grade_id = cls.grades["R"]

    # What is set up

    def _requested(self, order):
        self._request_shipping(order)
        self._verify(order)
        return order.order_shipping_request_ids[:1]

    def _released(self, order):
        request = self._requested(order)
        self._release(order)
        return request

    def _prepare(self, picking, quantity):
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True

    # What people do

    def _releasing(self, request):
        def act(env):
            env[request._name].browse(request.id).with_user(
                self.users["customer_service"].id
            ).action_release()

        return act

    def _verifying(self, request):
        def act(env):
            env[request._name].browse(request.id).with_user(
                self.users["finance"].id
            ).action_verify()

        return act

    def _validating(self, picking):
        def act(env):
            env[picking._name].browse(picking.id).with_user(
                self.users["warehouse"].id
            ).with_context(
                skip_backorder=True, picking_ids_not_to_backorder=[]
            ).button_validate()

        return act

    # What must hold

    def _get_shipped(self, order):
        return sum(
            move.quantity
            for move in order.order_line.move_ids
            if move.state == "done" and move.location_dest_id.usage == "customer"
        )

    def _assert_sound(self, order_id):
        """Check an order after a race: quantities, and the money of its releases."""
        order = self.env["sale.order"].browse(order_id)
        requests = order.order_shipping_request_ids
        released = requests.filtered(lambda request: request.state == "released")
        allowed = sum(released.line_ids.mapped("quantity"))
        kept = (requests - released).line_ids.mapped("kept_quantity")
        shipped = self._get_shipped(order)
        self.assertLessEqual(shipped, allowed + sum(kept))
        money = order._get_money()[order]
        if released and shipped < allowed:
            self.assertTrue(
                order._is_covered(money.received, money.release_due),
                "released, not shipped and not paid",
            )

    def _assert_not_after(self, act, loss):
        """Check that an act that needs the money was not committed after its loss."""
        if act.succeeded and loss.succeeded:
            self.assertFalse(
                loss.after_commit < act.before_commit,
                "the money was gone before this was committed",
            )

    def _ready(self):
        """Return an order whose goods are in stock and due before release."""
        return self._get_ready_order("R")

    def _paid(self):
        order = self._ready()
        return order, self._pay(order, order.amount_total)

    # Two releases against one payment

    def test_one_payment_does_not_release_two_orders(self):
        self._each_round(self._race_for_one_payment)

    def _race_for_one_payment(self, _number):
        with self._committed():
            order, payment = self._paid()
            other = self._ready()
            first = self._requested(order)
            payment.sale_order_id = other
            second = self._requested(other)
            payment.sale_order_id = order

        def move_and_release(env):
            env["account.payment"].browse(payment.id).with_user(
                self.users["finance"].id
            ).sale_order_id = other.id
            self._releasing(second)(env)

        here, there = self._race(self._releasing(first), move_and_release)
        self.assertTrue(here.succeeded or there.succeeded)
        self._assert_not_after(here, there)
        with self._committed() as env:
            self._assert_sound(order.id)
            self._assert_sound(other.id)
            requests = env[first._name].browse((first + second).ids)
            self.assertNotEqual(requests.mapped("state"), ["released", "released"])

    def test_two_requests_for_the_same_goods_are_not_both_signed(self):
        self._each_round(self._race_for_the_same_goods)

    def _race_for_the_same_goods(self, _number):
        with self._committed():
            order, _payment = self._paid()
            first = self._request_shipping(order)
            second = first.sudo().copy({"requested_by_id": first.requested_by_id.id})
        runners = self._race(self._verifying(first), self._verifying(second))
        self.assertEqual(sum(runner.succeeded for runner in runners), 1)

    # Money lost while goods are validated

    def test_money_taken_back_stops_goods_or_comes_after_them(self):
        self._each_round(self._race_with_payment_undone)

    def _race_with_payment_undone(self, number):
        undo = ("action_reject", "action_cancel", "action_draft")[number % 3]
        with self._committed():
            order, payment = self._paid()
            self._released(order)
            self._prepare(order.picking_ids, 10)
            picking = order.picking_ids

        def take_back(env):
            payments = env["account.payment"].with_user(self.users["finance"].id)
            getattr(payments.browse(payment.id), undo)()

        self._race_goods_with(take_back, picking, order)

    def test_payment_reconciled_away_stops_goods_or_comes_after_them(self):
        self._each_round(self._race_with_payment_reconciled_away)

    def _race_with_payment_reconciled_away(self, _number):
        with self._committed():
            order, payment = self._paid()
            invoice = self._ready().sudo()._create_invoices()
            invoice.action_post()
            self._released(order)
            self._prepare(order.picking_ids, 10)
            picking = order.picking_ids
            line_ids = (
                (payment.move_id + invoice)
                .line_ids.filtered(
                    lambda line: line.account_id.account_type == "asset_receivable"
                )
                .ids
            )

        def reconcile(env):
            lines = env["account.move.line"].with_user(self.users["finance"].id)
            lines.browse(line_ids).reconcile()

        self._race_goods_with(reconcile, picking, order)

    def _race_goods_with(self, lose_money, picking, order):
        goods, loss = self._race(self._validating(picking), lose_money)
        self.assertTrue(loss.succeeded, "accounting is never blocked")
        self._assert_not_after(goods, loss)
        with self._committed():
            self._assert_sound(order.id)
            shipped = self._get_shipped(self.env["sale.order"].browse(order.id))
            self.assertEqual(shipped, 10 if goods.succeeded else 0)

    # Two validations

    def test_one_delivery_validated_twice_leaves_once(self):
        self._each_round(self._race_for_one_delivery)

    def _race_for_one_delivery(self, _number):
        with self._committed():
            order, _payment = self._paid()
            self._released(order)
            self._prepare(order.picking_ids, 10)
            picking = order.picking_ids
        runners = self._race(self._validating(picking), self._validating(picking))
        self.assertTrue(any(runner.succeeded for runner in runners))
        with self._committed() as env:
            self._assert_sound(order.id)
            shipped = self._get_shipped(env["sale.order"].browse(order.id))
            self.assertEqual(shipped, 10)

    def test_two_deliveries_do_not_leave_beyond_the_request(self):
        self._each_round(self._race_for_one_request)

    def _race_for_one_request(self, _number):
        with self._committed():
            order, _payment = self._paid()
            request = self._request_shipping(order)
            request.line_ids.quantity = 6
            self._verify(order)
            self._release(order)
            picking = order.picking_ids
            other = self._split(picking, 4)
            self._prepare(picking, 6)
            self._prepare(other, 4)
        first, second = self._race(self._validating(picking), self._validating(other))
        self.assertFalse(first.succeeded and second.succeeded)
        with self._committed():
            self._assert_sound(order.id)

    def _split(self, picking, quantity):
        """Put part of a delivery on a delivery of its own."""
        picking.do_unreserve()
        other = picking.copy({"move_ids": []})
        move = self.env["stock.move"].create(picking.move_ids._split(quantity))
        move.picking_id = other
        move._action_confirm(merge=False)
        (picking + other).action_assign()
        return other
