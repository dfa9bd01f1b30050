from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .shipping_common import ShippingCase


@tagged("post_install", "-at_install")
class TestShippingRelease(ShippingCase):
    """A request is made, verified and released by three people, and then stays."""

    # The request

    def test_request_takes_what_remains_and_the_address_of_the_order(self):
        order = self._get_ready_order(lines=[(self.stocked, 10), (self.service, 1)])
        request = self._request_shipping(order)
        self.assertEqual(request.state, "draft")
        self.assertEqual(request.line_ids.sale_line_id.product_id, self.stocked)
        self.assertEqual(request.line_ids.quantity, 10)
        self.assertEqual(request.partner_shipping_id, order.partner_shipping_id)
        self.assertEqual(request.requested_by_id, self.users["customer_service"])
        self.assertEqual(request.revision_id, order.current_revision_id)
        self.assertNotEqual(request.name, "/")

    def test_second_request_takes_the_rest_and_a_third_has_nothing(self):
        order, request = self._get_released_order(quantity=4)
        second = self._request_shipping(order)
        self.assertNotEqual(second, request)
        self.assertEqual(second.line_ids.quantity, 6)
        with self._refused("requested already"):
            self._request_shipping(order)

    def test_what_left_is_not_asked_for_again(self):
        order, _request = self._get_released_order(quantity=4)
        self._validate(order.picking_ids, 4)
        self.assertEqual(self._request_shipping(order).line_ids.quantity, 6)

    def test_quotation_cannot_be_requested(self):
        order = self._take_order("A", [(self.stocked, 10)])
        with self._refused("not confirmed"):
            self._request_shipping(order)

    def test_other_departments_may_not_request(self):
        order = self._get_ready_order()
        for kind in ("sales", "warehouse", "finance", "logistics"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, order).action_request_shipping()

    def test_lines_of_another_order_are_refused(self):
        order, other = self._get_ready_order(), self._get_ready_order()
        request = self._request_shipping(order)
        with self.assertRaisesRegex(ValidationError, "another order"):
            self.as_("customer_service", request).line_ids = [
                Command.create({"sale_line_id": other.order_line.id, "quantity": 1})
            ]

    def test_number_requester_and_revision_are_not_the_callers_to_choose(self):
        order = self._get_ready_order()
        requests = self.as_("customer_service", self.env["order.shipping.request"])
        for field, value in (
            ("state", "released"),
            ("verified_by_id", self.users["finance"].id),
            ("requested_by_id", self.users["sales"].id),
            ("amount_received", 1),
        ):
            with self.subTest(field=field), self.assertRaises(AccessError):
                requests.create({"sale_order_id": order.id, field: value})

    def test_released_request_created_straight_is_refused_even_as_superuser(self):
        order = self._get_ready_order()
        values = {
            "sale_order_id": order.id,
            "state": "released",
            "line_ids": [
                Command.create({"sale_line_id": order.order_line.id, "quantity": 10})
            ],
        }
        with self._refused("lines stay as they are"):
            self.env["order.shipping.request"].sudo().create(values)
        del values["line_ids"]
        with self._refused("needs the signature of Finance"):
            self.env["order.shipping.request"].sudo().create(values)
        values.update(
            requested_by_id=self.users["customer_service"].id,
            verified_by_id=self.users["finance"].id,
            released_by_id=self.users["clerk"].id,
        )
        with self._refused("asks for nothing"):
            self.env["order.shipping.request"].sudo().create(values)

    def test_state_written_straight_asks_the_gates(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.as_("customer_service", request.line_ids).quantity = 99
        request.sudo().verified_by_id = self.users["finance"]
        with self._refused("exceed the ordered quantity"):
            request.sudo().state = "verified"

    # Finance

    def test_finance_signs_with_the_money_of_the_day(self):
        order = self._get_ready_order(grade="A")
        request = self._request_shipping(order)
        self._pay(order, 50)
        self._verify(order)
        self.assertEqual(request.state, "verified")
        self.assertEqual(request.verified_by_id, self.users["finance"])
        self.assertEqual(request.amount_due, 0)
        self.assertEqual(request.amount_received, 50)

    def test_what_finance_signed_is_not_deleted_even_as_superuser(self):
        order = self._get_ready_order(grade="A")
        request = self._request_shipping(order)
        self._verify(order)
        with self._refused("signed by Finance and stays"):
            request.sudo().unlink()
        self.assertTrue(request.exists())

    def test_only_finance_verifies(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        for kind in ("sales", "customer_service", "supervisor", "warehouse"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_verify()

    def test_requester_who_is_also_finance_may_not_verify(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.users["customer_service"].group_ids += self.env.ref(
            "order_to_delivery.group_finance"
        )
        with self._refused("somebody other than who requested"):
            self.as_("customer_service", request).action_verify()

    def test_verifier_who_is_also_customer_service_may_not_release(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self._verify(order)
        self.users["finance"].group_ids += self.env.ref(
            "order_to_delivery.group_customer_service"
        )
        with self._refused("somebody else of Customer Service"):
            self.as_("finance", request).action_release()

    def test_request_is_not_released_before_finance_signed(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        with self._refused("Finance verifies the money and signs first"):
            self.as_("customer_service", request).action_release()

    def test_only_customer_service_releases(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self._verify(order)
        for kind in ("sales", "finance", "warehouse", "logistics"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self.as_(kind, request).action_release()

    def test_release_tells_the_warehouse_on_the_delivery(self):
        order, request = self._get_released_order()
        picking = order.picking_ids
        self.assertEqual(request.picking_ids, picking)
        self.assertEqual(self.as_("warehouse", picking).shipping_release, "released")
        self._run_cron("tell_signatures")
        self.assertIn(request.name, picking.message_ids[:1].body)

    # Quantities

    def test_more_than_ordered_is_not_verified(self):
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.as_("customer_service", request.line_ids).quantity = 11
        with self._refused("exceed the ordered quantity"):
            self._verify(order)

    def test_agreed_tolerance_is_released_and_no_more(self):
        order = self._get_ready_order()
        order.sudo().is_content_locked = False
        order.order_line.sudo().tolerance_over = 10
        self._put_revision_in_force(order)
        request = self._request_shipping(order)
        line = self.as_("customer_service", request.line_ids)
        line.quantity = 11.5
        with self._refused("exceed the ordered quantity"):
            self._verify(order)
        line.quantity = 11
        self._verify(order)
        self.assertEqual(request.state, "verified")

    def test_two_requests_together_stay_within_the_order(self):
        order = self._get_ready_order()
        first = self._request_shipping(order)
        self.as_("customer_service", first.line_ids).quantity = 4
        second = self._request_shipping(order)
        self.as_("customer_service", second.line_ids).quantity = 7
        self.as_("finance", first).action_verify()
        with self._refused("exceed the ordered quantity"):
            self.as_("finance", second).action_verify()
