"""Documents and order change while goods leave by them."""

from odoo import fields

from .change_common import ChangeMixin
from .race_acts import validating
from .race_common import Act
from .race_judged import act
from .race_orders import AFTER_MONEY, GOODS_AND_MONEY, Round

LESS = 1  # the second of the changes


class ChangeRacesMixin(ChangeMixin):
    """H3.5, H9.8: goods leave as documents and order were when they left."""

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
                turn % 2,  # of no payment
                GOODS_AND_MONEY,
            )
            for turn, paper in enumerate(papers)
        ]

    def _judge_documents(self, env, one, outcomes):
        if not one.payment_id:
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

    def _prepare_changes(self, number):
        """Return rounds in which the price rises, less is wanted, or elsewhere."""
        orders, _payments = self._get_released_orders(number)
        orders.is_content_locked = True
        elsewhere = self.partners["R"].copy(
            {"name": "Branch", "parent_id": self.partners["R"].id, "type": "delivery"}
        )
        changes = (
            {"price": 30},
            {"quantity": 6},
            {"partner_shipping_id": elsewhere.id},
        )
        # A change takes longer: either is to be the first.
        delays = (GOODS_AND_MONEY, AFTER_MONEY)
        rounds = []
        for turn, order in enumerate(orders):
            self._propose(order, **changes[turn % 3])
            for step in (self._circulate, self._answer_all):
                step(order)
                order.invalidate_recordset()
            review = order.order_review_ids[:1]
            today = fields.Date.today()
            self.as_("deputy_general_manager", review).write(
                {
                    "production_start_date": today,
                    "finished_date": fields.Date.add(today, days=20),
                    "promised_date": fields.Date.add(today, days=25),
                    "packing": "Wooden case",
                }
            )
            rounds.append(
                Round(
                    [
                        [validating(order.picking_ids)],
                        [act("deputy_general_manager", review, "action_close")],
                    ],
                    order.ids,
                    turn % 3,  # of no payment
                    delays[turn // 3 % 2],
                )
            )
        return rounds

    def _judge_changes(self, env, one, outcomes):
        goods, change = outcomes
        # No more can be taken back than is still here.
        if not (change.succeeded or goods.succeeded and one.payment_id == LESS):
            yield f"the change was refused: {change.refusal}"
        if self._is_after(env, one, "changed", "shipped"):
            yield f"goods have left by what was changed ({one.payment_id})"

    def test_goods_leave_before_their_order_is_changed_or_not_at_all(self):
        rounds = self._prepare(self._prepare_changes)
        wrong = self._race_judged(rounds, self._judge_changes)
        self.assertEqual(wrong, [])

    def test_without_the_guard_goods_leave_by_what_was_changed(self):
        self.assertTrue(
            self._race_unguarded(self._prepare_changes, self._judge_changes)
        )
