"""A copy of an order goes the whole way anew: it takes over what is wanted, no more."""

from odoo.tests import tagged

from .cases import covers
from .common import KINDS
from .routes_common import RouteMixin
from .shipping_common import REFUSED, ShippingCase

# What was signed, paid, waived or sent for the first order, and for that one alone.
EARNED = (
    "current_revision_id",
    "order_revision_ids",
    "order_review_ids",
    "order_confirmation_ids",
    "order_production_instruction_ids",
    "order_shipping_request_ids",
    "order_delivery_receipt_ids",
    "order_gate_waiver_ids",
    "invoice_ids",
    "transaction_ids",
    "picking_ids",
    "balance_notice_date",
    "completion_date",
    "settlement_state",
)


@tagged("post_install", "-at_install")
class TestCopiedOrders(RouteMixin, ShippingCase):
    def _copy(self, order, kind="sales", **values):
        ids = self.call(kind, order, "copy", values)
        return self.env["sale.order"].browse(ids)

    def _get_earned(self, order):
        return [name for name in EARNED if order.sudo()[name]]

    def test_a_copy_of_an_order_that_went_the_whole_way_has_earned_nothing(self):
        order = self._walk_to("end")
        self.assertIn("order_shipping_request_ids", self._get_earned(order))
        copy = self._copy(order)
        self.assertEqual(self._get_earned(copy), [])
        self.assertEqual(copy.state, "draft")
        money = copy.sudo()._get_money()[copy]
        self.assertEqual((money.received, money.release_due), (0, 10000))
        self.assertFalse(copy.sudo().is_content_locked)

    def test_a_copy_of_what_grade_a_may_do_unsigned_waits_for_its_own_review(self):
        order = self._walk_to("signature", grade="A")
        self.as_("customer_service", order).action_confirm()
        self.assertTrue(order.order_gate_waiver_ids)
        copy = self._copy(order)
        self.assertFalse(copy.order_gate_waiver_ids)
        with self._refusal("review"):
            self.call("sales", copy, "action_confirm")

    @covers("ship.manual", route=("rpc", "create", "direct"), role="sales")
    def test_a_copy_of_a_released_order_is_confirmed_and_shipped_by_no_route(self):
        order, _request = self._get_released_order()
        self._try(
            {
                "rpc": lambda: self.call("sales", self._copy(order), "action_confirm"),
                "create": lambda: self._copy(order, state="sale"),
                "direct": lambda: order.sudo().copy({"state": "sale"}),
            }
        )

    @covers("ship.manual", route="rpc", role=KINDS)
    def test_no_role_confirms_the_copy_of_a_blocked_quotation(self):
        copy = self._copy(self._take_order())
        for kind in KINDS:
            with self.subTest(kind=kind), self._refusal():
                self.call(kind, copy, "action_confirm")
        self.assertEqual(copy.state, "draft")

    def test_goods_of_a_copy_do_not_leave_on_the_release_of_the_first(self):
        order, _request = self._get_released_order()
        copy = self._copy(order)
        self.company.sudo().use_order_to_delivery = False
        copy.sudo().action_confirm()
        self.company.sudo().use_order_to_delivery = True
        with self._refused(REFUSED):
            self._validate(copy.picking_ids)
        self.assertEqual(self._get_shipped(copy), 0)
