from odoo import Command
from odoo.tests import tagged

from .cases import covers
from .money_common import MoneyCase
from .test_routes_shipping import ShippingRouteCase

ROUTES = ("form", "list", "rpc", "import", "create", "direct")
MONEY = "deposit|balance|money|received|above what a released"


class ProbeCase(ShippingRouteCase, MoneyCase):
    """An order before its instruction, its release, and its way out of the door."""

    station = None

    @property
    def due(self):
        """Return what has to be received before the station."""
        return 3000 if self.station == "instruction" else 200

    def _stand(self, pay):
        """Return an order at the station, its money paid by a function."""
        if self.station == "instruction":
            self.order = self._walk_to("deposit")
            pay()
            self.as_("customer_service", self.order).action_prepare_instruction()
            self.order.invalidate_recordset()
            self.draft = self.order.order_production_instruction_ids[:1]
            return
        self.order = self._walk_to("deposit", lines=[(self.stocked, 10)])
        pay()
        self.order._resume_held()
        self._ask()

    def _ask(self):
        """Request the goods, and have them signed for as far as the station."""
        self.request = self._request_shipping(self.order)
        self._verify(self.order)
        if self.station == "shipping":
            self._release(self.order)
            self._pack()

    def _pack(self):
        picking = self.order.picking_ids.filtered(lambda p: p.state != "done")
        self._set_quantity(picking)
        picking.move_line_ids.action_put_in_pack()

    def _get_routes(self):
        if self.station == "instruction":
            step = ("customer_service", self.draft, "action_issue", "issued")
            return self._button(*step)
        if self.station == "release":
            step = ("customer_service", self.request, "action_release", "released")
            return self._button(*step)
        picking = self.order.picking_ids.filtered(lambda p: p.state != "done")
        return self._ways_out(picking, "warehouse")

    def _assert_closed(self):
        """Try by every route in the same transaction, and once it was judged."""
        self._try_by_button_and_past_it()
        self.env.cr.flush()
        self.env.invalidate_all()
        self._try_by_button_and_past_it()

    def _try_by_button_and_past_it(self):
        routes = self._get_routes()
        if self.station != "shipping":
            # What is written past the button is refused for more than the money.
            for name in ("import", "create", "copy", "direct"):
                self._try({name: routes.pop(name)})
        self._try(routes, MONEY)
        self._run_jobs()

    def _run_jobs(self):
        """No scheduled job does what people are refused."""
        if self.station == "instruction":
            self.env["sale.order"]._cron_ask_held_again()
            self.order._resume_held()
            self.assertEqual(self.draft.state, "draft")
        elif self.station == "shipping":
            self.env["stock.rule"].run_scheduler(company_id=self.company.id)
            self.env.flush_all()
            self.assertFalse(self._get_shipped(self.order))

    def _assert_open_once_paid(self):
        """From here there is a way on: the missing money, and the same steps anew."""
        money = self._money(self.order)
        due = money.deposit_due if self.station == "instruction" else money.release_due
        self._pay(self.order, due - money.received)
        if self.station == "instruction":
            self.call("customer_service", self.draft, "action_issue")
            self.assertEqual(self.draft.state, "issued")
            return
        if self.request.state == "withdrawn":
            self._ask()
        if self.station == "release":
            self._release(self.order)
            self.assertEqual(self.request.state, "released")
            return
        self._validate(self.order.picking_ids.filtered(lambda p: p.state != "done"))
        self.assertEqual(self._get_shipped(self.order), 10)

    # How it is paid, and how that is lost

    def _pay_all(self):
        self.payment = self._pay(self.order, self.due)

    def _pay_deposit_invoice(self):
        """Pay the deposit on its invoice, by a payment tied to nothing else."""
        self.as_("finance", self.order).action_create_deposit_invoice()
        self.invoice = self.order.invoice_ids
        if self.invoice.state == "draft":
            self.invoice.action_post()
        paid = self.invoice.amount_total
        self.payment = self._pay_untied(self.order, paid)
        self._reconcile(self.payment, self.invoice)
        if self.due > paid:
            self._pay(self.order, self.due - paid)

    def _probe(self, lose, pay=None):
        self._stand(pay or self._pay_all)
        lose()
        self._assert_closed()
        self._assert_open_once_paid()

    def _refund(self):
        self.as_("finance", self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.order.partner_invoice_id.id,
                "amount": 50,
                "sale_order_id": self.order.id,
            }
        ).action_post()

    def _raise(self):
        """Add a carrier's cost, which raises what is due and reopens no review."""
        cost = {
            "product_id": self.service.id,
            "product_uom_qty": 1,
            "price_unit": 30,
            "is_delivery": True,
        }
        self.order.sudo().order_line = [Command.create(cost)]


