"""Goods that came back, out of the door again by every route."""

from odoo.tests import tagged

from .after_common import AfterCase
from .cases import covers
from .common import KINDS
from .shipping_common import REFUSED
from .test_routes_shipping import ShippingRouteCase

BY_HAND = ("form", "list", "rpc", "import", "create")
BY_OTHERS = ("batch", "wizard", "cron", "direct")
HELD = f"{REFUSED}|is not received"


@tagged("post_install", "-at_install")
class TestRoutesReturns(ShippingRouteCase, AfterCase):
    @covers("after.return", route=(*BY_HAND, *BY_OTHERS), role="warehouse")
    def test_refunded_goods_do_not_leave_again_and_a_retry_works(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        self._refund(order, 80)
        self._judge()
        again = self._give_back(returned, 4)
        self._try_all(again, text=HELD)
        self._assert_quantities(order, 6, 6, 6)
        self._pay(order, 80)
        self._release_rest(order)
        self._validate(again)
        self._assert_quantities(order, 10, 10, 10)

    @covers("after.return", route=(*BY_HAND, *BY_OTHERS), role="warehouse")
    def test_replacement_does_not_leave_before_what_it_replaces_is_back(self):
        order, picking = self._deliver()
        returned, replacement = self._exchange(order, picking, 4)
        self._try_all(replacement)
        self._validate(returned)
        self._validate(replacement)
        self._assert_quantities(order, 10, 10, 10)

    @covers("after.return", route=("form", "list", "rpc", "wizard"), role=KINDS)
    def test_no_role_gives_refunded_goods_out_again(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        self._refund(order, 80)
        self._judge()
        again = self._give_back(returned, 4)
        for kind in KINDS:
            for route in ("form", "list", "rpc", "wizard"):
                with self.subTest(kind=kind, route=route), self._refusal():
                    self._ways_out(again, kind)[route]()
        self._assert_quantities(order, 6, 6, 6)

    @covers("after.return", route=("rpc", "import", "direct"), role="warehouse")
    def test_more_does_not_come_back_than_left(self):
        order, picking = self._deliver()
        returned = self._take_back(picking, 4)
        operation = returned.move_line_ids
        ways = {
            "rpc": lambda: self.call("warehouse", operation, "write", {"quantity": 11}),
            "import": lambda: self.import_("warehouse", operation, quantity=11),
            "direct": lambda: self.write_straight(operation, quantity=11),
        }
        self._try(ways, "would come back than has left")
        self._assert_quantities(order, 10, 6, 6)
