from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestCarrierOffers(ShippingCase):
    """Logistics compares carriers and chooses; the customer agrees place and time."""

    def _get_request(self):
        order = self._get_ready_order()
        order.sudo().with_context(tracking_disable=True).commitment_date = self._in(20)
        return order, self._request_shipping(order)

    def _in(self, days):
        return fields.Date.add(fields.Date.today(), days=days)

    def _offer(self, request, name, cost, arrives, **values):
        offers = self.env["order.carrier.offer"].with_user(self.users["logistics"])
        return offers.create(
            {
                "request_id": request.id,
                "carrier_name": name,
                "cost": cost,
                "arrival_date": self._in(arrives),
                **values,
            }
        )

    def test_cheapest_and_fastest_are_marked_and_late_ones_warned(self):
        """H3.5: the mode is chosen by cost and date."""
        _order, request = self._get_request()
        sea = self._offer(request, "Ocean Line", 300, 30, transport_mode="sea")
        air = self._offer(request, "Sky Cargo", 900, 3, transport_mode="air")
        land = self._offer(request, "Pearl Freight", 500, 8)
        old = self._offer(request, "Old Rate", 10, 1, valid_until=self._in(-1))
        offers = sea | air | land | old
        self.assertEqual(offers.filtered("is_cheapest"), sea)
        self.assertEqual(offers.filtered("is_fastest"), air)
        self.assertEqual(offers.filtered("is_late"), sea)
        self.assertEqual(offers.filtered("is_expired"), old)

    def test_costs_are_compared_in_the_companys_currency(self):
        _order, request = self._get_request()
        other = self.env["res.currency"].create(
            {
                "name": "OTX",
                "symbol": "X",
                "rate_ids": [Command.create({"company_rate": 10})],
            }
        )
        dear = self._offer(request, "Pearl Freight", 50, 8)
        cheap = self._offer(request, "Ocean Line", 300, 8, currency_id=other.id)
        self.assertTrue(cheap.is_cheapest)
        self.assertFalse(dear.is_cheapest)

    def test_chosen_carrier_is_the_requests_with_its_mode_route_and_days(self):
        """H2.4: carrier and route are planned before the goods leave."""
        _order, request = self._get_request()
        self._offer(request, "Ocean Line", 300, 12, transport_mode="sea")
        air = self._offer(
            request,
            "Sky Cargo",
            900,
            3,
            transport_mode="air",
            route="Shenzhen – Frankfurt – Linz",
            pickup_date=self._in(1),
        )
        air.action_choose()
        self.assertEqual(request.carrier_name, "Sky Cargo")
        self.assertEqual(request.transport_mode, "air")
        self.assertEqual(request.route, "Shenzhen – Frankfurt – Linz")
        self.assertEqual(request.delivery_date, self._in(1))
        self.assertEqual(request.expected_arrival_date, self._in(3))
        self.assertEqual(air.chosen_by_id, self.users["logistics"])

    def test_another_choice_takes_the_place_of_the_first(self):
        _order, request = self._get_request()
        sea = self._offer(request, "Ocean Line", 300, 12, transport_mode="sea")
        air = self._offer(request, "Sky Cargo", 900, 3, transport_mode="air")
        sea.action_choose()
        air.action_choose()
        self.assertEqual(request.carrier_offer_ids.filtered("is_chosen"), air)
        self.assertEqual(request.carrier_name, "Sky Cargo")

    def test_sales_is_told_where_a_late_carrier_is_chosen(self):
        order, request = self._get_request()
        self._offer(
            request, "Ocean Line", 300, 30, transport_mode="sea"
        ).action_choose()
        message = order.message_ids.filtered(lambda m: "promised was" in m.body)
        self.assertIn(self.users["sales"].partner_id, message.partner_ids)

    def test_expired_offers_are_not_chosen(self):
        _order, request = self._get_request()
        old = self._offer(request, "Old Rate", 10, 1, valid_until=self._in(-1))
        with self._refused("was valid until"):
            old.action_choose()

    def test_nothing_is_chosen_for_goods_that_are_not_to_travel(self):
        _order, request = self._get_request()
        offer = self._offer(request, "Ocean Line", 300, 12)
        self.as_("customer_service", request).action_withdraw("Not today.")
        with self._refused("is withdrawn"):
            offer.action_choose()

    def test_what_was_chosen_stays_as_it_was_offered(self):
        _order, request = self._get_request()
        offer = self._offer(request, "Ocean Line", 300, 12)
        with self.assertRaisesRegex(AccessError, "is_chosen"):
            offer.is_chosen = True
        offer.action_choose()
        for act in (lambda: offer.write({"cost": 1}), offer.unlink):
            with self._refused("is chosen and stays"):
                act()

    def test_choosing_is_the_step_of_logistics(self):
        _order, request = self._get_request()
        offer = self._offer(request, "Ocean Line", 300, 12)
        for kind in ("sales", "warehouse", "finance", "customer_service"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, offer).action_choose()

    def test_logistics_notes_offers_on_the_request_itself(self):
        _order, request = self._get_request()
        line = {"carrier_name": "Ocean Line", "cost": 300, "transport_mode": "sea"}
        self.as_("logistics", request).write(
            {"carrier_offer_ids": [Command.create(line)], "route": "By sea"}
        )
        self.assertEqual(request.carrier_offer_ids.carrier_name, "Ocean Line")
        with self.assertRaises(AccessError):
            self.as_("logistics", request).agreed_with = "Mr Chen"

    # Agreed with the customer

    def test_release_needs_agreement(self):
        """H2.4: place and time are confirmed with the customer, where policy asks."""
        self.company.sudo().order_delivery_agreement = True
        order, request = self._get_request()
        with self._refused("Agreed With, Agreed on, Agreed by"):
            self._verify(order)
        self.as_("customer_service", request).write(
            {
                "agreed_with": "Mr Chen",
                "agreed_date": fields.Date.today(),
                "agreed_channel": "call",
                "delivery_place": False,
            }
        )
        with self._refused("fill in Delivery Place"):
            self._verify(order)
        self.as_("customer_service", request).delivery_place = "Gate 4"
        self._verify(order)
        self._release(order)
        self.assertEqual(request.state, "released")

    def test_no_agreement_is_asked_where_the_company_does_not(self):
        order, request = self._get_request()
        self._verify(order)
        self.assertEqual(request.state, "verified")
