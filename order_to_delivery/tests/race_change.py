"""Documents and order change while goods leave by them."""

from odoo import fields

from .change_common import ChangeMixin
from .race_acts import releasing, validating
from .race_common import Act
from .race_judged import act
from .race_orders import AFTER_MONEY, GOODS_AND_MONEY, Round

LESS = 1  # the second of the changes


class ChangeRacesMixin(ChangeMixin):
    """H3.5, H9.8: goods leave as documents and order were when they left.

    What changes an order collides on Odoo's own rows of it, too: there is no race to be
    lost without the guards.
    """

    # Documents

    def _prepare_documents(self, number):
        """Return rounds in which a document is found wrong, or is asked for."""
        orders, _payments = self._get_released_orders(number)
        requests = orders.order_shipping_request_ids
        values = [
            {"request_id": request.id, "kind": "packing_list", "number": "PL-1"}
            for request in requests
        ]
        papers = self.env["order.shipping.document"].create(values)
        self.as_("logistics", papers).action_mark_ready()
        asked = {"kind": "waybill", "is_required": True}
        return [
            Round(
                [
                    [validating(paper.sale_order_id.picking_ids)],
                    [
                        Act(
                            "logistics",
                            paper._name,
                            [],
                            "create",
                            ([{"request_id": paper.request_id.id, **asked}],),
                        )
                        if turn % 2
                        else act("logistics", paper, "action_mark_missing")
                    ],
                ],
                paper.sale_order_id.ids,
                0,
                GOODS_AND_MONEY,
                turn % 2,
            )
            for turn, paper in enumerate(papers)
        ]

    def _judge_documents(self, env, one, outcomes):
        if not one.variant:
            yield from self._complain_unless_one(outcomes)
        if self._is_after(env, one, "missing", "shipped"):
            yield "goods have left without the document"

    def test_goods_leave_before_a_document_is_found_wrong_or_not_at_all(self):
        rounds = self._prepare(self._prepare_documents)
        wrong = self._race_judged(rounds, self._judge_documents)
        self.assertEqual(wrong, [])

    def test_without_the_guard_goods_leave_without_a_document(self):
        self.assertTrue(
            self._race_unguarded(self._prepare_documents, self._judge_documents)
        )

    # A change of the order

    def _get_reviews(self, orders):
        """Return reviews about to close: prices rise, less is wanted, or elsewhere."""
        orders.is_content_locked = True
        elsewhere = self.partners["R"].copy(
            {"name": "Branch", "parent_id": self.partners["R"].id, "type": "delivery"}
        )
        changes = (
            {"price": 30},
            {"quantity": 6},
            {"partner_shipping_id": elsewhere.id},
        )
        for turn, order in enumerate(orders):
            self._propose(order, **changes[turn % len(changes)])
            for step in (self._circulate, self._answer_all):
                step(order)
                order.invalidate_recordset()
        reviews = orders.mapped(lambda order: order.order_review_ids[:1])
        today = fields.Date.today()
        self.as_("deputy_general_manager", reviews).write(
            {
                "production_start_date": today,
                "finished_date": fields.Date.add(today, days=20),
                "promised_date": fields.Date.add(today, days=25),
                "packing": "Wooden case",
            }
        )
        return reviews

    def _prepare_changes(self, acts, orders):
        # A change takes longer: either is to be the first.
        delays = (GOODS_AND_MONEY, AFTER_MONEY)
        return [
            Round(
                [
                    [acts[order]],
                    [act("deputy_general_manager", review, "action_close")],
                ],
                order.ids,
                0,
                delays[turn // 3 % 2],
                turn % 3,
            )
            for turn, (order, review) in enumerate(
                zip(orders, self._get_reviews(orders), strict=True)
            )
        ]

    def _prepare_shipped_changes(self, number):
        orders, _payments = self._get_released_orders(number)
        acts = {order: validating(order.picking_ids) for order in orders}
        return self._prepare_changes(acts, orders)

    def _prepare_released_changes(self, number):
        orders, _payments = self._get_paid_orders(number)
        requests = self._request_all(orders)
        self._verify_all(requests)
        acts = {request.sale_order_id: releasing(request) for request in requests}
        return self._prepare_changes(acts, orders)

    def _judge_changes(self, env, one, outcomes):
        _goods, change = outcomes
        request = self._get_orders(env, one).order_shipping_request_ids
        # No less can be wanted than has left.
        has_left = "shipped" in self._get_events(env, one)
        if not (change.succeeded or has_left and one.variant == LESS):
            yield f"the change was refused: {change.refusal}"
        if self._is_after(env, one, "changed", "shipped"):
            yield f"goods have left by what was changed ({one.variant})"
        if change.succeeded and not has_left and request.state == "released":
            yield f"goods stay released by what was changed ({one.variant})"

    def test_goods_leave_before_their_order_is_changed_or_not_at_all(self):
        rounds = self._prepare(self._prepare_shipped_changes)
        wrong = self._race_judged(rounds, self._judge_changes)
        self.assertEqual(wrong, [])

    def test_goods_do_not_stay_released_by_what_was_changed(self):
        rounds = self._prepare(self._prepare_released_changes)
        wrong = self._race_judged(rounds, self._judge_changes)
        self.assertEqual(wrong, [])
