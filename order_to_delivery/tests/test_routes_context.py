"""What a client sends along as context decides nothing that only steps decide."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cases import covers
from .common import OrderToDeliveryCase
from .routes_common import RouteMixin


@tagged("post_install", "-at_install")
class TestRoutesContext(RouteMixin, OrderToDeliveryCase):
    """Steps create documents as superuser, for whom no field is closed.

    They do without a client's defaults, which Odoo drops with ``sudo()``.
    """

    def _forge(self, **values):
        """Let whoever acts from now on send defaults along with each call."""
        self.keys = {f"default_{name}": value for name, value in values.items()}

    @covers("review.default", "confirm.early", route="rpc", role="customer_service")
    def test_no_context_signs_for_the_customer(self):
        order = self._walk_to("confirmation")
        self._forge(state="accepted", accepted_by_id=self.users["clerk"].id)
        self.call("customer_service", order, "action_send_confirmation")
        confirmation = order.order_confirmation_ids
        self.assertEqual(confirmation.state, "sent")
        self.assertFalse(confirmation.accepted_by_id)
        with self._refusal("not signed"):
            self.call("sales", order, "action_confirm")

    @covers("review.default", route="rpc", role=("sales", "deputy_general_manager"))
    def test_no_context_answers_or_closes_a_review(self):
        order = self._take_order()
        self._forge(state="closed", closed_date="2026-01-01 00:00:00")
        self.call("sales", order, "action_submit_for_review")
        review = order.order_review_ids
        self.assertEqual((review.state, review.closed_date), ("submitted", False))
        self.assertEqual(order.pending_revision_id.state, "draft")
        self._forge(state="signed", verdict="agree", signed_by_id=self.env.uid)
        self.call("deputy_general_manager", review, "action_circulate")
        self.assertEqual(review.state, "circulated")
        self.assertFalse(any(review.signoff_ids.mapped("verdict")))
        self.assertFalse(review.signoff_ids.signed_by_id)

    @covers("review.default", route="rpc", role="production")
    def test_no_context_spares_what_is_made_of_the_gates(self):
        order = self._walk_to("acceptance")
        instruction = order.order_production_instruction_ids
        self._forge(order_to_delivery_exempt=True)
        self.call("production", instruction, "action_accept")
        self.assertTrue(instruction.production_ids)
        exempt = instruction.production_ids.mapped("order_to_delivery_exempt")
        self.assertFalse(any(exempt))

    def test_whoever_creates_in_his_own_name_is_refused(self):
        order = self._walk_to("production")
        self._forge(state="released")
        with self._refusal("state", AccessError):
            self.call("customer_service", order, "action_request_shipping")
