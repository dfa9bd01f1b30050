from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import covers
from .change_common import ChangeMixin
from .common import OrderToDeliveryCase
from .test_seven_probes import ProbeCase

ROUTES = ("form", "list", "rpc", "import", "create", "direct")


def _plan(**shares):
    return [
        Command.create(
            {"kind": kind, "percent": percent, "days": 30 if kind == "after" else 0}
        )
        for kind, percent in shares.items()
    ]


@tagged("post_install", "-at_install")
class TestMoneyChanges(ChangeMixin, OrderToDeliveryCase):
    """A confirmed order's plan changes by a revision, and the gates follow (H9.15)."""

    def _get_order(self, **values):
        return self._walk_to("deposit", lines=[(self.stocked, 10)], **values)

    def _is_closed(self, order, gate="supply.needs.deposit"):
        order.invalidate_recordset()
        return bool(self.env[f"order.gate.{gate}"].sudo()._reasons_closed(order))

    def _get_told(self, order):
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "sale.order"),
                ("res_id", "=", order.id),
                ("subject", "ilike", "money of"),
            ]
        )
        return messages

    # The plan

    def test_a_plan_is_proposed_shown_reviewed_and_then_in_force(self):
        order = self._get_order()
        revision = self._propose(order, plan_line_ids=_plan(deposit=50, after=50))
        [change] = revision._get_difference()
        self.assertIn("30.00 %", change["old"])
        self.assertIn("50.00 % within 30 days", change["new"])
        self.assertEqual((order.deposit_due, order.release_due), (60, 200))
        self._agree(order)
        self.assertEqual((order.deposit_due, order.release_due), (100, 100))
        self.assertEqual(order.payment_plan_line_ids.mapped("days"), [0, 30])
        self.assertEqual(order.payment_plan_source, "order")

    def test_gates_follow_the_plan_in_force(self):
        order = self._get_order()
        self._pay(order, 60)
        self.assertFalse(self._is_closed(order))
        self._change(order, plan_line_ids=_plan(deposit=50, release=50))
        self.assertTrue(self._is_closed(order))
        self._pay(order, 40)
        self.assertFalse(self._is_closed(order))

    def test_a_plan_that_lets_money_come_later_lets_goods_go(self):
        order = self._get_order()
        order._resume_held()
        self._change(order, plan_line_ids=_plan(after=100))
        request = self._request_shipping(order)
        self._verify(order)
        self._release(order)
        self.assertEqual(request.state, "released")

    def test_a_plan_without_lines_is_not_proposed(self):
        order = self._get_order()
        with self.assertRaisesRegex(UserError, "payment plan is missing"):
            self._propose(order, plan_line_ids=[])
        self.assertEqual((order.deposit_due, order.release_due), (60, 200))

    def test_a_plan_that_cannot_be_is_not_proposed(self):
        order = self._get_order()
        for plan in (_plan(deposit=60, release=50), _plan(deposit=0, release=50)):
            with self.assertRaisesRegex(UserError, "more than 100 %: correct it"):
                self._propose(order, plan_line_ids=plan)

    def test_the_customer_signs_the_plan_that_is_in_force(self):
        order = self._get_order()
        self._propose(order, plan_line_ids=_plan(deposit=50, release=50))
        for step in (self._circulate, self._answer_all, self._close):
            step(order)
            order.invalidate_recordset()
        self.assertEqual(order.deposit_due, 60)
        self._send_confirmation(order)
        order.invalidate_recordset()
        paper = self.env["order.paper"]._get_confirmation(
            order.order_confirmation_ids[:1]
        )
        self.assertIn("50%", paper["payment"])

    def test_a_contract_comes_with_its_plan_and_stays_locked(self):
        order = self._get_order()
        contract = self.env["order.contract"].create(
            {
                "name": "Frame 2026",
                "state": "signed",
                "valid_from": "2026-01-01",
                "partner_id": order.partner_id.id,
                "payment_plan_line_ids": _plan(deposit=10, release=90),
            }
        )
        with self.assertRaisesRegex(UserError, "locked"):
            self.as_("sales", order).order_contract_id = contract
        other = contract.copy({"partner_id": self.partners["A"].id, "name": "Theirs"})
        with self.assertRaises(UserError):
            self._propose(order, order_contract_id=other.id)
        plan = contract.payment_plan_line_ids._get_copy_values()
        revision = self._change(
            order,
            order_contract_id=contract.id,
            plan_line_ids=[Command.create(line) for line in plan],
        )
        self.assertEqual(order.order_contract_id, contract)
        self.assertEqual(order.deposit_due, 20)
        self.assertIn(
            contract.display_name, [c["new"] for c in revision._get_difference()]
        )

    def test_choosing_a_contract_in_the_dialog_proposes_its_plan(self):
        order = self._get_order()
        contract = self.env["order.contract"].create(
            {
                "name": "Frame 2026",
                "state": "signed",
                "valid_from": "2026-01-01",
                "partner_id": order.partner_id.id,
                "payment_plan_line_ids": _plan(deposit=10, release=90),
            }
        )
        wizard = (
            self.env["order.revision.propose"]
            .with_context(default_sale_order_id=order.id)
            .new({"sale_order_id": order.id, "order_contract_id": contract.id})
        )
        wizard._onchange_order_contract_id()
        self.assertEqual(wizard.plan_line_ids.mapped("percent"), [10, 90])

    # Export terms

    def test_export_terms_stand_on_the_paper_and_change_by_a_revision(self):
        """H9.1, H9.6: what was agreed with an export customer is content."""
        fob, cif = (self.env.ref(f"account.incoterm_{n}") for n in ("FOB", "CIF"))
        order = self._get_order(
            incoterm=fob.id, incoterm_location="Ningbo", export_terms="L/C at sight"
        )
        paper = self.env["order.paper"]._get_confirmation(order.order_confirmation_ids)
        self.assertEqual(paper["incoterm"], "FOB Ningbo")
        self.assertEqual(paper["export_terms"], "L/C at sight")
        for name in ("incoterm_location", "export_terms"):
            with self.assertRaisesRegex(UserError, "locked"):
                self.as_("sales", order)[name] = "Shanghai"
        revision = self._change(
            order,
            incoterm=cif.id,
            incoterm_location="Hamburg",
            export_terms="D/P at sight",
        )
        changes = {change["new"] for change in revision._get_difference()}
        self.assertGreaterEqual(changes, {cif.display_name, "Hamburg", "D/P at sight"})
        self.assertIn("Hamburg", revision.content)
        self.assertEqual(
            (order.incoterm, order.incoterm_location, order.export_terms),
            (cif, "Hamburg", "D/P at sight"),
        )

    # Orders that grow or shrink

    def test_an_order_that_grows_has_sales_ask_for_the_difference(self):
        order = self._get_order()
        self._pay(order, 200)
        self._change(order, quantity=12)
        told = self._get_told(order)
        people = order.user_id | self.users["finance"]
        self.assertEqual(told.partner_ids, people.partner_id)
        self.assertIn("40", told.body)
        self.assertIn("Sales asks", told.body)
        activity = order.activity_ids.filtered(lambda a: "grew" in (a.summary or ""))
        self.assertEqual(activity.user_id, order.user_id)

    def test_an_order_that_shrinks_has_finance_give_back(self):
        order = self._get_order()
        self._pay(order, 200)
        self._change(order, quantity=8)
        self.env.cr.precommit.run()
        told = self._get_told(order)
        self.assertIn("Finance gives", told.body)
        self.assertTrue(order.surplus_money_date)
        self.assertFalse(
            order.activity_ids.filtered(lambda a: "grew" in (a.summary or ""))
        )

    def test_a_change_without_money_tells_nobody(self):
        order = self._get_order()
        self._change(order, marks="Left side up")
        self.assertFalse(self._get_told(order))


class RaisedMixin(ChangeMixin):
    """R3 of the probes by a revision that changes a price and keeps the request."""

    def _take_order(self, *args, **values):
        # What the review of the change writes is there already.
        return super()._take_order(*args, **{"packing": "Wooden case", **values})

    @covers("money.raised", route=(*ROUTES, "cron"), role="sales")
    def test_an_order_raised_by_a_revision_waits_for_the_difference(self):
        self._probe(self._raise_price)

    def _raise_price(self):
        is_released = self.request.state == "released"
        self._change(self.order, price=23)
        # What may leave is withdrawn at once, what is signed for waits.
        state = "withdrawn" if is_released else "verified"
        self.assertEqual(self.request.state, state)
        if is_released:
            self.assertIn("no longer covers", self.request.withdrawn_reason)


@tagged("post_install", "-at_install")
class TestRaisedAtRelease(RaisedMixin, ProbeCase):
    station = "release"


@tagged("post_install", "-at_install")
class TestRaisedAtShipping(RaisedMixin, ProbeCase):
    station = "shipping"
