"""Instructions and releases whose money is not there, by every route."""

from odoo import Command, fields
from odoo.tests import tagged

from .cases import covers
from .common import KINDS
from .money_common import MoneyCase
from .routes_common import RouteMixin

ROUTES = ("form", "list", "rpc", "import", "create", "direct")
DEPOSIT = "deposit"
BALANCE = "balance|money|received"


@tagged("post_install", "-at_install")
class TestRoutesInstruction(RouteMixin, MoneyCase):
    """Production waits for the deposit; grade B asks for 30 % of 10 000."""

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("deposit")

    def _draft(self):
        order = self.as_("customer_service", self.order)
        order.action_prepare_instruction()
        self.order.invalidate_recordset()
        return self.order.order_production_instruction_ids[:1]

    def _try_all(self, instruction=None):
        """Try to issue, and what production and supply would do on their own."""
        draft = instruction or self._draft()
        routes = self._button("customer_service", draft, "action_issue", "issued")
        self._try(routes, f"{DEPOSIT}|not allowed|rights|acc")
        accept = self._button("production", draft, "action_accept", "accepted")
        self._try(accept)
        self.env["sale.order"]._cron_ask_held_again()
        self.order._resume_held()
        self.assertFalse(self.order.picking_ids, "No job supplies it either.")
        self.assertEqual(draft.state, "draft")
        return draft

    @covers("money.unpaid", route=(*ROUTES, "cron"), role="customer_service")
    def test_unpaid_order_is_not_instructed_and_a_retry_works(self):
        draft = self._try_all()
        self._pay(self.order, 3000)
        self.call("customer_service", draft, "action_issue")
        self.assertEqual(draft.state, "issued")

    @covers("money.cent", route=(*ROUTES, "cron"), role="customer_service")
    def test_one_cent_short_is_not_instructed(self):
        self._pay(self.order, 2999.98)
        draft = self._try_all()
        self._pay(self.order, 0.02)
        self.call("customer_service", draft, "action_issue")
        self.assertEqual(draft.state, "issued")

    @covers("money.small", route=(*ROUTES, "cron"), role="customer_service")
    def test_small_payment_does_not_instruct(self):
        self._pay(self.order, 1)
        self._try_all()

    @covers("money.prepared", route=(*ROUTES, "cron"), role="customer_service")
    def test_draft_and_pending_payments_do_not_instruct(self):
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.order.partner_id.id,
                "amount": 3000,
                "sale_order_id": self.order.id,
            }
        )
        self._transaction(self.order, 3000, state="pending")
        self._try_all()

    @covers(
        "money.bounced",
        "money.reactivated",
        "money.unlinked",
        route=(*ROUTES, "cron"),
        role="customer_service",
    )
    def test_payment_taken_back_by_any_way_does_not_instruct(self):
        for way in ("action_cancel", "action_draft", "action_reject"):
            payment = self._pay(self.order, 3000)
            self.call("finance", payment, way)
        untied = self._pay(self.order, 3000)
        self.call("finance", untied, "write", {"sale_order_id": False})
        self._try_all()

    @covers("money.credited", route=(*ROUTES, "cron"), role="finance")
    def test_credited_deposit_invoice_still_asks_and_does_not_deadlock(self):
        self.as_("finance", self.order).action_create_deposit_invoice()
        invoice = self.order.invoice_ids
        if invoice.state == "draft":
            invoice.action_post()
        self._credit(invoice)
        draft = self._try_all()
        self._pay(self.order, 3000)
        self.call("customer_service", draft, "action_issue")
        self.assertEqual(draft.state, "issued")

    @covers("money.refunded", route=(*ROUTES, "cron"), role="finance")
    def test_refunded_deposit_does_not_instruct(self):
        self._pay(self.order, 3000)
        refund = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_id": self.order.partner_id.id,
                "partner_type": "customer",
                "amount": 3000,
                "sale_order_id": self.order.id,
            }
        )
        refund.action_post()
        self._try_all()

    @covers("money.twice", "money.own", route=(*ROUTES, "cron"), role="finance")
    def test_money_of_another_order_does_not_instruct(self):
        other = self._walk_to("deposit")
        payment = self._pay(other, 3000)
        self.as_("finance", other).action_create_deposit_invoice()
        invoice = other.invoice_ids
        if invoice.state == "draft":
            invoice.action_post()
        self._reconcile(payment, invoice)
        self.assertEqual(self._received(other), 3000)
        self._try_all()

    @covers("money.raised", route=(*ROUTES, "cron"), role="customer_service")
    def test_raised_order_asks_for_its_new_deposit(self):
        self._pay(self.order, 3000)
        self.order._write_content({}, {self.order.order_line: {"product_uom_qty": 11}})
        self._try_all()

    @covers("money.transfer", route=(*ROUTES, "cron"), role="finance")
    def test_bank_transfer_alone_instructs(self):
        draft = self._try_all()
        self._pay(self.order, 3000)
        self.assertFalse(self.order.transaction_ids)
        self.call("customer_service", draft, "action_issue")
        self.assertEqual(draft.state, "issued")

    @covers("money.unpaid", route="rpc", role=KINDS)
    def test_no_role_instructs_unpaid(self):
        draft = self._draft()
        for kind in KINDS:
            for method in ("action_issue", "action_accept"):
                with self.subTest(kind=kind, method=method), self._refusal():
                    self.call(kind, draft, method)
            with self.subTest(kind=kind), self._refusal():
                self.call(kind, self.order, "action_issue_instruction")
        self.assertEqual(draft.state, "draft")


