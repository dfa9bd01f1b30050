"""One unit of rounding is forgiven, two are not, wherever money is asked for."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import covers
from .money_common import MoneyCase
from .test_seven_probes import ProbeCase, ProbesMixin

ROUTES = ("form", "list", "rpc", "import", "create", "direct", "cron")


class CentMixin:
    """R1 and R2 of the probes where goods are released, and where they leave."""

    @covers("money.cent", route=ROUTES, role="finance")
    def test_probe_2_two_cents_less_in_three_parts(self):
        self._probe(lambda: None, pay=self._pay_short)


class VerifyProbeCase(ProbeCase):
    """An order before Finance signs for its money."""

    station = "release"

    def _ask(self):
        """Request the goods; Finance signs once the money is there."""
        self.request = self._request_shipping(self.order)

    def _get_routes(self):
        routes = self._button("finance", self.request, "action_verify", "verified")
        # Finance writes nothing on the request: its form is read, and pressed.
        routes["form"] = lambda: (
            self.call("finance", self.request, "web_read", {"state": {}}),
            self.call("finance", self.request, "action_verify"),
        )
        return routes

    def _assert_open_once_paid(self):
        money = self._money(self.order)
        self._pay(self.order, money.release_due - money.received)
        self._verify(self.order)
        self._release(self.order)
        self.assertEqual(self.request.state, "released")


@tagged("post_install", "-at_install")
class TestCentAtRelease(CentMixin, VerifyProbeCase):
    _pay_short = ProbesMixin._pay_short

    @covers("money.unpaid", route=ROUTES, role="finance")
    def test_probe_1_nothing_is_signed_for_unpaid(self):
        self._probe(lambda: None, pay=lambda: None)

    def test_one_cent_less_is_signed_for_and_released(self):
        self._stand(lambda: self._pay(self.order, 199.99))
        self._verify(self.order)
        self._release(self.order)
        self.assertEqual(self.request.state, "released")


@tagged("post_install", "-at_install")
class TestCentAtShipping(ProbeCase):
    station = "shipping"

    def _give_back(self, amount):
        self._pay_untied(
            self.order, amount, payment_type="outbound", sale_order_id=self.order.id
        )

    @covers("money.cent", route=ROUTES, role="finance")
    def test_probe_2_two_cents_given_back_hold_the_goods(self):
        self._probe(lambda: self._give_back(0.02))

    def test_one_cent_given_back_lets_them_leave(self):
        self._stand(self._pay_all)
        self._give_back(0.01)
        self.env.cr.flush()
        self.env.invalidate_all()
        self._validate(self.order.picking_ids)
        self.assertEqual(self._get_shipped(self.order), 10)


@tagged("post_install", "-at_install")
class TestCentsOfTaxes(MoneyCase):
    """Tax is rounded by line or by document; the order asks for what it totals."""

    def _get_taxed(self, method):
        self.company.sudo().tax_calculation_rounding_method = method
        tax = self.env["account.tax"].create(
            {"name": f"13 % {method}", "amount": 13, "type_tax_use": "sale"}
        )
        line = {
            "product_id": self.service.id,
            "price_unit": 33.33,
            "tax_ids": [Command.set(tax.ids)],
        }
        order = self._confirmed(
            plan=[
                {"kind": "deposit", "percent": 33.33},
                {"kind": "release", "percent": 66.67},
            ],
            order_line=[Command.create(line) for _line in range(3)],
        )
        return order

    def _closed(self, order):
        gate = self.env["order.gate.supply.needs.deposit"].sudo()
        return bool(gate._reasons_closed(order))

    @covers("money.cent", route="rpc", role="finance")
    def test_a_paid_deposit_invoice_of_taxed_thirds_opens_the_gate(self):
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method):
                order = self._get_taxed(method)
                self.as_("sales", order).action_create_deposit_invoice()
                invoice = order.invoice_ids
                invoice.action_post()
                self.assertTrue(self._closed(order))
                paid = self._pay_untied(order, invoice.amount_total)
                self._reconcile(paid, invoice)
                self.assertFalse(self._closed(order))

    def test_a_paid_final_invoice_covers_what_the_order_asks(self):
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method):
                order = self._get_taxed(method)
                self.as_("sales", order).action_create_deposit_invoice()
                order.invoice_ids.action_post()
                final = order.sudo()._create_invoices(final=True)
                final.action_post()
                for invoice in order.invoice_ids:
                    paid = self._pay_untied(order, invoice.amount_total)
                    self._reconcile(paid, invoice)
                money = self._money(order)
                covered = order._is_covered(money.received, money.release_due)
                self.assertTrue(covered, money)

    def test_nothing_is_left_to_invoice_or_to_pay(self):
        order = self._get_taxed("round_per_line")
        self._pay(order, order.amount_total)
        self.assertFalse(order._get_balance_due())
        with self.assertRaisesRegex(UserError, "still due"):
            self.as_("sales", order).action_send_balance_notice()
