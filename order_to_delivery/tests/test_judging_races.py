"""Two people of Quality judge what one order is to be shipped of, at the same time.

What they judge is told on the order, whoever does: by that chance alone one waits for
the other. The race without the guard leaves it out.
"""

from contextlib import ExitStack
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.order_to_delivery.models.order_guard import OrderQuantityGuard

from .race_common import IS_LONG, ROUNDS, Act, RaceCase
from .race_orders import QUANTITY, Round

FIRST, SECOND = 8, 4  # together more than is to be shipped


def judging(inspection):
    return Act("quality", inspection._name, inspection.ids, "action_judge")


@tagged("post_install", "-at_install", "races")
class TestJudgingRaces(RaceCase):
    """H3.4: no more is accepted before shipment than is to be shipped."""

    def _prepare_rounds(self, number):
        """Return rounds in which 8 and 4 are accepted of 10 to be shipped."""
        company = self.warehouse.company_id.sudo()
        company.order_shipment_inspection_policy = "always"
        company.order_allow_own_inspection = True
        orders, _payments = self._get_paid_orders(number)
        for quantity in (QUANTITY - SECOND, SECOND):
            requests = self._request_all(orders, quantity)
            self._verify_all(requests)
            self._release_all(requests)
        return [self._prepare_round(order) for order in orders]

    def _prepare_round(self, order):
        inspections = self.env["order.inspection"].search(
            [("sale_order_id", "=", order.id), ("state", "=", "draft")], order="id"
        )
        pair = self.as_("quality", inspections)
        for inspection, quantity in zip(pair, (FIRST, SECOND), strict=True):
            inspection.line_ids.write(
                {"offered_quantity": quantity, "accepted_quantity": quantity}
            )
        return Round([[judging(one)] for one in pair], order.ids, 0)

    def _race_judgements(self, number, *patches):
        """Return how each racer ended, and what was accepted of each order."""
        with self._committed():
            rounds = self._prepare_rounds(number)
        orders = [one.order_ids[0] for one in rounds]
        with ExitStack() as stack:
            for one in patches:
                stack.enter_context(one)
            return self._race_for(
                rounds, QUANTITY, lambda env: self._get_accepted(env, orders)
            )

    def _get_accepted(self, env, orders):
        judged = env["order.inspection"].search(
            [("sale_order_id", "in", orders), ("state", "!=", "draft")]
        )
        by_order = judged.grouped(lambda inspection: inspection.sale_order_id.id)
        return [
            sum(by_order[order].line_ids.mapped("accepted_quantity"))
            for order in orders
        ]

    def test_two_judgements_accept_no_more_than_is_to_be_shipped(self):
        results, accepted = self._race_judgements(ROUNDS)
        self.assertLessEqual(max(accepted), QUANTITY)
        self._assert_one_each(results)

    def test_without_the_guard_both_are_accepted(self):
        unguarded = patch.object(OrderQuantityGuard, "_touch", lambda *_: None)
        untold = patch.object(
            self.registry["sale.order"], "_touch_progress", lambda *_: None
        )
        number = 50 if IS_LONG else 5
        _results, accepted = self._race_judgements(number, unguarded, untold)
        self.assertIn(FIRST + SECOND, accepted)
