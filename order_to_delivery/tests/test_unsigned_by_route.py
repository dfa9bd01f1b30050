"""Production is instructed on what the customer signed, whatever the route (H9.8)."""

from odoo.tests import tagged

from .common import OrderToDeliveryCase
from .routes_common import RouteMixin


@tagged("post_install", "-at_install")
class TestUnsignedByRoute(RouteMixin, OrderToDeliveryCase):
    def _draft(self, order, revision):
        return (
            self.env["order.production.instruction"]
            .sudo()
            .create({"sale_order_id": order.id, "revision_id": revision.id})
            .sudo(False)
        )

    def _try_all(self, draft):
        routes = self._button("customer_service", draft, "action_issue", "issued")
        for name in ("import", "create", "copy"):
            # What is written past the button is refused for more than the signature.
            self._try({name: routes.pop(name)})
        self._try(routes, "sign")
        self.assertEqual(draft.state, "draft")

    def test_an_order_that_nobody_signed_is_instructed_by_no_route(self):
        for grade in ("B", "C"):
            with self.subTest(grade=grade):
                order = self._walk_to("signature", grade=grade)
                self._pay(order, order.amount_total)
                self._try_all(self._draft(order, order.pending_revision_id))

    def test_a_change_that_nobody_signed_is_instructed_by_no_route(self):
        for grade in ("A", "B"):
            with self.subTest(grade=grade):
                order = self._walk_to("deposit", grade=grade)
                self._pay(order, order.amount_total)
                coming = self.env["order.revision"].sudo()._open_for(order)
                self._try_all(self._draft(order, coming))