class ProbesMixin:
    """The runs on which Tryton's sale_advance_payment was tried, numbered as there."""

    def _pay_short(self):
        self._pay(self.order, self.due / 3)
        self._pay(self.order, self.due / 3)
        self._pay(self.order, self.due - 2 * round(self.due / 3, 2) - 0.02)

    @covers("money.raised", route=(*ROUTES, "cron"), role="finance")
    def test_probe_3_a_raised_order_asks_for_the_difference(self):
        self._probe(self._raise)

    @covers("money.bounced", route=(*ROUTES, "cron"), role="finance")
    def test_probe_4_a_payment_that_bounces(self):
        self._probe(lambda: self.call("finance", self.payment, "action_reject"))

    @covers("money.reactivated", route=(*ROUTES, "cron"), role="finance")
    def test_probe_4_a_payment_that_is_reset_or_cancelled(self):
        for way in ("action_draft", "action_cancel"):
            with self.subTest(way):
                self._probe(lambda way=way: self.call("finance", self.payment, way))

    @covers("money.unlinked", route=(*ROUTES, "cron"), role="finance")
    def test_probe_4_a_payment_that_is_tied_to_another_order(self):
        other = self._confirmed()
        values = {"sale_order_id": other.id}
        self._probe(lambda: self.call("finance", self.payment, "write", values))

    @covers("money.bounced", route=(*ROUTES, "cron"), role="finance")
    def test_probe_4_a_payment_that_is_unreconciled(self):
        self._probe(
            lambda: self.invoice.line_ids.remove_move_reconcile(),
            self._pay_deposit_invoice,
        )

    @covers("money.ignored", route=(*ROUTES, "cron"), role="finance")
    def test_probe_5_a_deposit_invoice_that_is_cancelled(self):
        def cancel():
            self.as_("finance", self.invoice).button_draft()
            self.as_("finance", self.invoice).button_cancel()

        self._probe(cancel, self._pay_deposit_invoice)

    @covers("money.credited", route=(*ROUTES, "cron"), role="finance")
    def test_probe_6_an_unpaid_deposit_that_is_credited_does_not_deadlock(self):
        self._stand(self._pay_all)
        self.as_("finance", self.order).action_create_deposit_invoice()
        invoice = self.order.invoice_ids
        if invoice.state == "draft":
            invoice.action_post()
        self._credit(invoice)
        self.as_("finance", self.payment).action_reject()
        self._assert_closed()
        self._assert_open_once_paid()

    @covers("money.refunded", route=(*ROUTES, "cron"), role="finance")
    def test_probe_7_a_refund_lowers_what_was_received(self):
        self._probe(self._refund)


@tagged("post_install", "-at_install")
class TestProbesAtInstruction(ProbesMixin, ProbeCase):
    station = "instruction"

    def test_probe_1_nothing_is_produced_unpaid(self):
        self._probe(lambda: None, pay=lambda: None)

    def test_probe_2_one_cent_less_in_three_parts(self):
        self._probe(lambda: None, pay=self._pay_short)


@tagged("post_install", "-at_install")
class TestProbesAtRelease(ProbesMixin, ProbeCase):
    station = "release"


@tagged("post_install", "-at_install")
class TestProbesAtShipping(ProbesMixin, ProbeCase):
    station = "shipping"
