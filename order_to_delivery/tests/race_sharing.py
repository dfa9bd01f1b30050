"""Two people share out one sum: a receipt voucher's, a vendor bill's, an offset's.

Whoever comes first has it, the other is told so; nothing counts twice, and what was
taken back counts for nobody.
"""

from unittest.mock import patch

from odoo import Command

from odoo.addons.order_to_delivery.models.order_guard import OrderMoneyGuard

from .offset_common import OffsetMixin
from .race_acts import releasing
from .race_common import Act
from .race_judged import LOSING, act
from .race_orders import Round

TOTAL, FIRST = 100, 40  # what came, and what an order takes at once


class SharingRacesMixin(OffsetMixin):
    """H9.15, H1.16: what came once is shared out once."""

    # Receipt vouchers

    def _get_receipts(self, orders, amount=FIRST):
        """Return a voucher of 100 for each order, which takes a part of it."""
        receipts = self.env["order.receipt"].create(
            [
                {
                    "partner_id": self.partners["R"].id,
                    "amount": TOTAL,
                    "line_ids": [
                        Command.create({"sale_order_id": order.id, "amount": amount})
                    ],
                }
                for order in orders
            ]
        )
        return self.as_("finance", receipts)

    def _find_receipt(self, env, one):
        orders = [("line_ids.sale_order_id", "in", one.order_ids[:1])]
        return env["order.receipt"].search(orders)

    def _get_worth(self, receipt):
        """Return what the payments of a voucher that live on are worth."""
        live = receipt.payment_ids.filtered(lambda p: p.state in ("in_process", "paid"))
        return sum(live.mapped("amount"))

    def _get_others(self, number):
        return self._get_ready_orders(number)

    def _prepare_post_and_undo(self, number):
        orders = self._get_ready_orders(number)
        return [
            Round(
                [
                    [act("finance", receipt, "action_post")],
                    [act("finance", receipt, "action_undo")],
                ],
                order.ids,
                0,
            )
            for order, receipt in zip(orders, self._get_receipts(orders), strict=True)
        ]

    def _judge_post_and_undo(self, env, one, outcomes):
        post, undo = outcomes
        yield from self._complain_unless_done(post, "who posted")
        receipt, [received] = self._find_receipt(env, one), self._get_received(env, one)
        is_undone = receipt.state == "undone"
        if undo.succeeded != is_undone:
            yield f"undone {undo.succeeded}, and {receipt.state}"
        found = (self._get_worth(receipt), received)
        if found != ((0, 0) if is_undone else (TOTAL, FIRST)):
            yield f"{found} came by a voucher that is {receipt.state}"

    def test_a_voucher_that_is_posted_and_undone_counts_whole_or_not_at_all(self):
        rounds = self._prepare(self._prepare_post_and_undo)
        wrong = self._race_judged(rounds, self._judge_post_and_undo)
        self.assertEqual(wrong, [])

    def _prepare_share_and_undo(self, number):
        orders, others = self._get_ready_orders(number), self._get_others(number)
        rounds = []
        receipts = self._get_receipts(orders)
        receipts.action_post()
        for turn, (receipt, order, other) in enumerate(
            zip(receipts, orders, others, strict=True)
        ):
            # Part of the rest, or all of it, which keeps its payment.
            amount = (TOTAL - FIRST) / (1 + turn % 2)
            line = {"sale_order_id": other.id, "amount": amount}
            receipt.line_ids = [Command.create(line)]
            racers = [
                [act("finance", receipt, "action_share_rest")],
                [act("finance", receipt, "action_undo")],
            ]
            rounds.append(Round(racers, [order.id, other.id], 0))
        return rounds

    def _judge_share_and_undo(self, env, one, outcomes):
        _share, undo = outcomes
        yield from self._complain_unless_done(undo, "who took the money back")
        receipt, received = self._find_receipt(env, one), self._get_received(env, one)
        worth = self._get_worth(receipt)
        if receipt.state != "undone" or worth or any(received):
            yield f"{receipt.state}, its payments are {worth}, received {received}"

    def test_what_is_undone_while_its_rest_is_shared_out_counts_for_nobody(self):
        rounds = self._prepare(self._prepare_share_and_undo)
        wrong = self._race_judged(rounds, self._judge_share_and_undo)
        self.assertEqual(wrong, [])

    def _prepare_shared_twice(self, number):
        """Return rounds in which a rest is shared out twice, in three ways.

        One line of part of it, one of all of it, and two people with a line each.
        """
        orders, others = self._get_ready_orders(number), self._get_others(number)
        receipts = self._get_receipts(orders)
        receipts.action_post()
        rounds = []
        for turn, (receipt, order, other) in enumerate(
            zip(receipts, orders, others, strict=True)
        ):
            rest = TOTAL - FIRST
            share = act("finance", receipt, "action_share_rest")
            values = {"receipt_id": receipt.id, "sale_order_id": other.id}
            if turn % 3 == 2:
                line = Act(
                    "finance",
                    "order.receipt.line",
                    [],
                    "create",
                    ([{**values, "amount": rest}],),
                )
                racers = [[line, share]] * 2
            else:
                amount = rest / (1 + turn % 3)
                self.env["order.receipt.line"].create({**values, "amount": amount})
                racers = [[share]] * 2
            rounds.append(Round(racers, [order.id, other.id], 0))
        return rounds

    def _judge_shared_twice(self, env, one, outcomes):
        yield from self._complain_unless_one(outcomes)
        receipt, received = self._find_receipt(env, one), self._get_received(env, one)
        shared = sum(receipt.line_ids.mapped("amount"))
        worth = self._get_worth(receipt)
        if worth != TOTAL or sum(received) != shared or shared > TOTAL:
            yield f"payments of {worth} for {shared} shared out, received {received}"

    def test_one_rest_is_shared_out_once(self):
        rounds = self._prepare(self._prepare_shared_twice)
        wrong = self._race_judged(rounds, self._judge_shared_twice)
        self.assertEqual(wrong, [])

    # Offsets

    def _get_offsets(self, orders, bills, amount):
        """Return an offset for each order, which Finance has signed."""
        offsets = self.env["order.offset"].union(
            *(
                self._draft(order, amount, bill)
                for order, bill in zip(orders, bills, strict=True)
            )
        )
        self.as_("finance", offsets).action_sign()
        return offsets

    def _find_offsets(self, env, one):
        return self._get_orders(env, one).order_offset_ids

    def _prepare_countersigned_twice(self, number):
        orders = self._get_ready_orders(number)
        bills = [self._bill(order, TOTAL) for order in orders]
        offsets = self._get_offsets(orders, bills, TOTAL)
        return [
            Round(
                [[act("deputy_general_manager", offset, "action_countersign")]] * 2,
                offset.sale_order_id.ids,
                0,
            )
            for offset in offsets
        ]

    def _prepare_one_bill(self, number):
        """Return rounds in which two orders' offsets take one bill."""
        orders, others = self._get_ready_orders(number), self._get_others(number)
        bills = [self._bill(order, TOTAL) for order in orders]
        first, second = (
            self._get_offsets(own, bills, TOTAL) for own in (orders, others)
        )
        return [
            Round(
                [
                    [act("deputy_general_manager", one, "action_countersign")]
                    for one in pair
                ],
                [one.sale_order_id.id for one in pair],
                0,
            )
            for pair in zip(first, second, strict=True)
        ]

    def _judge_one_entry(self, env, one, outcomes):
        yield from self._complain_unless_one(outcomes)
        offsets = self._find_offsets(env, one)
        entries, received = offsets.account_move_ids, self._get_received(env, one)
        left = sum(offsets.bill_id.mapped("amount_residual"))
        if len(entries) != 1 or sum(received) != TOTAL or left:
            yield f"{len(entries)} entries, received {received}, {left} of the bill"

    def test_one_offset_that_is_countersigned_twice_makes_one_entry(self):
        rounds = self._prepare(self._prepare_countersigned_twice)
        wrong = self._race_judged(rounds, self._judge_one_entry)
        self.assertEqual(wrong, [])

    def test_one_bill_is_set_off_for_one_order(self):
        rounds = self._prepare(self._prepare_one_bill)
        wrong = self._race_judged(rounds, self._judge_one_entry)
        self.assertEqual(wrong, [])

    def _prepare_offset_undone(self, number):
        """Return rounds in which goods are released on an offset that is undone."""
        orders = self._get_ready_orders(number)
        total = orders[0].amount_total
        bills = [self._bill(order, total) for order in orders]
        offsets = self._get_offsets(orders, bills, total)
        self._countersign(offsets)
        offsets.undo_reason = "The customer has recalled it."
        requests = self._request_all(orders)
        self._verify_all(requests)
        return [
            Round(
                [[releasing(request)], [act("finance", offset, "action_undo")]],
                request.sale_order_id.ids,
                0,
            )
            for request, offset in zip(requests, offsets, strict=True)
        ]

    def test_goods_do_not_stay_released_on_an_offset_that_is_undone(self):
        results, wrong = self._race(self._prepare(self._prepare_offset_undone))
        self.assertEqual(wrong, [])
        for _release, undo in results:
            self.assertTrue(undo.succeeded, "accounting is never blocked")

    def test_without_the_guard_goods_stay_released_on_an_offset_that_is_undone(self):
        rounds = self._prepare(self._prepare_offset_undone, LOSING)
        with patch.object(OrderMoneyGuard, "_touch", lambda *_: None):
            _results, wrong = self._race(rounds)
        self.assertTrue(wrong)
