"""What is refused at the door is booked with no carrier and mailed to no customer."""

from unittest.mock import patch

from odoo.tests import tagged

from .cases import covers
from .test_routes_shipping import ShippingRouteCase

# What a rollback does not take back: somebody else has been told.
BOOKED = "send_to_shipper"


@tagged("post_install", "-at_install")
class TestCarrierNotBooked(ShippingRouteCase):
    def setUp(self):
        super().setUp()
        self.carrier = self.env["delivery.carrier"].create(
            {
                "name": "Pearl River Freight",
                "product_id": self.service.id,
                "delivery_type": "fixed",
                "integration_level": "rate_and_ship",
            }
        )
        self.company.sudo().stock_move_email_validation = True

    def _get_mails(self):
        return self.env["mail.mail"].search_count([])

    @covers("ship.behind", route=("form", "list", "rpc", "batch"), role="warehouse")
    def test_no_route_books_a_carrier_for_what_is_refused(self):
        order = self._get_ready_order()
        picking = order.picking_ids
        picking.carrier_id = self.carrier
        ways = self._ways_out(picking)
        with patch.object(type(picking), BOOKED, autospec=True) as book:
            for name in ("form", "list", "rpc", "batch", "wizard", "direct, picking"):
                with self.subTest(name), self._refusal(order.name):
                    ways[name]()
            book.assert_not_called()

    @covers("ship.behind", "ship.bulk", route="list", role="warehouse")
    def test_released_goods_are_not_booked_that_one_held_delivery_stops(self):
        held = self._get_ready_order()
        free, _request = self._get_released_order()
        both = free.picking_ids | held.picking_ids
        both.carrier_id = self.carrier
        self._set_quantity(both)
        mails = self._get_mails()
        with patch.object(type(both), BOOKED, autospec=True) as book:
            with self._refusal(held.name):
                self._press("warehouse", both)
            book.assert_not_called()
            self.assertEqual(self._get_mails(), mails)
            self._press("warehouse", free.picking_ids)
            book.assert_called_once()