@tagged("post_install", "-at_install")
class TestRoutesRelease(RouteMixin, MoneyCase):
    """Goods wait for Finance, Finance for the balance."""

    def setUp(self):
        super().setUp()
        self.order = self._walk_to("deposit", lines=[(self.stocked, 10)])
        self._pay(self.order, 60)
        self.order._resume_held()
        self.request = self._request_shipping(self.order)

    def _verify_routes(self, kind="finance"):
        return self._button(kind, self.request, "action_verify", "verified")

    def _release_routes(self, kind="customer_service"):
        return self._button(kind, self.request, "action_release", "released")

    @covers(
        "ship.release", "ship.terms", "ship.exclusion", route=ROUTES, role="finance"
    )
    def test_unpaid_request_is_neither_verified_nor_released(self):
        self.order.sudo().payment_term_id = False
        self._try(self._verify_routes())
        self._try(self._release_routes())
        self._try(self._release_routes("finance"))
        self.assertEqual(self.request.state, "draft")

    @covers("ship.release", route="rpc", role=KINDS)
    def test_no_role_releases_what_is_unpaid(self):
        for kind in KINDS:
            for method in ("action_verify", "action_release"):
                with self.subTest(kind=kind, method=method), self._refusal():
                    self.call(kind, self.request, method)

    @covers("ship.release", route=ROUTES, role=KINDS)
    def test_only_customer_service_releases_what_finance_verified(self):
        self._pay(self.order, 140)
        self._verify(self.order)
        for kind in KINDS:
            # The supervisor heads customer service.
            if kind not in ("customer_service", "supervisor"):
                with self.subTest(kind=kind):
                    routes = self._release_routes(kind)
                    routes.pop("direct")  # a superuser's write names no releaser
                    self._try(routes)
        self._try({"direct": self._release_routes()["direct"]}, "release")
        self._release(self.order)
        self.assertEqual(self.request.state, "released")

    @covers("ship.stays", route=ROUTES, role=("finance", "customer_service"))
    def test_request_goes_on_as_soon_as_its_cause_is_gone(self):
        self._try(self._verify_routes(), "")
        self._pay(self.order, 140)
        self._verify(self.order)
        self._release(self.order)
        self.assertEqual(self.request.state, "released")

    @covers("money.bounced", route=ROUTES, role=("finance", "sales"))
    def test_verified_request_is_not_released_once_its_money_is_gone(self):
        payment = self._pay(self.order, 140)
        self._verify(self.order)
        self.call("finance", payment, "action_reject")
        self.env.cr.flush()
        self._try(self._release_routes())

    @covers(
        "ship.exclusion",
        route=ROUTES,
        role="customer_service",
    )
    def test_waiver_of_another_order_or_another_rule_releases_nothing(self):
        other = self._walk_to("deposit", lines=[(self.stocked, 1)])
        for order, gate in (
            (other, "order.gate.release.needs.collection"),
            (self.order, "order.gate.release.needs.signature"),
        ):
            self.env["order.gate.waiver"].sudo().create(
                {
                    "sale_order_id": order.id,
                    "gate": gate,
                    "reason": "Known for years",
                    "cap_amount": 10**6,
                    "granted_by_id": self.users["deputy_general_manager"].id,
                    "granted_date": fields.Datetime.now(),
                }
            )
        self._try(self._verify_routes())

    @covers("ship.exclusion", route="rpc", role="customer_service")
    def test_lines_of_a_signed_request_are_not_raised_by_any_route(self):
        self._pay(self.order, 140)
        self._verify(self.order)
        self._release(self.order)
        line = self.request.line_ids
        kind = "customer_service"
        self._try(
            {
                "save": lambda: self.save(
                    kind,
                    self.request,
                    line_ids=[Command.update(line.id, {"quantity": 99})],
                ),
                "rpc": lambda: self.call(kind, line, "write", {"quantity": 99}),
                "import": lambda: self.import_(kind, line, quantity=99),
                "create": lambda: self.create_copy(kind, line, quantity=99),
                "direct": lambda: self.write_straight(line, quantity=99),
                "unlink": lambda: self.call(kind, line, "unlink"),
            },
            "signed by Finance",
        )
