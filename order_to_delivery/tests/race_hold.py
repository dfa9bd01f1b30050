"""What lets goods go is taken away while they are released, or leave.

A customer is held for money lost of another order, or a waiver is revoked. Commit by
commit, nothing goes on that was stopped.
"""

from odoo import fields

from .race_acts import WHOLE, releasing, undoing, validating
from .race_judged import act
from .race_orders import AFTER_MONEY, QUANTITY, Round

COLLECTION = "order.gate.release.needs.collection"
EMERGENCY = "order.gate.shipping.needs.request"


class HoldRacesMixin:
    """H1.14: who has not paid for what left before gets nothing new."""

    def _get_customers(self, number):
        """Return customers of their own, so that no round holds another's."""
        partner = self.partners["R"]
        customers = [partner.copy({"name": f"R {turn}"}) for turn in range(number)]
        partner.union(*customers).sudo().customer_grade_id = self.grades["R"]
        return customers

    def _get_shipped(self, number, customers):
        """Return the payments of orders that have left."""
        orders, payments = self._get_released_orders(number, partners=customers)
        orders.picking_ids.with_context(**WHOLE).button_validate()
        return payments

    def _get_verified(self, number, customers):
        orders, _payments = self._get_paid_orders(number, customers)
        requests = self._request_all(orders)
        self._verify_all(requests)
        return requests

    def _grant(self, orders, gate, **values):
        return self.env["order.gate.waiver"].create(
            [
                {
                    "sale_order_id": order.id,
                    "gate": gate,
                    "reason": "The customer's line stands still.",
                    "granted_by_id": self.users["supervisor"].id,
                    "cap_amount": 100000,
                    **values,
                }
                for order in orders
            ]
        )

    # The customer is held

    def _prepare_held(self, number):
        customers = self._get_customers(number)
        requests = self._get_verified(number, customers)
        payments = self._get_shipped(number, customers)
        return [
            Round(
                [[releasing(request)], [undoing(payment, turn)]],
                [request.sale_order_id.id, payment.sale_order_id.id],
                payment.id,
                AFTER_MONEY,
            )
            for turn, (request, payment) in enumerate(
                zip(requests, payments, strict=True)
            )
        ]

    def _judge_held(self, env, one, outcomes):
        _goods, loss = outcomes
        yield from self._complain_unless_done(loss, "who took the money back")
        if "held" not in self._get_events(env, one):
            yield "no case was opened"
        for kind in ("released", "shipped"):
            if self._is_after(env, one, "held", kind):
                yield f"{kind} although the customer was held"

    def test_nothing_is_released_to_a_customer_who_is_held_meanwhile(self):
        rounds = self._prepare(self._prepare_held)
        wrong = self._race_judged(rounds, self._judge_held)
        self.assertEqual(wrong, [])

    def test_without_the_guard_goods_are_released_to_a_customer_who_is_held(self):
        self.assertTrue(self._race_unguarded(self._prepare_held, self._judge_held))

    def _prepare_held_emergency(self, number):
        """Return rounds in which an emergency ships while the customer is held."""
        customers = self._get_customers(number)
        orders, _payments = self._get_paid_orders(number, customers)
        self.grades["R"].emergency_cap_amount = 100000
        self._grant(
            orders,
            EMERGENCY,
            cap_quantity=QUANTITY,
            valid_to=fields.Datetime.add(fields.Datetime.now(), hours=8),
            paper_due_date=fields.Date.add(fields.Date.today(), days=2),
        )
        self._pick(orders.picking_ids)
        payments = self._get_shipped(number, customers)
        return [
            Round(
                [[validating(order.picking_ids)], [undoing(payment, turn)]],
                [order.id, payment.sale_order_id.id],
                payment.id,
                AFTER_MONEY,
            )
            for turn, (order, payment) in enumerate(zip(orders, payments, strict=True))
        ]

    def test_no_emergency_ships_to_a_customer_who_is_held_meanwhile(self):
        rounds = self._prepare(self._prepare_held_emergency)
        wrong = self._race_judged(rounds, self._judge_held)
        self.assertEqual(wrong, [])

    def test_without_the_guard_an_emergency_ships_to_a_customer_who_is_held(self):
        self.assertTrue(
            self._race_unguarded(self._prepare_held_emergency, self._judge_held)
        )

    def _prepare_lifted(self, number):
        customers = self._get_customers(number)
        requests = self._get_verified(number, customers)
        payments = self._get_shipped(number, customers)
        self.as_("finance", payments).action_reject()
        self.env.cr.flush()
        again = self._draft_payments(payments.sale_order_id)
        return [
            Round(
                [[releasing(request)], [act("finance", payment, "action_post")]],
                [request.sale_order_id.id, payment.sale_order_id.id],
                payment.id,
            )
            for request, payment in zip(requests, again, strict=True)
        ]

    def _judge_lifted(self, env, one, outcomes):
        release, payment = outcomes
        yield from self._complain_unless_done(payment, "who paid")
        orders = self._get_orders(env, one)
        case, request = (
            orders.order_recovery_case_ids,
            orders[0].order_shipping_request_ids,
        )
        if case.mapped("state") != ["settled"]:
            yield f"the case is {case.mapped('state')}"
        if not release.succeeded:
            if "payment was lost" not in release.refusal:
                yield f"refused for another reason: {release.refusal}"
            # Whoever releases once more is not held by what is settled.
            request.with_user(self.user_ids["customer_service"]).action_release()
        if request.state != "released":
            yield f"the request is {request.state}"

    def test_a_customer_who_pays_while_his_goods_are_released_is_held_no_more(self):
        rounds = self._prepare(self._prepare_lifted)
        wrong = self._race_judged(rounds, self._judge_lifted)
        self.assertEqual(wrong, [])

    # A waiver is revoked

    def _prepare_revoked(self, number):
        """Return rounds in which goods are released unpaid, on a waiver."""
        self.company.sudo().write(
            {
                "order_money_waiver_policy": "deputy_general_manager",
                "order_money_waiver_cap": 100000,
            }
        )
        orders = self._get_ready_orders(number)
        waivers = self._grant(orders, COLLECTION)
        requests = self._request_all(orders)
        self._verify_all(requests)
        return [
            Round(
                [
                    [releasing(request)],
                    [act("deputy_general_manager", waiver, "action_revoke")],
                ],
                request.sale_order_id.ids,
                0,
            )
            for request, waiver in zip(requests, waivers, strict=True)
        ]

    def _judge_revoked(self, env, one, outcomes):
        _release, revocation = outcomes
        yield from self._complain_unless_done(revocation, "who revoked")
        if self._is_after(env, one, "revoked", "released"):
            yield "released on a waiver that was revoked"

    def test_nothing_is_released_on_a_waiver_that_is_revoked_meanwhile(self):
        rounds = self._prepare(self._prepare_revoked)
        wrong = self._race_judged(rounds, self._judge_revoked)
        self.assertEqual(wrong, [])

    def test_without_the_guard_goods_are_released_on_a_waiver_that_is_revoked(self):
        self.assertTrue(
            self._race_unguarded(self._prepare_revoked, self._judge_revoked)
        )
