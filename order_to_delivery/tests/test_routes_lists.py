"""Several at once, from a list: one that is held holds all, and is named."""

from odoo.tests import tagged

from .cases import covers
from .money_common import MoneyCase
from .routes_common import RouteMixin
from .shipping_common import PaidShippingCase


@tagged("post_install", "-at_install")
class TestRoutesLists(RouteMixin, PaidShippingCase, MoneyCase):
    def _get_request(self, paid):
        order = self._get_ready_order()
        if paid:
            self._pay(order, 200)
        return self._request_shipping(order)

    @covers("ship.release", "ship.exclusion", route="list", role="finance")
    def test_an_unpaid_request_is_not_verified_among_paid_ones(self):
        paid, unpaid, last = (self._get_request(p) for p in (True, False, True))
        name = unpaid.sale_order_id.name
        with self._refusal(f"balance due before release of {name}"):
            self.call("finance", paid | unpaid | last, "action_verify")
        self.call("finance", paid | last, "action_verify")
        self.assertEqual((paid | last).mapped("state"), ["verified", "verified"])
        self.assertEqual(unpaid.state, "draft")

    @covers("money.bounced", "ship.release", route="list", role="customer_service")
    def test_a_request_whose_money_is_gone_is_not_released_among_paid_ones(self):
        paid, lost = self._get_request(True), self._get_request(False)
        payment = self._pay(lost.sale_order_id, 200)
        self.call("finance", paid | lost, "action_verify")
        self.call("finance", payment, "action_reject")
        with self._refusal(lost.sale_order_id.name):
            self.call("customer_service", paid | lost, "action_release")
        self.call("customer_service", paid, "action_release")
        self.assertEqual(paid.state, "released")

    @covers("money.unpaid", route="list", role="customer_service")
    def test_an_unpaid_order_is_not_instructed_among_paid_ones(self):
        paid, unpaid = (self._walk_to("deposit") for _turn in range(2))
        self._pay(paid, 3000)
        for order in paid | unpaid:
            self.as_("customer_service", order).action_prepare_instruction()
        self.env.invalidate_all()
        drafts = (paid | unpaid).order_production_instruction_ids
        with self._refusal(f"deposit.*{unpaid.name}|{unpaid.name}.*deposit"):
            self.call("customer_service", drafts, "action_issue")
        self.assertEqual(drafts.mapped("state"), ["draft", "draft"])

    @covers("money.twice", route="list", role="finance")
    def test_free_credit_pays_one_of_two_orders(self):
        orders = [self._walk_to("deposit") for _turn in range(2)]
        for order in orders:
            self.as_("finance", order).action_create_deposit_invoice()
        invoices = [order.invoice_ids for order in orders]
        for invoice in invoices:
            if invoice.state == "draft":
                invoice.action_post()
        credit = self._pay_untied(orders[0], 3000)
        line = self._receivable(credit)
        self.as_("finance", invoices[0]).js_assign_outstanding_line(line.id)
        with self._refusal("already reconciled"):
            self.as_("finance", invoices[1]).js_assign_outstanding_line(line.id)
        self.assertEqual([self._received(order) for order in orders], [3000, 0])


@tagged("post_install", "-at_install")
class TestReleaseByMoneyAlone(RouteMixin, PaidShippingCase, MoneyCase):
    """Nothing but the money is missing, and each refusal says so."""

    def setUp(self):
        super().setUp()
        self.order = self._get_ready_order()
        self.request = self._request_shipping(self.order)

    def _get_ways(self):
        """Return the routes on which the money alone stands in the way."""
        routes = self._button("finance", self.request, "action_verify", "verified")
        return {name: routes[name] for name in ("list", "rpc")}

    def _assert_held_by_money(self):
        self._try(self._get_ways(), "balance due before release")

    @covers("ship.terms", route=("list", "rpc"), role="finance")
    def test_an_order_without_payment_terms_waits_for_its_money(self):
        self.order.sudo().payment_term_id = False
        self._assert_held_by_money()
        self._pay(self.order, 200)
        self._verify(self.order)
        self.assertEqual(self.request.state, "verified")

    @covers("ship.terms", route=("list", "rpc"), role="finance")
    def test_an_order_without_a_plan_waits_for_all_of_it(self):
        self.order.sudo().payment_plan_line_ids.unlink()
        self._put_revision_in_force(self.order)
        self._assert_held_by_money()
        self._pay(self.order, 200)
        self._verify(self.order)
        self.assertEqual(self.request.state, "verified")

    @covers("ship.exclusion", route=("list", "rpc"), role="finance")
    def test_waivers_of_all_other_rules_leave_the_money_due(self):
        gates = [name for name in self.env if name.startswith("order.gate.release")]
        gates.remove("order.gate.release.needs.collection")
        self.assertGreater(len(gates), 3)
        self.env["order.gate.waiver"].sudo().create(
            [
                {
                    "sale_order_id": self.order.id,
                    "gate": gate,
                    "reason": "Known for years",
                    "cap_amount": 10**6,
                    "granted_by_id": self.users["deputy_general_manager"].id,
                }
                for gate in gates
            ]
        )
        self._assert_held_by_money()

    def test_money_that_a_vendor_pays_back_is_no_customers(self):
        for kind in ("inbound", "outbound"):
            self._pay_untied(
                self.order,
                200,
                partner_type="supplier",
                payment_type=kind,
                sale_order_id=self.order.id,
            )
            self.assertEqual(self._received(self.order), 0)
        self._assert_held_by_money()

    def test_who_releases_before_finance_is_told_that_finance_comes_first(self):
        with self._refusal("Finance"):
            self.call("customer_service", self.request, "action_release")
