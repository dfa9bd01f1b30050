"""An order that its gates hold, confirmed by every route."""

from odoo.tests import tagged

from .cases import covers
from .common import KINDS
from .money_common import MoneyCase
from .routes_common import RouteMixin

ROUTES = ("form", "list", "rpc", "import", "create", "direct")


@tagged("post_install", "-at_install")
class TestRoutesConfirmation(RouteMixin, MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = cls.bank.inbound_payment_method_line_ids
        lines[:1].payment_provider_id = cls._provider(cls)

    def _routes(self, order, kind="sales"):
        other = self._take_order("C")
        return self._button(kind, order, "action_confirm", "sale", other=other)

    @covers(
        "review.sent",
        "review.second_button",
        "confirm.popup",
        route=ROUTES,
        role=("sales", "customer_service"),
    )
    def test_unreviewed_quotation_is_not_confirmed_once_it_was_sent(self):
        order = self._take_order()
        self.call("sales", order, "action_quotation_sent")
        self.assertEqual(order.state, "sent")
        for kind in ("sales", "customer_service"):
            self._try(self._routes(order, kind), "not submitted for review")
        self.assertEqual(order.state, "sent")

    @covers("confirm.early", "confirm.popup", route=ROUTES, role="customer_service")
    def test_order_is_not_confirmed_before_its_signature(self):
        order = self._walk_to("signature")
        self._try(self._routes(order, "customer_service"), "not signed|not submitted")
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")

    @covers("review.reset", route=ROUTES, role="sales")
    def test_order_that_was_cancelled_is_not_confirmed_on_old_verdicts(self):
        order = self._walk_to("deposit")
        order._action_cancel()
        self.call("sales", order, "action_draft")
        self.assertEqual(order.state, "draft")
        self._try(self._routes(order), "review")
        self.assertEqual(order.state, "draft")

    @covers("review.second_button", "review.sent", route="rpc", role=KINDS)
    def test_no_role_confirms_a_held_order(self):
        order = self._walk_to("signature")
        for kind in KINDS:
            for method, args in (
                ("action_confirm", ()),
                ("write", ({"state": "sale"},)),
                ("web_save", ({"state": "sale"}, {})),
                ("action_unlock", ()),
            ):
                with self.subTest(kind=kind, method=method):
                    self._try_quietly(kind, order, method, *args)
        order.invalidate_recordset()
        self.assertEqual((order.state, order.is_content_locked), ("sent", True))

    def _try_quietly(self, kind, order, method, *args):
        """Try what core allows on some orders, and expect the state to stay."""
        try:
            with self.env.cr.savepoint():
                self.call(kind, order, method, *args)
        except Exception as error:  # each refusal is right here, the state tells
            self.assertTrue(str(error))
        order.invalidate_recordset()
        self.assertEqual(order.state, "sent")

    @covers(
        "review.sent",
        "review.reset",
        "review.second_button",
        "confirm.early",
        "confirm.popup",
        "confirm.stuck",
        route="cron",
        role="machine",
    )
    def test_no_scheduled_job_confirms_what_a_gate_holds(self):
        reset = self._walk_to("deposit")
        reset._action_cancel()
        reset.action_draft()
        orders = self._take_order() | self._walk_to("signature") | reset
        for order in orders:
            self._transaction(order, order.amount_total).sudo()._post_process()
        self.env.flush_all()
        states = orders.mapped("state")
        self.env["payment.transaction"]._cron_post_process()
        orders._resume_held()
        self.env["sale.order"]._cron_ask_held_again()
        self.assertEqual(orders.mapped("state"), states)
        self._sign_confirmation(orders[1])
        self.assertEqual(orders[1].state, "sale", "It goes on by itself.")

    @covers(
        "confirm.stuck",
        route=("form", "list", "rpc", "import", "create", "direct"),
        role="sales",
    )
    def test_paid_quotation_is_held_and_goes_on_when_its_gate_opens(self):
        order = self._walk_to("signature")
        self._transaction(order, order.amount_total).sudo()._post_process()
        self._try(self._routes(order), "not signed|not submitted")
        self.assertEqual(self._received(order), order.amount_total)
        self._sign_confirmation(order)
        self.assertEqual(order.state, "sale")
