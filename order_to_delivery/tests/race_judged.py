"""Races that are judged round by round, by what each round left behind."""

import time
from contextlib import ExitStack
from unittest.mock import patch

from odoo.tools import SQL

from odoo.addons.order_to_delivery.models.order_guard import (
    OrderMoneyGuard,
    OrderQuantityGuard,
)

from .race_common import IS_LONG, ROUNDS, Act, RaceCase

# Of these many pairs, half as many rounds in the suite as of other races.
PAIRS = ROUNDS if IS_LONG else ROUNDS // 2
# A race that is to be lost needs no more rounds than it takes to lose one.
LOSING = 50 if IS_LONG else 5


def act(kind, record, method, *args):
    return Act(kind, record._name, record.ids, method, args)


class JudgedRaceCase(RaceCase):
    def _prepare(self, prepare, number=PAIRS):
        with self._committed():
            return prepare(number)

    def _race_judged(self, rounds, judge, *patches):
        """Run all rounds, and judge each by what was committed.

        :param judge: called with an environment, a round and its outcomes; yields what
            was wrong of it
        :return: what was wrong, one sentence each
        """
        started = time.monotonic()
        self.waits.clear()
        with self._committed() as env:
            [[self.last]] = env.execute_query(
                SQL("SELECT coalesce(max(id), 0) FROM race_event")
            )
        with ExitStack() as stack:
            for one in patches:
                stack.enter_context(one)
            results = self._run_rounds(rounds)
        seconds = time.monotonic() - started
        with self._committed() as env:
            wrong = [
                f"round {number}: {complaint}"
                for number, (one, outcomes) in enumerate(
                    zip(rounds, results, strict=True)
                )
                for complaint in judge(env, one, outcomes)
            ]
        self._report(results, seconds, wrong)
        failures = {one.failure for outcomes in results for one in outcomes}
        self.assertFalse(failures - {None}, f"A user would meet this, {self.seed}")
        return wrong

    def _race_unguarded(self, prepare, judge):
        """Return what goes wrong of a few rounds in which nobody collides.

        Some may all end well by chance: then they are run again.
        """
        wrong = []
        for _turn in range(3):
            wrong = wrong or self._race_judged(
                self._prepare(prepare, LOSING),
                judge,
                patch.object(OrderMoneyGuard, "_touch", lambda *_: None),
                patch.object(OrderQuantityGuard, "_touch", lambda *_: None),
                patch.object(OrderQuantityGuard, "_share", lambda *_: None),
            )
        return wrong

    def _get_orders(self, env, one):
        return env["sale.order"].browse(one.order_ids)

    def _get_received(self, env, one):
        """Return what each order of a round has received."""
        orders = self._get_orders(env, one)
        return [money.received for money in orders._get_money().values()]

    def _get_events(self, env, one):
        """Return what happened to the orders of a round, in the order of commits."""
        rows = env.execute_query(
            SQL(
                "SELECT kind FROM race_event WHERE id > %s AND order_id = ANY(%s)"
                " ORDER BY id",
                self.last,
                one.order_ids,
            )
        )
        return [kind for (kind,) in rows]

    def _is_after(self, env, one, first, then):
        """Tell whether something was committed although another thing was before."""
        events = self._get_events(env, one)
        return first in events and then in events[events.index(first) :]

    def _complain_unless_one(self, outcomes):
        """Yield a complaint unless one of two people succeeded."""
        done = sum(outcome.succeeded for outcome in outcomes)
        if done != 1:
            refusals = [outcome.refusal for outcome in outcomes]
            yield f"{done} of two people succeeded: {refusals}"

    def _complain_unless_done(self, outcome, who):
        """Yield a complaint where somebody was refused who may never be."""
        if not outcome.succeeded:
            yield f"{who} was refused: {outcome.refusal}"
