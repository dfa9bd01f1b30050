"""The papers of a way by sea are not got rid of by naming no way at all (H3.5)."""

from odoo.tests import tagged

from .test_destination_rules import DestinationCase
from .test_routes_shipping import ShippingRouteCase

LACKS = "lacks Bill of Lading"


@tagged("post_install", "-at_install")
class TestDocumentsOfTheMode(ShippingRouteCase, DestinationCase):
    def _get_order_by_sea(self):
        self._rule(
            country_id=self.austria.id,
            transport_mode="sea",
            documents=[("bill_of_lading", True)],
        )
        order = self._get_ready_order()
        request = self._request_shipping(order)
        self.as_("logistics", request).transport_mode = "sea"
        self._verify(order)
        self._release(order)
        return order, request

    def test_goods_by_sea_wait_for_their_bill_of_lading(self):
        order, _request = self._get_order_by_sea()
        self._try_all(order.picking_ids, text=LACKS)

    def test_a_released_shipment_keeps_its_papers_whatever_way_is_left_blank(self):
        order, request = self._get_order_by_sea()
        with self._refusal():
            self.call("logistics", request, "write", {"transport_mode": False})
            self._set_quantity(order.picking_ids)
            self._press("warehouse", order.picking_ids)
