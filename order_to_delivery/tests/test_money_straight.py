"""Money that is written straight, and orders that agree on nothing, at each gate."""

from contextlib import suppress

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cases import covers
from .money_common import MoneyCase
from .routes_common import RouteMixin
from .test_routes_shipping import ShippingRouteCase

ROUTES = ("form", "list", "rpc", "import", "create", "direct")
BALANCE = "balance due before release"


@tagged("post_install", "-at_install")
class TestPaymentsWrittenStraight(RouteMixin, MoneyCase):
    """A payment is money once Finance posts it, not because somebody says so."""

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("deposit")
        self.values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.order.partner_invoice_id.id,
            "amount": 3000,
            "sale_order_id": self.order.id,
        }

    def _payment(self, **values):
        return self.env["account.payment"].create({**self.values, **values})

    def _ways(self, state):
        """Return the ways to say that a payment has a state."""
        model = self.env["account.payment"]
        new = {**self.values, "state": state}
        keys = ("partner_id", "sale_order_id")
        row = {f"{key}/.id" if key in keys else key: new[key] for key in new}
        return {
            "create": lambda: self.call("finance", model, "create", [new]),
            "import": lambda: self.import_new("finance", "account.payment", **row),
            "write": lambda: self.call(
                "finance", self._payment(), "write", {"state": state}
            ),
            "form": lambda: self.save("finance", self._payment(), state=state),
            "import into": lambda: self.import_(
                "finance", self._payment(), state=state
            ),
        }

    def _get_money_by(self, way):
        """Return what counts once a way was tried, and its entries; undone again."""
        found = 0, 0
        with self.env.cr.savepoint() as savepoint:
            with suppress(UserError, AccessError):
                way()
                self.env.flush_all()
                moves = self._get_payments().move_id.filtered(self._is_posted)
                entered = -sum(self._receivable(moves).mapped("balance"))
                found = self._received(self.order), entered
            savepoint.rollback()
        self.env.invalidate_all()
        return found

    def _get_payments(self):
        domain = [("sale_order_id", "=", self.order.id)]
        return self.env["account.payment"].search(domain)

    def _is_posted(self, move):
        return move.state == "posted"

    @covers("money.prepared", route=("form", "rpc", "import", "create"), role="finance")
    def test_a_payment_that_only_says_it_is_paid_counts_by_its_entry_alone(self):
        for state in ("in_process", "paid"):
            for name, way in self._ways(state).items():
                with self.subTest(state=state, way=name):
                    received, entered = self._get_money_by(way)
                    self.assertEqual(received, entered)

    @covers("money.own", route=ROUTES, role="finance")
    def test_a_payment_counts_once_though_three_documents_name_it(self):
        payment = self._book(self._transaction(self.order, 1500))
        self.as_("finance", payment).sale_order_id = self.order
        self.as_("finance", self.order).action_create_deposit_invoice()
        invoice = self.order.invoice_ids
        if invoice.state == "draft":
            invoice.action_post()
        if self._receivable(payment).filtered(lambda line: not line.reconciled):
            self._reconcile(payment, invoice)
        self.assertEqual(self._received(self.order), 1500)
        self.as_("customer_service", self.order).action_prepare_instruction()
        self.order.invalidate_recordset()
        draft = self.order.order_production_instruction_ids[:1]
        routes = self._button("customer_service", draft, "action_issue", "issued")
        for name in ("import", "create", "copy"):
            self._try({name: routes.pop(name)})
        self._try(routes, "deposit")


@tagged("post_install", "-at_install")
class TestWithoutAPlan(ShippingRouteCase, MoneyCase):
    """What agrees on no terms of payment is paid in full before it leaves."""

    def setUp(self):
        super().setUp()
        self.order = self._get_ready_order()
        self.order.sudo().payment_term_id = False
        self.company.sudo().use_order_to_delivery = False
        self.order.sudo().payment_plan_line_ids.unlink()
        self.company.sudo().use_order_to_delivery = True
        self._put_revision_in_force(self.order)
        self.assertFalse(self.order.payment_plan_line_ids)
        self.request = self._request_shipping(self.order)

    @covers("ship.terms", route=ROUTES, role="finance")
    def test_an_order_without_a_plan_is_not_signed_for_unpaid(self):
        self._pay(self.order, self.order.amount_total - 0.02)
        routes = self._button("finance", self.request, "action_verify", "verified")
        routes.pop("form")  # Finance saves no request: it only presses the button.
        for name in ("import", "create", "copy", "direct"):
            self._try({name: routes.pop(name)})
        self._try(routes, BALANCE)
        self._pay(self.order, 0.02)
        self._verify(self.order)
        self._release(self.order)
        self._validate(self.order.picking_ids)
        self.assertEqual(self._get_shipped(self.order), 10)

    @covers("ship.terms", route=ROUTES, role="warehouse")
    def test_an_order_without_a_plan_does_not_leave_once_its_money_is_gone(self):
        payment = self._pay(self.order, self.order.amount_total)
        self._verify(self.order)
        self._release(self.order)
        self.call("finance", payment, "action_reject")
        self._try_all(self.order.picking_ids, text="balance|above what a released")
        self.assertEqual(self._get_shipped(self.order), 0)


@tagged("post_install", "-at_install")
class TestForeignWaivers(RouteMixin, MoneyCase):
    """Where money may be waived, a waiver holds for its order and its rule alone."""

    def setUp(self):
        super().setUp()
        company = self.company.sudo()
        company.order_money_waiver_policy = "deputy_general_manager"
        company.order_money_waiver_cap = 10**6
        self.order, self.other = self._get_waiting(), self._get_waiting()
        self.request = self.order.order_shipping_request_ids

    def _get_waiting(self):
        order = self._walk_to("deposit", lines=[(self.stocked, 10)])
        self._pay(order, 60)
        order._resume_held()
        self._request_shipping(order)
        return order

    def _waive(self, order, rule, **values):
        values = {
            "sale_order_id": order.id,
            "gate": f"order.gate.{rule}",
            "reason": "Known for years",
            "cap_amount": 10**6,
            "granted_by_id": self.users["deputy_general_manager"].id,
            "granted_date": fields.Datetime.now(),
            **values,
        }
        return self.env["order.gate.waiver"].sudo().create(values)

    @covers("ship.exclusion", route=("list", "rpc"), role="finance")
    def test_only_the_waiver_of_the_order_and_of_the_rule_releases(self):
        self._waive(self.other, "release.needs.collection")
        self._waive(self.order, "release.needs.signature")
        self._waive(self.order, "instruction.needs.deposit")
        self._waive(self.order, "release.needs.collection", cap_amount=139)
        ways = self._button("finance", self.request, "action_verify", "verified")
        self._try({name: ways[name] for name in ("list", "rpc")}, BALANCE)
        self._verify(self.other)
        self.assertEqual(self.other.order_shipping_request_ids.state, "verified")
        self.assertEqual(self.request.state, "draft")
        self._waive(self.order, "release.needs.collection")
        self._verify(self.order)
        self.assertEqual(self.request.state, "verified")
