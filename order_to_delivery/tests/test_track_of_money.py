"""Collection is a track of its own, and the order says how far it was dispatched."""

from odoo.tests import tagged

from .arrival_common import ArrivalCase
from .common import WAY
from .money_common import MoneyCase
from .routes_common import RouteMixin


@tagged("post_install", "-at_install")
class TestTrackOfMoney(RouteMixin, MoneyCase):
    """H10.4: Finance records it at any time once the order is valid."""

    def test_money_is_recorded_before_each_station_of_a_confirmed_order(self):
        order = self._walk_to("deposit", grade="B")
        received = 0
        for station in WAY[WAY.index("deposit") :]:
            with self.subTest(station):
                if station != "deposit":
                    self._step_to(order, station)
                received = self._money(order).received
                self._pay(order, 1)
                self.assertEqual(self._received(order), received + 1)

    def _step_to(self, order, station):
        before = WAY[WAY.index(station) - 1]
        step = {
            "deposit": lambda: self._pay(order, order.deposit_due),
            "instruction": lambda: self._issue_instruction(order),
            "acceptance": lambda: self._accept_instruction(order),
            "production": lambda: self._produce(order),
            "release": lambda: (
                self._pay(order, order.release_due - order.money_received),
                self._request_shipping(order),
                self._verify(order),
            ),
            "handover": lambda: self._release(order),
            "shipping": lambda: self._ship(order),
            "receipt": lambda: None,
        }[before]
        order.invalidate_recordset()
        step()
        order.invalidate_recordset()

    def test_money_is_recorded_before_production_and_after_all_was_shipped(self):
        """Where all is payable after delivery, it may come before anything is made."""
        for station in ("instruction", "end"):
            with self.subTest(station):
                order = self._walk_to(station, grade="A")
                self._pay(order, order.amount_total)
                self.assertEqual(self._received(order), order.amount_total)
                self.assertFalse(order._get_balance_due())

    def test_money_of_an_order_that_is_not_valid_lets_nothing_go(self):
        order = self._take_order("B")
        self._pay(order, order.amount_total)
        with self._refusal("review|confirm"):
            self.call("sales", order, "action_confirm")
        with self._refusal():
            self.call("customer_service", order, "action_request_shipping")
        self.assertFalse(order.order_shipping_request_ids)

    def test_nobody_but_finance_records_it(self):
        order = self._walk_to("deposit")
        values = {
            "payment_type": "inbound",
            "partner_id": order.partner_id.id,
            "amount": 1,
            "sale_order_id": order.id,
        }
        for kind in ("sales", "customer_service", "logistics", "warehouse"):
            with self.subTest(kind), self._refusal():
                self.call(kind, self.env["account.payment"], "create", values)

    def test_finance_asks_for_payment_once_it_confirmed_completion(self):
        """H6.6: after delivery Finance tells the customer to pay."""
        order = self._walk_to("end", grade="A")
        receipt = order.order_delivery_receipt_ids
        paper = {"name": "signed.pdf", "raw": b"%PDF-1.4"}
        paper = self.as_("logistics", self.env["ir.attachment"]).create(paper)
        self.as_("logistics", receipt).action_mark_signed(paper.ids, "Mr Chen")
        self.env.invalidate_all()
        self.as_("finance", order).action_confirm_settlement()
        self.as_("finance", order).action_send_balance_notice()
        self.assertTrue(order.balance_notice_date)


@tagged("post_install", "-at_install")
class TestDispatchState(ArrivalCase):
    """H10.5: how far an order was dispatched is kept on the order."""

    def _get_state(self, order, kind="sales"):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.as_(kind, order).delivery_status

    def test_the_order_says_that_nothing_a_part_or_all_has_left(self):
        order, _request = self._get_released_order()
        self.assertIn(self._get_state(order), ("pending", "started"))
        self._validate(order.picking_ids, 4)
        self.assertEqual(self._get_state(order), "partial")
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        for kind in ("sales", "customer_service", "logistics", "finance"):
            with self.subTest(kind):
                self.assertEqual(self._get_state(order, kind), "full")

    def test_the_way_of_the_order_stands_where_its_goods_are(self):
        order, request = self._get_released_order()
        stations = []
        for step in (
            lambda: None,
            lambda: self._validate(order.picking_ids),
            lambda: self._advise(request),
            lambda: self._sign_paper(order.order_delivery_receipt_ids),
        ):
            step()
            self.env.cr.flush()
            self.env.invalidate_all()
            stations.append(order.order_station)
        self.assertEqual(stations[0], "shipping")
        self.assertNotIn("shipping", stations[1:])
        self.assertNotIn(stations[3], stations[:3])

    def _advise(self, request):
        self.as_("logistics", request).write(
            {
                "carrier_name": "Pearl River Freight",
                "tracking_reference": "PR-778",
                "expected_arrival_date": self._day(5),
            }
        )
        self.as_("logistics", request).action_send_advice()
