"""H9.17: goods go where the customer signed for, or where somebody agreed to."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .shipping_common import ShippingCase
from .test_gates_by_name import GateCase

UNSIGNED = "the customer signed for 1 Dock Road"
CHANGED = "the address was changed to 2 Dock Road"
AFTER_RELEASE = "after it was released"


@tagged("post_install", "-at_install")
class TestDeliveryAddress(GateCase, ShippingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.env["res.partner"].create(
            {
                "name": "Dock",
                "type": "delivery",
                "parent_id": cls.partners["B"].id,
                "street": "1 Dock Road",
                "city": "Ningbo",
                "email": "dock@example.com",
            }
        )
        cls.other = cls.place.copy({"street": "9 Far Street"})

    def _signed(self):
        """Return an order that is signed and paid for, before its shipping request."""
        return self._sign_for(self.place)

    def _sign_for(self, place):
        order = self._take_order("B", [(self.stocked, 10)])
        order.partner_shipping_id = place
        self._walk_to("release", order=order)
        if order.release_due > order.money_received:
            self._pay(order, order.release_due - order.money_received)
        return order

    def _move(self, street="2 Dock Road", place=None):
        """Change an address, as who edits contacts."""
        self.as_("sales", place or self.place).street = street
        self.env.flush_all()
        self.env.invalidate_all()

    def _agree(self, request, text="Mr Chen, by telephone"):
        self.as_("customer_service", request).address_agreement = text

    def _released(self):
        order = self._signed()
        request = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        return order, request

    def test_release_needs_address(self):
        request = self._request_shipping(self._signed())
        self.assertFalse(self._is_closed("release.needs.address", request))
        self._move()
        self.assertTrue(self._is_closed("release.needs.address", request))
        self._agree(request)
        self.assertFalse(self._is_closed("release.needs.address", request))

    def test_shipping_needs_address(self):
        order, _request = self._released()
        move = order.picking_ids.move_ids
        self.assertFalse(self._is_closed("shipping.needs.address", move))
        self._move()
        self.assertTrue(self._is_closed("shipping.needs.address", move))
        self._move("1 Dock Road")
        self.assertFalse(self._is_closed("shipping.needs.address", move))

    def test_what_goes_to_the_signed_address_asks_nothing(self):
        order, request = self._released()
        self.assertFalse(request.is_address_changed)
        self.assertIn("1 Dock Road", request.signed_address)
        self._validate(order.picking_ids)

    def test_an_address_changed_after_the_signature_needs_an_agreement(self):
        order = self._signed()
        self._move()
        request = self._request_shipping(order)
        self.assertTrue(request.is_address_changed)
        with self._refused(UNSIGNED):
            self._verify(order)
        self._agree(request, "  ")
        with self._refused(UNSIGNED):
            self._verify(order)
        self._agree(request)
        self._verify(order)
        self._release(order)
        self._validate(order.picking_ids)

    def test_another_receiver_needs_an_agreement(self):
        order = self._signed()
        request = self._request_shipping(order)
        self.as_("customer_service", request).partner_shipping_id = self.other
        with self._refused("9 Far Street"):
            self._verify(order)
        self._agree(request)
        self._verify(order)

    def test_what_was_agreed_holds_for_that_address_alone(self):
        order = self._signed()
        self._move("3 Dock Road")
        request = self._request_shipping(order)
        self._agree(request)
        self._move()
        with self._refused(CHANGED):
            self._verify(order)
        self._move("3 Dock Road")
        self._verify(order)
        self._move()
        with self._refused(CHANGED):
            self._release(order)

    def test_finance_signs_for_the_agreement(self):
        order = self._signed()
        request = self._request_shipping(order)
        for kind in ("logistics", "sales"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).address_agreement = "Me"
        self._verify(order)
        with self._refused("is signed by Finance"):
            self._agree(request)

    def test_an_address_changed_after_release_holds_the_goods(self):
        order, request = self._released()
        self._move()
        with self._refused(AFTER_RELEASE):
            self._validate(order.picking_ids)
        self._move("1  dock ROAD ")
        self._validate(order.picking_ids)
        self.assertTrue(request.is_shipped)

    def test_an_address_that_follows_from_the_customer_s_is_watched_too(self):
        contact = self.place.copy({"type": "contact", "name": "Mr Li"})
        customer = self.partners["B"]
        customer.street = contact.street = "1 Dock Road"
        order = self._sign_for(contact)
        self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self._move(place=customer)
        self.assertEqual(contact.street, "2 Dock Road")
        with self._refused(AFTER_RELEASE):
            self._validate(order.picking_ids)

    def test_what_has_left_to_the_old_address_holds_nothing(self):
        order = self._signed()
        request = self._request_shipping(order)
        self.as_("customer_service", request.line_ids).quantity = 4
        self._verify(order)
        self._release(order)
        self._validate(order.picking_ids, 4)
        self._move()
        rest = self._request_shipping(order)
        self._agree(rest)
        self._verify(order)
        self._release(order)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_delivery_is_given_no_other_receiver(self):
        order, _request = self._released()
        self.as_("warehouse", order.picking_ids).partner_id = self.other
        with self._refused("put its receiver back"):
            self._validate(order.picking_ids)
        self.as_("warehouse", order.picking_ids).partner_id = self.place
        self._validate(order.picking_ids)

    # Another receiver

    def _release_for(self, order, place, quantity):
        """Release some pieces for a receiver."""
        request = self._request_shipping(order)
        self.as_("customer_service", request.line_ids).quantity = quantity
        self.as_("customer_service", request).partner_shipping_id = place
        self._agree(request)
        self._verify(order)
        self._release(order)
        return request

    def test_a_delivery_goes_to_the_receiver_of_its_request(self):
        order = self._signed()
        request = self._release_for(order, self.other, 10)
        delivery = order.picking_ids
        self.assertEqual(delivery.partner_id, self.other)
        self.assertIn(
            "Dock (copy), to whom", " ".join(delivery.message_ids.mapped("body"))
        )
        self.as_("warehouse", delivery).partner_id = self.place
        with self._refused(f"{request.name} was released for"):
            self._validate(delivery)
        self.as_("warehouse", delivery).partner_id = self.other
        self._validate(delivery)

    def test_the_rest_goes_to_the_receiver_of_the_next_request(self):
        order = self._signed()
        self._release_for(order, self.place, 4)
        request = self._release_for(order, self.other, 6)
        delivery = order.picking_ids
        self.assertEqual(delivery.partner_id, self.place)
        with self._refused(f"{request.name} was released for"):
            self._validate(delivery, 10)
        self._validate(delivery, 4)
        rest = order.picking_ids - delivery
        self.assertEqual(rest.partner_id, self.other)
        self.assertEqual(delivery.partner_id, self.place)
        self._validate(rest)
        self.assertEqual(self._get_shipped(order), 10)

    def test_two_deliveries_at_once_go_each_to_its_receiver(self):
        order = self._signed()
        self._release_for(order, self.other, 4)
        self._release_for(order, self.place, 6)
        delivery = order.picking_ids
        delivery.move_ids.write({"quantity": 4, "picked": True})
        self.as_("warehouse", delivery).action_split_transfer()
        rest = order.picking_ids - delivery
        self.assertEqual(rest.partner_id, self.place)
        self.assertEqual(delivery.partner_id, self.other)
        rest.move_ids.write({"quantity": 6, "picked": True})
        self.as_("warehouse", rest).partner_id = self.other
        with self._refused("was released for"):
            self.as_("warehouse", delivery | rest).button_validate()
        self.as_("warehouse", rest).partner_id = self.place
        self.as_("warehouse", delivery | rest).button_validate()
        self.assertEqual(self._get_shipped(order), 10)

    def test_a_request_that_is_withdrawn_redirects_nothing(self):
        order = self._signed()
        request = self._release_for(order, self.other, 10)
        self.as_("customer_service", request).action_withdraw("Not there")
        self.assertEqual(order.picking_ids.partner_id, self.other)
        self._release_for(order, self.place, 10)
        self.assertEqual(order.picking_ids.partner_id, self.place)
        self._validate(order.picking_ids)

    def test_nobody_writes_what_is_compared(self):
        order = self._signed()
        self._move()
        request = self._request_shipping(order)
        paper = order.order_confirmation_ids
        for kind, record, name in (
            ("customer_service", request, "address_key"),
            ("customer_service", paper, "delivery_address_key"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.as_(kind, record).write({name: request.address_key})
        self._agree(request)
        self.assertFalse(request.copy().address_agreement)

    def test_many_requests_are_asked_with_one_query(self):
        orders = self.env["sale.order"].union(*(self._signed() for _turn in range(2)))
        requests = self.env["order.shipping.request"].union(
            *(self._request_shipping(order) for order in orders)
        )
        self.env.flush_all()
        for asked in (requests[:1], requests):
            with self.subTest(requests=len(asked)), self.assertQueryCount(1):
                self.assertFalse(asked._find_moved())
