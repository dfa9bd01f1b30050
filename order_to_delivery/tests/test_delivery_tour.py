"""What Finance, Logistics, Customer Service and shippers do around a delivery."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .arrival_common import ArrivalCase
from .test_feedback import FeedbackCase
from .test_station_tour import StationTourMixin


@tagged("post_install", "-at_install")
class TestDeliveryTour(StationTourMixin, ArrivalCase, HttpCase):
    """H2.4, H9.18 on a desktop, in Chinese."""

    browser_size = "1440x900"

    def test_finance_shares_a_transfer_out(self):
        order = self._walk_to("deposit", grade="B")
        self._tour(
            "finance", "order_to_delivery.order_receipt_action", "receipt_voucher"
        )
        voucher = self.env["order.receipt"].search(
            [("line_ids.sale_order_id", "=", order.id)]
        )
        self.assertEqual(voucher.state, "posted")
        self.assertEqual(voucher.amount, 3500)
        self.assertGreaterEqual(order._get_money()[order].received, 3000)

    def test_logistics_chooses_a_carrier(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        day = fields.Date.add(fields.Date.today(), days=5)
        offers = self.as_("logistics", self.env["order.carrier.offer"]).create(
            [
                {
                    "request_id": request.id,
                    "carrier_name": name,
                    "cost": cost,
                    "arrival_date": day,
                }
                for name, cost in (("Pearl Freight", 300), ("Sky Cargo", 900))
            ]
        )
        self._tour(
            "logistics",
            f"order_to_delivery.order_shipping_request_action/{request.id}",
            "choose_carrier",
        )
        self.assertEqual(offers.filtered("is_chosen"), offers[0])
        self.assertEqual(request.carrier_name, "Pearl Freight")

    def test_customer_service_notes_that_the_advice_arrived(self):
        _order, request, _receipt = self._get_advised_order()
        self._tour(
            "customer_service",
            f"order_to_delivery.order_shipping_request_action/{request.id}",
            "acknowledge_advice",
        )
        self.assertEqual(request.acknowledged_by, "Mr Chen")


@tagged("post_install", "-at_install")
class TestBriefingTour(StationTourMixin, ArrivalCase, HttpCase):
    """H9.17 on a phone, in Chinese."""

    browser_size = "390x844"
    touch_enabled = True

    def test_the_warehouse_ticks_what_it_reads_back_and_signs(self):
        self.company.sudo().order_needs_briefing = True
        order, request = self._get_released_order()
        place = f"stock.action_picking_tree_all/{order.picking_ids.id}"
        self._tour("warehouse", place, "brief_shipper")
        self.assertEqual(
            request.briefing_ids.filtered("is_ticked").ticked_by_id,
            self.users["warehouse"],
        )
        self.as_("warehouse", request.briefing_ids).action_tick()
        self._tour("warehouse", place, "sign_briefing")
        self.assertEqual(request.briefed_by_id, self.users["warehouse"])


@tagged("post_install", "-at_install")
class TestFeedbackTour(StationTourMixin, FeedbackCase, HttpCase):
    """H4.3 on a desktop, in Chinese."""

    browser_size = "1440x900"

    def test_customer_service_writes_down_what_the_customer_says(self):
        order = self._deliver()
        self._tour("customer_service", f"sale.action_orders/{order.id}", "log_feedback")
        self.assertEqual(order.rating_ids.rating, 1)
        self.assertIn("scratched", order.rating_ids.feedback)
